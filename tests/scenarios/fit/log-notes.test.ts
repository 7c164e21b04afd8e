import { afterAll, describe, expect, test } from 'vitest';
import type { FitNote } from '../../../scenarios/fit/fit-notes.ts';
import type { FitReport } from '../../../scenarios/fit/fit-report.ts';
import { given } from '../demand/small-demand.ts';
import { FitFolder, JUNE, text } from './fit-trial.ts';
import { knownDemand, logOf } from './known-log.ts';

const folder = new FitFolder();
afterAll(() => folder.remove());

const [HEADER = '', ...ROWS] = JUNE;

async function reportOn(content: string, ...args: readonly string[]): Promise<FitReport> {
  folder.write('log.csv', content);
  return (await folder.fit('log.csv', '--json', ...args)).report;
}

function note<K extends FitNote['kind']>(report: FitReport, kind: K) {
  return report.notes.find((each) => each.kind === kind) as
    | Extract<FitNote, { kind: K }>
    | undefined;
}

/** The same instants as another wall clock shows them. */
function shown(rows: readonly string[], hours: number, suffix = ''): readonly string[] {
  return rows.map((row) =>
    row.replace(/^(\S+) ([^,]+)/, (_, day, clock) => {
      const ms = Date.parse(`${day}T${clock}Z`) + hours * 3_600_000;
      return `${new Date(ms).toISOString().slice(0, 23).replace('T', ' ')}${suffix}`;
    }),
  );
}

describe('times of another zone', () => {
  test('UTC read as Japanese time is seen by the hours at which nobody can come', async () => {
    const utc = text([HEADER, ...shown(ROWS, -9)]);
    const report = await reportOn(utc, '--max-closed', '100');
    const wrong = note(report, 'wrong-zone');
    expect(wrong?.flag).toBe('--time-zone UTC');
    expect(wrong?.share).toBeGreaterThan(0.3);
    expect(wrong?.shareThen).toBe(0);
    const told = await folder.fit('log.csv', '--max-closed', '100');
    expect(told.stdout).toMatch(/lie in hours at which .* closed; with --time-zone UTC .* 0\.0 %/);
    const right = await reportOn(utc, '--time-zone', 'UTC');
    expect(note(right, 'wrong-zone')).toBeUndefined();
    expect(right.source.counted).toBe(ROWS.length);
  });

  test('Japanese time that calls itself UTC is seen likewise', async () => {
    const report = await reportOn(text([HEADER, ...shown(ROWS, 0, 'Z')]), '--max-closed', '100');
    expect(note(report, 'wrong-zone')?.flag).toBe('--ignore-offset');
    const right = await reportOn(text([HEADER, ...shown(ROWS, 0, 'Z')]), '--ignore-offset');
    expect(right.source.counted).toBe(ROWS.length);
    expect(note(right, 'wrong-zone')).toBeUndefined();
  });

  test('a log as it should be is not suspected, nor are a few rows at night', async () => {
    expect(note(await reportOn(text(JUNE)), 'wrong-zone')).toBeUndefined();
    const night = Array.from(
      { length: 8 },
      (_, at) => `2014-06-0${at + 1} 03:00:00,tax,s,city,3,1`,
    );
    const report = await reportOn(text([...JUNE, ...night]));
    expect(note(report, 'wrong-zone')).toBeUndefined();
    expect(report.source.leftOut).toEqual([['outside-hours', 8]]);
  });

  test('offsets that come and go, and that change with the season, are told', async () => {
    const half = Math.floor(ROWS.length / 2);
    const mixed = [...shown(ROWS.slice(0, half), 0), ...shown(ROWS.slice(half), -9, 'Z')];
    const report = await reportOn(text([HEADER, ...mixed]));
    expect(note(report, 'mixed-offsets')).toEqual({
      kind: 'mixed-offsets',
      without: half,
      with: ROWS.length - half,
    });
    expect(report.source.counted).toBe(ROWS.length);
    const changing = [
      ...shown(ROWS.slice(0, half), -7, '+02:00'),
      ...shown(ROWS.slice(half), -8, '+01:00'),
    ];
    const changed = await reportOn(text([HEADER, ...changing]));
    expect(note(changed, 'clock-changes')?.offsets).toEqual(['+01:00', '+02:00']);
    expect(changed.source.counted).toBe(ROWS.length);
  });

  test('a zone with daylight saving has an hour that is not there, and one that is twice', async () => {
    const rows = [
      // Half past two on the last Sunday of March and of October, in Berlin.
      '2014-03-30 02:30:00,tax,s,city,30,1',
      '2014-10-26 02:30:00,tax,s,city,30,1',
      '2014-10-26 01:30:00,tax,s,city,30,1',
    ];
    const args = ['--time-zone', 'Europe/Berlin', '--max-bad', '50'];
    const report = await reportOn(text([HEADER, ...rows]), ...args);
    expect(report.source.bad.byReason.map(({ reason, count }) => [reason, count])).toEqual([
      ['no-such-time', 1],
    ]);
    expect(note(report, 'twice')?.rows).toBe(1);
    expect(report.source.counted).toBe(2);
  });
});

