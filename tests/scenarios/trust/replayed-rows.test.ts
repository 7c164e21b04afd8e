import { afterAll, describe, expect, test } from 'vitest';
import type { Scenario } from '../../../scenarios/scenario.ts';
import { loadScenario } from '../../../scenarios/scenario-files.ts';
import { beforeRun } from '../../../scenarios/trust/before-run-system.ts';
import { Trust } from '../../../scenarios/trust/trust.ts';
import { isoTime } from '../../../sim/civil-time.ts';
import { FitFolder, JUNE, text } from '../fit/fit-trial.ts';

const folder = new FitFolder();
afterAll(() => folder.remove());

const HOUR_MS = 3_600_000;

/** The rows of June as another clock has written them. */
function shifted(hours: number): readonly string[] {
  return JUNE.map((row, at) => {
    if (at === 0) return row;
    const local = Date.parse(`${row.slice(0, 23).replace(' ', 'T')}+09:00`) + hours * HOUR_MS;
    return `${isoTime(local).slice(0, 23).replace('T', ' ')}${row.slice(23)}`;
  });
}

folder.write('june.csv', text(JUNE));
folder.write('utc.csv', text(shifted(-9)));

/** The third of June, at the hours of opening or all of them. */
async function day(workload: string, hours: readonly [string, string] = ['06:30', '16h']) {
  const [start, duration] = hours;
  const written = `kofu: 1
name: replayed
title: { ja: 再生, en: Replayed }
start: 2014-06-03T${start}:00+09:00
duration: ${duration}
municipality: '27203'
stores: { inside: 25, outside: 3 }
workloads:
  june: { executor: replay, ${workload} }
`;
  const reading = await loadScenario(folder.write('scenario.yaml', written), []);
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.complaints));
  return reading.scenario;
}

function warning(scenario: Scenario): string | undefined {
  return beforeRun(scenario, { time: 'virtual' }).warning;
}

function check(scenario: Scenario) {
  return new Trust(scenario).checks().find(({ name }) => name === 'replayed-rows');
}

/** How many rows of June fall between two instants, by their text. */
function rowsBetween(rows: readonly string[], from: string, to: string): number {
  return rows.slice(1).filter((row) => row >= from && row < to).length;
}

describe('a log in UTC that is read as one in Japanese time', () => {
  test('is warned of before the run, where the run leaves out the closed hours', async () => {
    const rows = rowsBetween(shifted(-9), '2014-06-03 06:30', '2014-06-03 22:30');
    expect(warning(await day('file: utc.csv'))).toBe(
      `workloads.june replays ${rows} of ${(JUNE.length - 1).toLocaleString('en')} rows; hardly ` +
        'any lie from 14:00 to 21:30, when the service is open: if its times are UTC, set ' +
        'workloads.june.timeZone=UTC',
    );
  });

  test('is warned of by its rows in closed hours, where the run has them', async () => {
    const whole = await day('file: utc.csv', ['00:00', '96h']);
    expect(warning(whole)).toMatch(
      /; \d\d\.\d % of them lie in closed hours, and 0\.0 % would if times were taken for UTC: if /,
    );
    expect(check(whole)?.message).toContain(warning(whole)?.split('; ')[1]);
  });

  test.each([
    ['file: utc.csv, timeZone: UTC', ['06:30', '16h']],
    ['file: june.csv', ['06:30', '16h']],
    ['file: june.csv', ['06:30', '7h']],
    ['file: june.csv', ['00:00', '96h']],
    // Of so short a time nobody can say.
    ['file: utc.csv', ['11:00', '4h']],
  ] as const)('is told of by nothing else: %s, %o', async (workload, hours) => {
    const scenario = await day(workload, hours);
    expect(warning(scenario)).toBeUndefined();
    expect(check(scenario)?.message).not.toContain('timeZone');
  });

  test('is not seen in a log that ends within the run', async () => {
    const [header = '', ...rows] = JUNE;
    const morning = rows.filter((row) => row >= '2014-06-03 06:30' && row < '2014-06-03 13:00');
    const twice = [...morning, ...morning];
    expect(twice.length).toBeGreaterThan(15);
    folder.write('morning.csv', text([header, ...twice]));
    expect(warning(await day('file: morning.csv'))).toBeUndefined();
  });
});

describe('the rows of a log that come in a run', () => {
  test('are told of with those that do not, and no run is worse for it', async () => {
    const rows = rowsBetween(JUNE, '2014-06-03 06:30', '2014-06-03 22:30');
    const all = JUNE.length - 1;
    expect(check(await day('file: june.csv'))).toEqual({
      name: 'replayed-rows',
      verdict: 'pass',
      message:
        `june: ${rows} of ${all.toLocaleString('en')} rows of june.csv lie in the time of the ` +
        `run, 0 of them in closed hours; ${(all - rows).toLocaleString('en')} lie ` +
        'outside of it',
    });
  });

  test('count those in closed hours', async () => {
    const utc = shifted(-9);
    const night = (row: string) => row.slice(11, 16) < '06:30' || row.slice(11, 16) >= '23:00';
    const closed = utc.filter((row) => row.startsWith('2014-06-03') && night(row)).length;
    expect(closed).toBeGreaterThan(5);
    const { message } = check(await day('file: utc.csv', ['00:00', '24h'])) ?? {};
    expect(message).toContain(`run, ${closed} of them in closed hours`);
  });

  test('are none where nothing is replayed', async () => {
    const { workloads: _, ...others } = await day('file: june.csv');
    const workloads = { few: { executor: 'shared-iterations', vus: 1, iterations: 1 } } as never;
    expect(check({ ...others, workloads })).toBeUndefined();
  });
});
