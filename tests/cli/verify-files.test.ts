import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPages } from '../../devices/printer/page-reader-pdf-worker.ts';
import { DocumentKeyFile, keyFile } from '../../scenarios/verify/key-file.ts';
import { verifyScanWith } from '../../scenarios/verify/verify-files.ts';
import { protect } from '../../server/anti-forgery/anti-forgery-pdf-worker.ts';
import { draw } from '../../server/document/document-pdf-worker.ts';
import { PooledScanReader } from '../../server/verification/scan-reader-pdf.ts';
import { Verification } from '../../server/verification/verification.ts';
import { ready } from '../../sim/process.ts';
import { someRecord } from '../server/document/certificate-content.ts';
import { SmallCentre } from '../server/small-centre.ts';
import { Workplace } from './kofu.ts';

const NUMBER = '27203-0000123';
const KEY = new Uint8Array(32).fill(9);
const place = new Workplace();
const reader = new PooledScanReader({ threads: 1 });
const [front, back, keys] = [place.path('front.png'), place.path('back.png'), place.path('k.json')];

/** Pictures of a page as a run keeps them, and its key. */
beforeAll(async () => {
  const content = { ...someRecord(1), documentNumber: NUMBER };
  const bytes = await protect({ documentNumber: NUMBER, key: KEY, bytes: await draw(content) });
  const [page] = await readPages({ bytes, duplex: true, keepPng: true });
  writeFileSync(front, page?.png ?? '');
  writeFileSync(back, page?.backPng ?? '');
  writeFileSync(keys, keyFile(new Map([[NUMBER, KEY]]), [`${NUMBER}-page-1`]));
});

afterAll(async () => {
  await reader.close();
  place.leave();
});

/** As the command does it, in this process: a start of its own takes longer than what it does. */
async function verify(scan: string, flags: Record<string, string>) {
  const said = { stdout: '', stderr: '' };
  const sink = (name: keyof typeof said) => ({ write: (text: string) => (said[name] += text) });
  const out = place.path('out');
  const sinks = { stdout: sink('stdout'), stderr: sink('stderr') };
  const code = await verifyScanWith(reader, scan, { out, json: true, ...flags }, sinks);
  const lastLine = said.stderr.trimEnd().split('\n').at(-1);
  return { code, lastLine, json: said.stdout === '' ? undefined : JSON.parse(said.stdout) };
}

test('kofu verify restores a back, and shows it beside its front, which is equal', async () => {
  const words = ['--keys', keys, '--front', front, '--out', place.path('whole'), '--json'];
  const { code, stdout, stderr } = await place.run('verify', back, ...words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const said = JSON.parse(stdout);
  expect(said).toMatchObject({ documentNumber: NUMBER, verdict: 'equal', reason: '' });
  const { width, height } = PNG.sync.read(readFileSync(said.compared));
  expect(width).toBeGreaterThan(1.4 * height);
});

describe('a back', () => {
  test('is not restored with the keys of another run, nor with another key', async () => {
    const other = place.write('other.json', JSON.stringify({ '27203-9999999': 'ab'.repeat(32) }));
    expect(await verify(back, { keys: other })).toMatchObject({
      code: 96,
      lastLine: 'exit 96: document-unknown',
    });
    const forged = place.write('forged.json', JSON.stringify({ [NUMBER]: 'ab'.repeat(32) }));
    expect(await verify(back, { keys: forged })).toMatchObject({
      code: 98,
      lastLine: 'exit 98: scan-tampered',
    });
  });

  test('is no front, and no text', async () => {
    expect(await verify(front, { keys })).toMatchObject({
      code: 96,
      lastLine: 'exit 96: scan-unreadable',
    });
    expect((await verify(keys, { keys })).code).toBe(104);
  });

  test('is verified with keys or by a server, and those must be usable', async () => {
    const server = 'http://127.0.0.1:1';
    const missing = verify('nothing.png', { keys });
    await expect(missing).rejects.toThrow('the scan nothing.png cannot be read (ENOENT)');
    await expect(verify(back, {})).rejects.toThrow('name either --keys or --server');
    await expect(verify(back, { keys, server })).rejects.toThrow('name either');
    await expect(verify(back, { keys: back })).rejects.toThrow(
      'is no file of keys: name keys.json',
    );
    await expect(verify(back, { server })).rejects.toThrow(`the server ${server} cannot be asked`);
    writeFileSync(place.path('file'), '');
    const out = join(place.path('file'), 'folder');
    await expect(verify(back, { keys, out })).rejects.toThrow('name a folder with --out');
  });
});

describe('a front', () => {
  test('is different with a seal pasted on it, and it is told where', async () => {
    const picture = PNG.sync.read(readFileSync(front));
    const mm = picture.width / 210;
    for (let y = Math.round(60 * mm); y < 66 * mm; y++) {
      const from = 4 * (y * picture.width + Math.round(150 * mm));
      for (let at = from; at < from + 4 * Math.round(6 * mm); at += 4) {
        picture.data.set([0, 0, 0, 255], at);
      }
    }
    const pasted = place.path('pasted.png');
    writeFileSync(pasted, PNG.sync.write(picture));
    const { code, lastLine, json } = await verify(back, { keys, front: pasted });
    expect({ code, lastLine }).toEqual({ code: 98, lastLine: 'exit 98: front-different' });
    expect(json.reason).toMatch(/^ink is added/);
    expect(Math.hypot(json.place.x - 153, json.place.y - 63)).toBeLessThan(8);
  });

  test('cannot be compared if it bears no mark', async () => {
    const { code, lastLine, json } = await verify(back, { keys, front: back });
    expect({ code, lastLine }).toEqual({ code: 96, lastLine: 'exit 96: front-unreadable' });
    expect(json.verdict).toBe('unreadable');
    expect((await verify(back, { keys, front: keys })).code).toBe(104);
  });
});

describe('a server that keeps the keys', () => {
  const find = (number: string) => ready(number === NUMBER ? KEY : undefined);
  const centre = new SmallCentre({ verification: new Verification(reader, { find }) });

  beforeAll(() => centre.open());

  afterAll(() => centre.close());

  test('restores the back', async () => {
    const { code, json } = await verify(back, { server: centre.origin });
    expect(code).toBe(0);
    expect(json).toMatchObject({ documentNumber: NUMBER, page: 1, of: 1 });
    expect(readFileSync(json.front).subarray(1, 4).toString()).toBe('PNG');
  });

  test('refuses what it cannot read, with the same exit code', async () => {
    expect(await verify(front, { server: centre.origin })).toMatchObject({
      code: 96,
      lastLine: 'exit 96: scan-unreadable',
    });
  });
});

test('a run keeps the keys of those documents of which it keeps pictures', () => {
  const key = new Uint8Array(32).fill(0xab);
  const all = new Map([
    ['27203-0000001', key],
    ['27203-0000002', key],
  ]);
  const kept = DocumentKeyFile.parse(JSON.parse(keyFile(all, ['27203-0000002-page-1'])));
  expect(kept).toEqual({ '27203-0000002': 'ab'.repeat(32) });
});
