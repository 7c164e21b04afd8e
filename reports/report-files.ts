import type { RunResult } from '../scenarios/judging/result.ts';
import { htmlReport } from './html.ts';
import { junitXml } from './junit.ts';
import type { StageActor } from './measurements.ts';
import { summaryOf } from './summary.ts';
import type { Language } from './words.ts';

/** What a run is told by, as files of its folder: name and text. */
export function reportFiles(
  result: RunResult,
  language: Language,
  stages: readonly StageActor[],
): readonly (readonly [string, string])[] {
  return [
    ['scenario.json', `${JSON.stringify(result.setting.scenario, null, 2)}\n`],
    ['summary.json', `${JSON.stringify(summaryOf(result), null, 2)}\n`],
    ['report.html', htmlReport(result, { language, stages })],
    ['junit.xml', junitXml(result)],
  ];
}
