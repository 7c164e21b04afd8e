import { expect, test } from 'vitest';
import { executeVirtual } from '../../../scenarios/execution.ts';
import { digestFidelity } from '../../../scenarios/fidelity.ts';
import { scenarioIn } from '../../../scenarios/scenario-files.ts';
import type { TraceEvent } from '../../../scenarios/trace-events.ts';
import { isWeekday } from '../../../server/municipalities/holidays.ts';
import { civilTime, msOfDay } from '../../../sim/civil-time.ts';
import { instantMs, timeOfDayMs } from '../../../sim/units.ts';

/** What S5 counted from January to June 2014: docs/source-statistics.csv, miy.*. */
const PUBLISHED = {
  'weekday, early': 830,
  'weekday, office hours': 14_574,
  'weekday, night': 4_756,
  'day off': 6_022,
  'resident-record': 12_090,
  'seal-registration': 14_092,
  March: 195 * 31,
  June: 153 * 30,
  total: 26_182,
};
type Row = keyof typeof PUBLISHED;
const ROWS = Object.keys(PUBLISHED) as readonly Row[];

/** Two-sided 99.9 % of the normal that a Poisson count of thousands is. */
const WIDTH = 3.2905;

const scenario = await scenarioIn('scenarios/miyazaki-2014.yaml', []);
const originMs = instantMs(scenario.start);

/** What citizens came for and what was delivered, by row, in a run of the half-year. */
async function halfYear() {
  const wanted = new Map<Row, number>();
  let issued = 0;
  const record = (event: TraceEvent) => {
    if (event.kind === 'ended' && event.outcome === 'completed') issued += 1;
    if (event.kind !== 'arrived' || event.workload.endsWith('~again')) return;
    const rows = [bandOf(originMs + event.t), event.type as Row, 'total' as const];
    const { month } = civilTime(originMs + event.t);
    if (month === 3) rows.push('March');
    if (month === 6) rows.push('June');
    for (const row of rows) wanted.set(row, (wanted.get(row) ?? 0) + 1);
  };
  await executeVirtual(scenario, 1, digestFidelity(scenario), {
    record,
    signal: new AbortController().signal,
    breathe: async () => {},
    onProgress: () => {},
  });
  return { wanted, issued };
}

function bandOf(atMs: number): Row {
  if (!isWeekday(atMs)) return 'day off';
  if (msOfDay(atMs) < timeOfDayMs('08:30')) return 'weekday, early';
  return msOfDay(atMs) < timeOfDayMs('17:15') ? 'weekday, office hours' : 'weekday, night';
}

/** Rows whose count lies outside of the Poisson interval around what was published. */
function outside(counts: ReadonlyMap<Row, number>): readonly Row[] {
  return ROWS.filter((row) => {
    const due = PUBLISHED[row];
    return Math.abs((counts.get(row) ?? 0) - due) > WIDTH * Math.sqrt(due);
  });
}

test('the half-year of Miyazaki has the published counts, within Poisson intervals', async () => {
  const { wanted, issued } = await halfYear();
  const table = ROWS.map((row) => {
    const due = PUBLISHED[row];
    const width = WIDTH * Math.sqrt(due);
    const interval = `${Math.ceil(due - width)} to ${Math.floor(due + width)}`;
    return [row.padEnd(22), due, wanted.get(row) ?? 0, interval].join('  ');
  });
  process.stdout.write(
    `${['row  published  simulated  99.9 % of Poisson', ...table].join('\n')}\n`,
  );
  expect(outside(wanted)).toEqual([]);
  // Whoever gives up gets nothing: 3 % of the published total is what may be missing at most.
  expect(Math.abs(issued / PUBLISHED.total - 1)).toBeLessThan(0.03);
  const share = 1 - (wanted.get('weekday, office hours') ?? 0) / (wanted.get('total') ?? 1);
  expect(Math.abs(share - 0.44)).toBeLessThan(0.02);
}, 120_000);

test('a demand that knows no calendar is found out by the same intervals', () => {
  const perDay = PUBLISHED.total / 181;
  const weekday = perDay * 120;
  const naive = new Map<Row, number>([
    ['weekday, early', weekday * 0.041],
    ['weekday, office hours', weekday * 0.723],
    ['weekday, night', weekday * 0.236],
    ['day off', perDay * 61],
    ['resident-record', PUBLISHED['resident-record']],
    ['seal-registration', PUBLISHED['seal-registration']],
    ['March', perDay * 31],
    ['June', perDay * 30],
    ['total', PUBLISHED.total],
  ]);
  expect(outside(naive)).toEqual([
    'weekday, early',
    'weekday, office hours',
    'weekday, night',
    'day off',
    'March',
    'June',
  ]);
});
