import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FleetKeyRefused, readFleetKey } from '../../../scenarios/live/fleet-key-files.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kofu-key-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function file(text: string): string {
  const path = join(folder, 'fleet.key');
  writeFileSync(path, text);
  return path;
}

test('a key is the text of its file, without the line break that editors add', () => {
  const key = 'x'.repeat(32);
  expect(readFleetKey(file(key))).toBe(key);
  expect(readFleetKey(file(` ${key}\r\n`))).toBe(key);
});

test.each(['', '\n', 'x'.repeat(31), `${' '.repeat(40)}secret\n`])(
  'a text that is too short is none: %j',
  (text) => {
    const path = file(text);
    expect(() => readFleetKey(path)).toThrow(FleetKeyRefused);
    expect(() => readFleetKey(path)).toThrow(`openssl rand -hex 32 > ${path}`);
  },
);

test('a file that is not there, or none, is told by its name', () => {
  expect(() => readFleetKey(join(folder, 'none'))).toThrow(/none \(ENOENT\)/);
  expect(() => readFleetKey(folder)).toThrow(/\(EISDIR\)/);
});
