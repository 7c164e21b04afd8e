import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { encodeIpp } from '../../../devices/ipp/ipp-encoding.ts';
import {
  type PrinterFlags,
  printerCommand,
} from '../../../scenarios/device-commands/printer-flags.ts';
import { printer } from '../../../scenarios/device-commands/printer-http.ts';
import { printerEventText } from '../../../scenarios/device-commands/printer-text.ts';
import { EXIT } from '../../../scenarios/exit-code.ts';
import { isRefusal } from '../../../scenarios/refusals.ts';
import { requestFor } from '../../devices/ipp/small-printer.ts';
import { pdfOf } from '../../hardware/ipp-printer.ts';

/** What a command line says. */
function flagsOf(...line: string[]): PrinterFlags {
  const command = printerCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  return command.parse(line, { from: 'user' }).opts<PrinterFlags>();
}

test('starts as it was told, says where it is, and ends when it is told to', async () => {
  const line = ['--port', '0', '--json', '--fault', 'jam', '--tls', '--tray', 'b4=7'];
  const controller = new AbortController();
  const [said, errors]: [string[], string[]] = [[], []];
  const ports = {
    stdout: { write: (text: string) => void said.push(text) },
    stderr: { write: (text: string) => void errors.push(text) },
    signal: controller.signal,
  };
  const running = printer(flagsOf(...line), ports);
  while (!said.join('').includes('started')) await wait(5);
  controller.abort();
  expect(await running).toBe(EXIT.pass);
  const lines = said
    .join('')
    .trim()
    .split('\n')
    .map((each) => JSON.parse(each) as Record<string, unknown>);
  expect(lines).toMatchObject([
    { type: 'printer', state: 'stopped', reasons: ['media-jam-error'] },
    {
      type: 'started',
      uri: expect.stringMatching(/^ipps:\/\/127\.0\.0\.1:\d+\/ipp\/print$/),
      fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
    },
    { type: 'power', on: false },
  ]);
  expect(errors).toEqual([]);
});

test('ends with what breaks it inside, and does not go on taking jobs', async () => {
  let said = '';
  const stdout = {
    write: (text: string) => {
      if (text.includes('"processing"')) throw new Error('nobody reads this');
      said += text;
    },
  };
  const controller = new AbortController();
  const ports = { stdout, stderr: { write: () => {} }, signal: controller.signal };
  const running = printer(flagsOf('--port', '0', '--json'), ports).catch((thrown) => thrown);
  await expect.poll(() => said).toContain('started');
  const { control } = JSON.parse(said) as { control: string };
  const headers = { 'content-type': 'application/ipp' };
  const body = Buffer.from(encodeIpp(requestFor('Print-Job', { data: await pdfOf(1) })));
  const sent = fetch(`${control}/ipp/print`, { method: 'POST', headers, body });
  const ending = await Promise.race([running, wait(3_000, 'goes on')]);
  controller.abort();
  await Promise.allSettled([running, sent]);
  expect(ending).toMatchObject({ message: 'nobody reads this' });
  await expect(fetch(control)).rejects.toThrow();
});

test('says with the remedy why it cannot start', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  const sink = { write: () => {} };
  const ports = { stdout: sink, stderr: sink, signal: AbortSignal.abort() };
  const refused = async (...line: string[]) => {
    const error: unknown = await printer(flagsOf(...line), ports).catch((thrown) => thrown);
    expect(isRefusal(error)).toBe(true);
    return (error as Error).message;
  };
  expect(await refused('--port', String(port))).toMatch(/is in use: .*--port/);
  expect(await refused('--port', '0', '--out', '/dev/null/pages')).toMatch(/ENOTDIR.*--out/);
  other.close();
});

test.each([
  ['--host', '0.0.0.0'],
  ['--port', '65536'],
  ['--tray', 'a4'],
  ['--tray', 'papyrus=5'],
  ['--fault', 'jam@0'],
  ['--fault', 'fire'],
  ['--user', ''],
  ['--ppm', '0'],
  ['--spool', '0'],
])('refuses %s %s', (flag, value) => {
  expect(() => flagsOf(flag, value)).toThrow();
});

test('takes passwords for all users or for none', () => {
  expect(() => flagsOf('--user', 'a:b', '--user', 'c')).toThrow('Give all users a password');
  expect(flagsOf('--user', 'a:b:c').user).toEqual([{ name: 'a', password: 'b:c' }]);
});

test('lets no name steer the terminal', () => {
  const counts = { sheetsCompleted: 0, impressionsCompleted: 0 };
  const job = { type: 'job', job: 1, user: 'u', state: 'pending', reasons: [], ...counts } as const;
  expect(printerEventText({ atMs: 0, ...job, name: 'a\u001b[2Jb\n' })).toBe(
    '     0.0 s  job 1 (a?[2Jb?, u) pending: none\n',
  );
});
