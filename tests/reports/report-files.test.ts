import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reportFiles } from '../../reports/report-files.ts';
import { RunFolder } from '../../reports/run-folder-files.ts';
import { summaryOf } from '../../reports/summary.ts';
import { Summary } from '../../reports/summary-schema.ts';
import { readScenario } from '../../scenarios/scenario-text.ts';
import { exampleResult, STAGE_LIST, wrongResult } from './example-result.ts';

const result = wrongResult();
const files = new Map(reportFiles(result, 'en', STAGE_LIST));
const textOf = (name: string) => files.get(name) ?? '';

test('the scenario of a run can be run again', () => {
  expect(readScenario(textOf('scenario.json'), 'scenario.json', [])).toEqual({
    kind: 'read',
    scenario: result.setting.scenario,
  });
});

test('the summary is that of the run', () => {
  expect(Summary.parse(JSON.parse(textOf('summary.json')))).toEqual(summaryOf(result));
});

test('all reports tell of the same three wrong documents', () => {
  const message = result.oracles[0]?.violations[0]?.message ?? '';
  expect(message).not.toBe('');
  for (const name of ['summary.json', 'report.html', 'junit.xml']) {
    expect(textOf(name)).toContain(message);
  }
});

test('the page for people speaks their language', () => {
  const japanese = new Map(reportFiles(result, 'ja', STAGE_LIST)).get('report.html');
  expect(textOf('report.html')).toContain('<html lang="en">');
  expect(japanese).toContain('<html lang="ja">');
});

test('a run folder knows all of them: it is cleared of them for the next run', async () => {
  const path = mkdtempSync(join(tmpdir(), 'kofu-reports-'));
  try {
    const folder = new RunFolder(path);
    for (const [name, text] of reportFiles(exampleResult({ journeys: 3 }), 'en', STAGE_LIST)) {
      await folder.write(name, text);
    }
    folder.closeTrace(true);
    expect(readdirSync(path).sort()).toEqual([...files.keys(), 'events.ndjson'].sort());
    new RunFolder(path).closeTrace(true);
    expect(readdirSync(path)).toEqual(['events.ndjson']);
  } finally {
    rmSync(path, { recursive: true });
  }
});
