import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROW = /^\| (\d+) \| .+\| \[[^\]]+\]\(([^)]+)\) \| [^|]{8,} \|$/gm;

const rows = [...readFileSync('docs/trust.md', 'utf8').matchAll(ROW)].map(([, number, path]) => ({
  number: Number(number),
  path: join('docs', path as string),
}));

test('the page on trust names each of the 25 pitfalls once, with a test and a naive control', () => {
  expect(rows.map(({ number }) => number)).toEqual(
    Array.from({ length: 25 }, (_, index) => index + 1),
  );
  for (const { path } of rows) expect(existsSync(path), path).toBe(true);
});

test('each is tested by the file that bears its number, and there are no others', () => {
  const files = readdirSync('tests/checks').filter((name) => /^\d/.test(name));
  const told = rows.map(({ path }) => path);
  expect(told).toEqual(files.sort().map((name) => join('tests/checks', name)));
  for (const { number, path } of rows) {
    expect(path).toMatch(new RegExp(`/${String(number).padStart(2, '0')}-`));
  }
});
