import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CommanderError } from 'commander';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { ISSUED_KINDS } from '../../../devices/card/card-kinds.ts';
import { vpcdFrame } from '../../../devices/card-reader/vpcd-frames.ts';
import { VpcdUnreachable } from '../../../devices/card-reader/vpcd-socket.ts';
import { type CardFlags, cardCommand } from '../../../scenarios/device-commands/card-flags.ts';
import { CardRefused, cards } from '../../../scenarios/device-commands/card-vpcd-socket.ts';
import { EXIT } from '../../../scenarios/exit-code.ts';
import { RealTime } from '../../../sim/real-time.ts';

const folder = mkdtempSync(join(tmpdir(), 'kofu-card-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs `kofu devices card` with these words. */
async function card(words: readonly string[], signal = new AbortController().signal) {
  const said = { stdout: '', stderr: '', code: -1 };
  const sink = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      said[name] += text;
    },
  });
  const command = cardCommand()
    .exitOverride()
    .configureOutput({ writeErr: sink('stderr').write, writeOut: sink('stdout').write })
    .action(async (flags: CardFlags) => {
      said.code = await cards(flags, { stdout: sink('stdout'), stderr: sink('stderr'), signal });
    });
  await command.parseAsync(words, { from: 'user' });
  return said;
}

describe('kofu devices card', () => {
  test('lists every kind of card and every fault, in words and as JSON', async () => {
    const { stdout, code } = await card(['--list']);
    expect(code).toBe(0);
    for (const kind of ISSUED_KINDS) expect(stdout).toContain(`  ${kind} `);
    const data = JSON.parse((await card(['--list', '--json'])).stdout);
    expect(data.kinds.map(({ kind }: { kind: string }) => kind)).toEqual([...ISSUED_KINDS]);
    expect(data.faults).toHaveLength(4);
  });

  test('wants to be told what to do, and only one thing', async () => {
    await expect(card([])).rejects.toThrow(CardRefused);
    await expect(card(['--list', '--readers'])).rejects.toThrow('name one of --vpcd');
  });

  test.each([
    ['--vpcd nowhere', 'write a port of this machine'],
    ['--vpcd 192.0.2.1:35963', 'write a port of this machine'],
    ['--vpcd --pin 12', 'write four digits'],
    ['--vpcd --password abc', 'write 6 to 16 letters'],
    ['--vpcd --fault broken', 'write a fault and when'],
    ['--vpcd --fault mute@0', 'write a fault and when'],
    ['--vpcd --resident 0', 'write a whole number'],
    ['--vpcd --resident 100000000', 'write a whole number from 1 to 99999999'],
    ['--vpcd --municipality x', 'write the five digits'],
  ])('refuses %s with the remedy', async (words, remedy) => {
    const refused = card(words.split(' '));
    await expect(refused).rejects.toThrow(CommanderError);
    await expect(refused).rejects.toThrow(remedy);
  });

  test('says where no vpcd is, and how to start one', async () => {
    const nobody = card(['--vpcd', '127.0.0.1:1', '--kind', 'citizen']);
    await expect(nobody).rejects.toThrow(VpcdUnreachable);
    await expect(nobody).rejects.toThrow('pcscd-namespace.sh');
  });

  test('offers a card until it is interrupted, and tells its secrets and certificates', async () => {
    const server = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const controller = new AbortController();
    const out = join(folder, 'certificates');
    const words = ['--vpcd', `127.0.0.1:${port}`, '--pin', '8642', '--out', out];
    server.once('connection', () => setTimeout(() => controller.abort(), 50));
    const { stdout, code } = await card(words, controller.signal);
    server.close();
    expect(code).toBe(0);
    expect(stdout).toBe(
      `my-number card of 27203/1 lies in the reader of vpcd 127.0.0.1:${port}: ` +
        'PIN 8642, signature password SIGN8642; Ctrl-C takes it out\ntaken out\n',
    );
    const read = (name: string) => new X509Certificate(readFileSync(join(out, name)));
    expect(read('user.der').verify(read('user-authority.der').publicKey)).toBe(true);
    expect(read('signature.der').verify(read('signature-authority.der').publicKey)).toBe(true);
  });

  test('ends, and takes the card out, when what runs the card has broken', async () => {
    // Something that nobody waits for throws: the asked one is not answered any more.
    const run = vi.spyOn(RealTime.prototype, 'run').mockImplementation(function (this: RealTime) {
      this.unhandled(new Error('the card is broken'));
      return new Promise(() => {});
    });
    onTestFinished(() => run.mockRestore());
    const controller = new AbortController();
    let isOut = false;
    const server = createServer((socket) => {
      socket.on('close', () => {
        isOut = true;
      });
      socket.resume().write(vpcdFrame(Uint8Array.of(1)));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const words = ['--vpcd', `127.0.0.1:${port}`, '--kind', 'citizen'];
    const running = card(words, controller.signal).catch((thrown) => thrown);
    const ending = await Promise.race([running, wait(2_000, 'goes on')]);
    await expect.poll(() => isOut || ending === 'goes on').toBe(true);
    controller.abort();
    server.close();
    expect(ending).toMatchObject({ message: 'the card is broken' });
  });

  test('tells the same as JSON, a line for each thing that happens', async () => {
    const server = createServer((socket) => setTimeout(() => socket.destroy(), 50));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const out = join(folder, 'none');
    const words = ['--vpcd', `127.0.0.1:${port}`, '--kind', 'citizen', '--json', '--out', out];
    const { stdout, stderr, code } = await card(words);
    expect([code, stderr]).toEqual([
      EXIT.inconclusive,
      expect.stringContaining('exit 96: the card was not taken out by you'),
    ]);
    server.close();
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      expect.objectContaining({ kind: 'citizen', atr: '3B888001000014E0B38191005E' }),
      { ended: 'vpcd-closed' },
    ]);
    // A card without keys has no certificates.
    expect(existsSync(join(out, 'user.der'))).toBe(false);
  });
});
