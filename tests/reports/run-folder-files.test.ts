import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FolderRefused, RunFolder } from '../../reports/run-folder-files.ts';

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'kofu-run-folder-'));
});

afterAll(() => rmSync(root, { recursive: true }));

/** A folder with these files, of which each holds its own name. */
function folderWith(name: string, ...files: readonly string[]): string {
  const path = join(root, name);
  mkdirSync(path);
  for (const file of files) {
    mkdirSync(join(path, file, '..'), { recursive: true });
    writeFileSync(join(path, file), file);
  }
  return path;
}

describe('the folder of a run', () => {
  test('is made with all that leads to it, and its trace begun', () => {
    const path = join(root, 'made', 'for', 'a-run');
    const folder = new RunFolder(path);
    folder.closeTrace(true);
    expect(readdirSync(path)).toEqual(['events.ndjson']);
  });

  test('is cleared of an earlier run, its pages too', () => {
    const own = ['scenario.json', 'events.ndjson', 'summary.json', 'report.html', 'junit.xml'];
    const path = folderWith('earlier', ...own, 'pages/27203-0000001-page-1.png');
    new RunFolder(path).closeTrace(true);
    expect(readdirSync(path)).toEqual(['events.ndjson']);
    expect(readFileSync(join(path, 'events.ndjson'), 'utf8')).toBe('');
  });

  test('that holds what is not of a run is refused and left as it is', () => {
    const path = folderWith('own-files', 'summary.json', 'thesis.tex');
    expect(() => new RunFolder(path)).toThrow(FolderRefused);
    expect(() => new RunFolder(path)).toThrow(`${path} holds thesis.tex, which is not of a run`);
    expect(readdirSync(path).sort()).toEqual(['summary.json', 'thesis.tex']);
    expect(readFileSync(join(path, 'summary.json'), 'utf8')).toBe('summary.json');
  });

  test.each([
    ['is a file', ''],
    ['lies under a file', 'below'],
  ])('that %s is refused', (why, below) => {
    const file = join(folderWith(`that ${why}`, 'a-file'), 'a-file');
    const path = join(file, below);
    expect(() => new RunFolder(path)).toThrow(FolderRefused);
    expect(() => new RunFolder(path)).toThrow(`${path} is or lies under a file`);
    expect(readFileSync(file, 'utf8')).toBe('a-file');
  });

  test('that no file system can make is refused with the reason and the remedy', () => {
    const path = join(root, 'long'.repeat(100));
    expect(() => new RunFolder(path)).toThrow(FolderRefused);
    expect(() => new RunFolder(path)).toThrow(
      /cannot be made: ENAMETOOLONG.*; name .* with --out$/,
    );
  });
});

describe('its trace', () => {
  test('is on disk as soon as it is appended: a run that is killed can be judged', () => {
    const folder = new RunFolder(join(root, 'appended'));
    folder.appendTrace('a\n');
    folder.appendTrace('b\n');
    expect(readFileSync(join(folder.path, 'events.ndjson'), 'utf8')).toBe('a\nb\n');
    folder.closeTrace(true);
  });

  test.each([
    ['kept', true],
    ['removed', false],
  ])('is %s, and takes no more once it is closed', (_, keep) => {
    const folder = new RunFolder(join(root, `closed-${keep}`));
    folder.appendTrace('a\n');
    folder.closeTrace(keep);
    folder.appendTrace('b\n');
    folder.closeTrace(!keep);
    const file = join(folder.path, 'events.ndjson');
    expect(existsSync(file)).toBe(keep);
    if (keep) expect(readFileSync(file, 'utf8')).toBe('a\n');
  });
});

test('files are written by name, in folders of their own where the name says so', async () => {
  const folder = new RunFolder(join(root, 'written'));
  await folder.write('junit.xml', '<testsuites/>');
  await folder.write('pages/1.png', new Uint8Array([137, 80]));
  folder.closeTrace(false);
  expect(readdirSync(folder.path).sort()).toEqual(['junit.xml', 'pages']);
  expect(readFileSync(join(folder.path, 'junit.xml'), 'utf8')).toBe('<testsuites/>');
  expect([...readFileSync(join(folder.path, 'pages', '1.png'))]).toEqual([137, 80]);
});

describe('the link to the latest run', () => {
  test('leads to the last one, wherever the folders are moved to', () => {
    for (const name of ['linked-1', 'linked-2']) {
      const folder = new RunFolder(join(root, name));
      folder.linkLatest();
      folder.closeTrace(true);
      expect(realpathSync(join(root, 'latest'))).toBe(realpathSync(folder.path));
    }
    expect(readlinkSync(join(root, 'latest'))).toBe('linked-2');
  });

  test('does not take the place of a folder of that name', () => {
    const path = join(folderWith('crowded', 'latest/thesis.tex'), 'a-run');
    const folder = new RunFolder(path);
    folder.linkLatest();
    folder.closeTrace(true);
    expect(lstatSync(join(root, 'crowded', 'latest')).isDirectory()).toBe(true);
    expect(readdirSync(join(root, 'crowded', 'latest'))).toEqual(['thesis.tex']);
  });
});

test('a file system that takes no folders is refused, and not tried for ever', () => {
  expect(() => new RunFolder('/proc/kofu')).toThrow(FolderRefused);
});
