import { expect, test } from 'vitest';
import { setting } from '../../../reports/html-setting.ts';
import { summaryOf } from '../../../reports/summary.ts';
import { Summary } from '../../../reports/summary-schema.ts';
import { wordsOf } from '../../../reports/words.ts';
import { parametersIn } from '../../../scenarios/demand/demand-parameter.ts';
import { exampleResult } from '../../reports/example-result.ts';
import { smallScenario } from '../small-scenario.ts';
import { given, smallDemand } from './small-demand.ts';

const demand = smallDemand({
  months: { value: { 3: 1.35 }, origin: 'miy.daily.march (S5)' },
  surges: [{ kind: 'month-end', name: 'end', factor: given(2) }],
});
const scenario = smallScenario({ workloads: { day: { executor: 'calendar', demand } } });

test('every number of a demand has its origin, defaults too', () => {
  const told = parametersIn(demand);
  expect(told).toContainEqual({
    path: 'months',
    value: { 3: 1.35 },
    origin: 'miy.daily.march (S5)',
  });
  const paths = told.map(({ path }) => path);
  for (const path of [
    'volume.certificates',
    'hours.weekday[1].curve',
    'surges[0].factor',
    'copies',
  ]) {
    expect(paths).toContain(path);
  }
});

test('the report and the summary list them', () => {
  const example = exampleResult();
  const result = { ...example, setting: { ...example.setting, scenario } };
  for (const language of ['en', 'ja'] as const) {
    const page = setting(result, wordsOf(language)).text;
    expect(page).toContain('workloads.day.demand.months');
    expect(page).toContain('miy.daily.march (S5)');
  }
  const summary = Summary.parse(summaryOf(result));
  const told = parametersIn(demand, 'workloads.day.demand');
  expect(summary.demand?.map(({ path }) => path)).toEqual(told.map(({ path }) => path));
  expect(summaryOf(example).demand).toBeUndefined();
});
