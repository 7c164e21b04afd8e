import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRecordedRun } from '../../reports/recorded-run-files.ts';
import { FolderRefused } from '../../reports/run-folder-files.ts';
import { summaryOf } from '../../reports/summary.ts';
import { exampleResult } from './example-result.ts';

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'kofu-recorded-run-'));
});

afterAll(() => rmSync(root, { recursive: true }));

const SUMMARY = summaryOf(exampleResult({ journeys: 5 }));

/** The folder of a run with these files, beside those that every one of them has. */
function runWith(name: string, files: Readonly<Record<string, string | undefined>>): string {
  const path = join(root, name);
  mkdirSync(path);
  const all = { 'scenario.json': '{}', 'events.ndjson': '{"a":1}\n{"b":2}\n', ...files };
  for (const [file, text] of Object.entries(all)) {
    if (text !== undefined) writeFileSync(join(path, file), text);
  }
  return path;
}

describe('a recorded run', () => {
  test('gives its scenario, its summary and the lines of its trace', async () => {
    const path = runWith('whole', { 'summary.json': JSON.stringify(SUMMARY) });
    const run = openRecordedRun(path);
    expect(run.scenarioFile).toBe(join(path, 'scenario.json'));
    expect(run.summary).toEqual(SUMMARY);
    for (const _ of ['once', 'and again']) {
      const lines: string[] = [];
      for await (const line of run.lines()) lines.push(line);
      expect(lines).toEqual(['{"a":1}', '{"b":2}']);
    }
  });

  test('need not have a summary: it may have been stopped before', () => {
    expect(openRecordedRun(runWith('untold', {})).summary).toBeUndefined();
  });

  test.each(['scenario.json', 'events.ndjson'])('without its %s is refused', (file) => {
    const path = runWith(`without ${file}`, { [file]: undefined });
    expect(() => openRecordedRun(path)).toThrow(FolderRefused);
    expect(() => openRecordedRun(path)).toThrow(`${path} has no ${file}: name the folder of a run`);
  });

  test('that does not exist is refused', () => {
    expect(() => openRecordedRun(join(root, 'nowhere'))).toThrow('nowhere has no scenario.json');
  });

  test.each([
    ['cut short', JSON.stringify(SUMMARY).slice(0, -1)],
    ['of another kind', '{"schema":"k6-summary"}'],
    ['of another major version', JSON.stringify({ ...SUMMARY, version: '2.0.0' })],
  ])('whose summary is %s is refused, with the remedy', (why, text) => {
    const path = runWith(`summary ${why}`, { 'summary.json': text });
    expect(() => openRecordedRun(path)).toThrow(FolderRefused);
    expect(() => openRecordedRun(path)).toThrow(`${join(path, 'summary.json')} is damaged: remove`);
  });
});