describe('rows', () => {
  test('that are alike are told and kept, or dropped', async () => {
    const twice = text([HEADER, ...ROWS, ...ROWS.slice(0, 10)]);
    const kept = await reportOn(twice);
    expect(note(kept, 'duplicates')).toEqual({ kind: 'duplicates', rows: 10, dropped: false });
    expect(kept.source.counted).toBe(ROWS.length + 10);
    const dropped = await reportOn(twice, '--duplicates', 'drop');
    expect(note(dropped, 'duplicates')?.dropped).toBe(true);
    expect(dropped.source).toMatchObject({ counted: ROWS.length, duplicatesDropped: 10 });
    expect(note(await reportOn(text(JUNE)), 'duplicates')).toBeUndefined();
  });

  test('in another order come to the same, and are told', async () => {
    const plain = await reportOn(text(JUNE));
    const turned = await reportOn(text([HEADER, ...[...ROWS].reverse()]));
    expect(turned.numbers).toEqual(plain.numbers);
    expect(note(turned, 'unsorted')?.rows).toBe(ROWS.length - 1);
    expect(note(plain, 'unsorted')).toBeUndefined();
  });

  test('of whole hours are told, as half past eight cannot be seen in them', async () => {
    const hours = ROWS.map((row) => row.replace(/ (\d\d):[^,]+/, ' $1:00:00'));
    expect(note(await reportOn(text([HEADER, ...hours])), 'whole-hours')).toBeDefined();
    expect(note(await reportOn(text(JUNE)), 'whole-hours')).toBeUndefined();
  });

  test('of other days and municipalities are counted apart', async () => {
    const towns = [
      `${HEADER},municipality`,
      ...ROWS.map((row, at) => `${row},${at % 3 === 0 ? '豊中市' : '宮崎市'}`),
    ];
    const both = await reportOn(text(towns));
    expect(note(both, 'municipalities')?.names).toEqual(['豊中市', '宮崎市']);
    const own = await reportOn(text(towns), '--municipality', '豊中市', '--from', '2014-06-09');
    const [other, before] = ['other-municipality', 'outside-period'].map(
      (why) => own.source.leftOut.find(([each]) => each === why)?.[1] ?? 0,
    ) as [number, number];
    expect(other).toBe(ROWS.length - Math.ceil(ROWS.length / 3));
    expect(before).toBeGreaterThan(50);
    expect(own.source.counted + other + before).toBe(ROWS.length);
    expect(note(own, 'municipalities')).toBeUndefined();
  });
});

describe('days', () => {
  const half = knownDemand({
    volume: { by: 'count', from: '2014-04-01', to: '2014-09-30', certificates: given(6_000) },
  });
  const lines = [...logOf(half, 2)];

  test('of a surge and of a gap are named with their dates; a quiet log has none', async () => {
    const quiet = await reportOn(text(lines));
    expect(quiet.outstanding).toMatchObject({ surges: [], gaps: [] });
    const surge = lines.filter((row) => /^2014-06-1[23] /.test(row));
    const extra = surge.flatMap((row) => [1, 2].map((at) => row.replace('shop-', `shop-${at}`)));
    const holed = lines.filter((row) => !/^2014-07-(0[89]|10) /.test(row));
    const report = await reportOn(text([...holed, ...extra]));
    const { surges = [], gaps = [] } = report.outstanding ?? {};
    expect(surges.map(({ from, to }) => [from, to])).toEqual([['2014-06-12', '2014-06-13']]);
    expect(surges[0]?.factor).toBeGreaterThan(2.3);
    expect(surges[0]?.factor).toBeLessThan(3.8);
    expect(gaps.map(({ from, to, observed }) => [from, to, observed])).toEqual([
      ['2014-07-08', '2014-07-10', 0],
    ]);
    const told = (await folder.fit('log.csv')).stdout;
    expect(told).toMatch(/2014-07-08\.\.2014-07-10 +gap/);
    expect(told).toContain(
      'kind: campaign, name: from-2014-06-12, from: 2014-06-12, to: 2014-06-13',
    );
    // Left out, they change nothing that the other days say.
    const out = await reportOn(
      text([...holed, ...extra]),
      ...['--leave-out', '2014-06-12..2014-06-13', '--leave-out', '2014-07-08..2014-07-10'],
    );
    expect(out.outstanding).toMatchObject({ surges: [], gaps: [] });
    const volume = ({ numbers }: FitReport) => numbers[0]?.value ?? 0;
    expect(Math.abs(volume(out) / volume(quiet) - 1)).toBeLessThan(0.01);
    expect(volume(report) / volume(quiet)).toBeGreaterThan(1.01);
  });

  test('on which the log begins or ends midway are told', async () => {
    const cut = lines.filter((row) => !/^2014-04-01 (0|1[0-6])/.test(row));
    const report = await reportOn(text(cut));
    expect(note(report, 'edge-day')?.day).toBe('2014-04-01');
  });

  test('that the log lacks are told as what it cannot say', async () => {
    const report = await reportOn(text(JUNE));
    expect(note(report, 'months-missing')?.names).toHaveLength(11);
    expect(note(report, 'weekdays-missing')?.names).toEqual(['holiday']);
    expect(note(report, 'one-year-only')).toBeDefined();
    const mondays = text([HEADER, ...ROWS.filter((row) => /^2014-06-(02|09|16|23|30)/.test(row))]);
    const few = await reportOn(mondays, '--from', '2014-06-02', '--to', '2014-06-02');
    expect(few.demand.dayOffShare).toBeUndefined();
    expect(note(few, 'few-days')?.days).toBe(1);
  });

  test('off without any visit have the factor 0', async () => {
    const open = text([HEADER, ...ROWS.filter((row) => !/^2014-06-(07|14|21|28)/.test(row))]);
    const report = await reportOn(open);
    expect(note(report, 'no-rows-in')?.names).toEqual(['saturday']);
    expect(report.demand.weekdays?.value.saturday).toBe(0);
  });
});
