import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DocumentKeyFile, keyFile } from '../../scenarios/verify-files.ts';
import { Workplace } from './kofu.ts';

const place = new Workplace();
const folder = place.path('run');
let back = '';

beforeAll(async () => {
  const town = place.scenario({ duration: '10m', keepPages: 1 });
  const { code, stderr } = await place.run('run', town, '--render', 'full', '--out', folder);
  expect([0, 96, 99], stderr).toContain(code);
  back = readdirSync(join(folder, 'pages')).find((name) => name.endsWith('-back.png')) ?? '';
}, 60_000);

afterAll(() => place.leave());

const verify = (...words: string[]) => place.run('verify', ...words);
const scan = () => join(folder, 'pages', back);
const keys = () => join(folder, 'keys.json');

describe('kofu verify', () => {
  test('restores the front of a page that a run has printed', async () => {
    const ended = await verify(scan(), '--keys', keys(), '--out', place.path('restored'), '--json');
    expect(ended.code, ended.stderr).toBe(0);
    const said = JSON.parse(ended.stdout);
    expect(back).toBe(`${said.documentNumber}-page-1-back.png`);
    expect(existsSync(join(place.folder, said.front)) || existsSync(said.front)).toBe(true);
  });

  test('says that keys are of another run', async () => {
    const other = place.write('other.json', JSON.stringify({ '27203-9999999': 'ab'.repeat(32) }));
    const ended = await verify(scan(), '--keys', other);
    expect(ended).toMatchObject({ code: 96, lastLine: 'exit 96: document-unknown' });
  });

  test('says that a back was sealed with another key', async () => {
    const number = back.replace('-page-1-back.png', '');
    const forged = place.write('forged.json', JSON.stringify({ [number]: 'ab'.repeat(32) }));
    const ended = await verify(scan(), '--keys', forged);
    expect(ended).toMatchObject({ code: 98, lastLine: 'exit 98: scan-tampered' });
  });

  test('says what it cannot read, and what to do', async () => {
    const front = join(folder, 'pages', back.replace('-back', ''));
    expect(await verify(front, '--keys', keys())).toMatchObject({ code: 96 });
    expect(await verify(keys(), '--keys', keys())).toMatchObject({ code: 104 });
    const missing = await verify('nothing.png', '--keys', keys());
    expect(missing.code).toBe(104);
    expect(missing.stderr).toContain('the scan nothing.png cannot be read (ENOENT)');
    const noKeys = await verify(scan(), '--keys', scan());
    expect(noKeys.stderr).toContain('is no file of keys: name keys.json');
    expect((await verify(scan())).stderr).toContain('name either --keys or --server');
    const both = await verify(scan(), '--keys', keys(), '--server', 'http://127.0.0.1:1');
    expect(both.code).toBe(104);
    const nobody = await verify(scan(), '--server', 'http://127.0.0.1:1');
    expect(nobody).toMatchObject({ code: 104 });
    expect(nobody.stderr).toContain('the server http://127.0.0.1:1 cannot be asked');
  });
});

describe('kofu verify --front', { timeout: 60_000 }, () => {
  const front = () => join(folder, 'pages', back.replace('-back', ''));
  const compare = (file: string) =>
    verify(scan(), '--keys', keys(), '--front', file, '--out', place.path('compared'), '--json');

  test('finds the printed front equal, and shows the two side by side', async () => {
    const ended = await compare(front());
    expect(ended.code, ended.stderr).toBe(0);
    const said = JSON.parse(ended.stdout);
    expect(said).toMatchObject({ verdict: 'equal', reason: '' });
    const { width, height } = PNG.sync.read(readFileSync(said.compared));
    expect(width).toBeGreaterThan(1.4 * height);
  });

  test('finds a front on which a seal was pasted different, and says where', async () => {
    const picture = PNG.sync.read(readFileSync(front()));
    const mm = picture.width / 210;
    for (let y = Math.round(60 * mm); y < 66 * mm; y++) {
      const from = 4 * (y * picture.width + Math.round(150 * mm));
      picture.data.fill(0, from, from + 4 * Math.round(6 * mm));
      for (let at = from + 3; at < from + 4 * Math.round(6 * mm); at += 4) picture.data[at] = 255;
    }
    writeFileSync(place.path('pasted.png'), PNG.sync.write(picture));
    const ended = await compare(place.path('pasted.png'));
    expect(ended).toMatchObject({ code: 98, lastLine: 'exit 98: front-different' });
    const { reason, place: where } = JSON.parse(ended.stdout);
    expect(reason).toMatch(/^ink is added/);
    expect(Math.hypot(where.x - 153, where.y - 63)).toBeLessThan(8);
  });

  test('cannot compare what bears no mark', async () => {
    const ended = await compare(scan());
    expect(ended).toMatchObject({ code: 96, lastLine: 'exit 96: front-unreadable' });
    expect((await compare(keys())).code).toBe(104);
  });
});

test('a run keeps the keys of those documents of which it keeps pictures', () => {
  const key = new Uint8Array(32).fill(0xab);
  const keys = new Map([
    ['27203-0000001', key],
    ['27203-0000002', key],
  ]);
  const kept = DocumentKeyFile.parse(JSON.parse(keyFile(keys, ['27203-0000002-page-1'])));
  expect(kept).toEqual({ '27203-0000002': 'ab'.repeat(32) });
});
