import { describe, expect, test } from 'vitest';
import { consoleSummary } from '../../reports/console.ts';
import { htmlReport } from '../../reports/html.ts';
import { summaryOf } from '../../reports/summary.ts';
import { Summary } from '../../reports/summary-schema.ts';
import type { Language } from '../../reports/words.ts';
import type { RunResult } from '../../scenarios/judging/result.ts';
import { exampleResult, STAGE_LIST } from './example-result.ts';

const sound = exampleResult();
const mutant = { id: 'M3', ja: '川崎市：同一秒のキー', en: 'Kawasaki: one key for one second' };
const planted: RunResult = { ...sound, setting: { ...sound.setting, mutant } };

function console(result: RunResult, language: Language) {
  const telling = { language, stages: STAGE_LIST, colours: false, runFolder: 'runs/1' };
  return consoleSummary(result, telling);
}

describe('a run with a mutant in its server says so', () => {
  test.each([
    ['en', 'MUTANT M3 WAS PLANTED', mutant.en],
    ['ja', '既知の不具合 M3', mutant.ja],
  ] as const)('at the head of the console and of the report (%s)', (language, sign, title) => {
    const atHead = console(planted, language).split('\n').slice(0, 5).join('\n');
    expect(atHead).toContain(sign);
    expect(atHead).toContain(title);
    const html = htmlReport(planted, { language, stages: STAGE_LIST });
    expect(html.slice(0, html.indexOf('</header>'))).toContain(sign);
    expect(console(sound, language)).not.toContain(sign);
    expect(htmlReport(sound, { language, stages: STAGE_LIST })).not.toContain(sign);
  });

  test('in summary.json', () => {
    expect(Summary.parse(summaryOf(planted)).config.mutant).toBe('M3');
    expect(Summary.parse(summaryOf(sound)).config).not.toHaveProperty('mutant');
  });
});
