import { expect, test } from 'vitest';
import { consoleSummary } from '../../reports/console.ts';
import { htmlReport } from '../../reports/html.ts';
import type { RunResult } from '../../scenarios/judging/result.ts';
import { exampleResult, STAGE_LIST } from './example-result.ts';

test.each([
  ['en', 'Left out, as this run has nothing for them to judge: front-equals-back.'],
  ['ja', 'この実行には判定対象がないため除外: front-equals-back。'],
] as const)(
  'an oracle that was left out is told, at the terminal and on the page (%s)',
  (language, note) => {
    const { oraclesLeftOut: _, ...sound } = exampleResult() as RunResult;
    const partial: RunResult = { ...sound, oraclesLeftOut: ['front-equals-back'] };
    const telling = { language, stages: STAGE_LIST, colours: false, runFolder: 'runs/1' };
    expect(consoleSummary(partial, telling)).toContain(note);
    expect(htmlReport(partial, telling)).toContain(note);
    expect(consoleSummary(sound, telling)).not.toContain(note);
    expect(htmlReport(sound, telling)).not.toContain(note);
  },
);
