import { linkSync, readFileSync, symlinkSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { FitFolder, JUNE, text } from './fit-trial.ts';

const folder = new FitFolder();
afterAll(() => folder.remove());
folder.write('june.csv', text(JUNE));
symlinkSync(folder.file('june.csv'), folder.file('link.csv'));
linkSync(folder.file('june.csv'), folder.file('hard.csv'));

describe('a log is never written over', () => {
  test.each([
    ['--out', 'june.csv'],
    ['--out', './june.csv'],
    ['--html', 'june.csv'],
    ['--reject', 'june.csv'],
    ['--out', 'link.csv'],
    ['--html', 'hard.csv'],
  ])('%s %s', async (flag, name) => {
    const told = await folder.refusal('june.csv', flag, `${folder.path}/${name}`);
    expect(told).toBe(`${flag} is the log itself: name another file`);
    expect(readFileSync(folder.file('june.csv'), 'utf8')).toBe(text(JUNE));
  });

  test('nor by what has another name until it is whole', async () => {
    folder.write('june.yaml.part', text(JUNE));
    const told = await folder.refusal('june.yaml.part', '--out', folder.file('june.yaml'));
    expect(told).toMatch(/^--out is the log, while it is written/);
    expect(readFileSync(folder.file('june.yaml.part'), 'utf8')).toBe(text(JUNE));
  });
});

describe('a folder that is not there', () => {
  test.each(['--out', '--html', '--reject'])(
    'is told for %s before the log is read',
    async (flag) => {
      const told = await folder.refusal('june.csv', flag, folder.file('june.csv/own'));
      expect(told).toMatch(/cannot be written: there is no folder .*june\.csv: make it/);
      expect(await folder.refusal('none.csv', flag, folder.file('nowhere/own'))).toContain(
        'there is no folder',
      );
    },
  );
});

describe('what is written is two files', () => {
  test.each([
    ['--out', '--html', 'fit', './fit'],
    ['--out', '--reject', 'there.csv', 'there.csv'],
    ['--html', '--reject', 'there.csv', './there.csv'],
  ])('%s and %s', async (one, other, path, again) => {
    folder.write('there.csv', 'before\n');
    const own = `${folder.path}/${path}`;
    const told = await folder.refusal('june.csv', ...[one, own, other, `${folder.path}/${again}`]);
    expect(told).toBe(`${other} and ${one} are the same file: name another one`);
    expect(readFileSync(folder.file('there.csv'), 'utf8')).toBe('before\n');
  });

  test('as they are where they have names of their own', async () => {
    const [out, html] = [folder.file('own.yaml'), folder.file('own.html')];
    expect((await folder.fit('june.csv', '--out', out, '--html', html)).code).toBe(0);
  });
});
