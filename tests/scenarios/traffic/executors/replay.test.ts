import { afterAll, describe, expect, test } from 'vitest';
import { loadScenario } from '../../../../scenarios/scenario-files.ts';
import type { Setting } from '../../../../scenarios/scenario-text.ts';
import { FitFolder, JUNE, text } from '../../fit/fit-trial.ts';
import { smallScenario } from '../../small-scenario.ts';

const folder = new FitFolder();
afterAll(() => folder.remove());
folder.write('june.csv', text(JUNE.slice(0, 400)));

const WRITTEN = `kofu: 1
name: replayed
title: { ja: 再生, en: Replayed }
start: 2014-06-03T06:30:00+09:00
duration: 16h
municipality: '27203'
stores: { inside: 25, outside: 3 }
workloads:
  june: { executor: replay, file: june.csv }
`;

/** All mistakes of the scenario with a change, as `path: message`. */
async function mistakes(path: string, value: unknown, written = WRITTEN): Promise<string[]> {
  folder.write('scenario.yaml', written);
  const settings: Setting[] = path === '' ? [] : [{ path: path.split('.'), value }];
  const reading = await loadScenario(folder.file('scenario.yaml'), settings);
  if (reading.kind === 'read') return [];
  return reading.complaints.map((each) => `${each.path}: ${each.message}`);
}

describe('a workload that replays a log', () => {
  test.each([
    ['workloads.june.speed', 0],
    ['workloads.june.sha256', 'abc'],
    ['workloads.june.columns', { tiem: 'issued_at' }],
    ['workloads.june.timeZone', 'Asia/Edo'],
    ['workloads.june.startTime', 'soon'],
    ['workloads.june.maxBad', 101],
    ['start', 'tomorrow'],
  ])('with a mistake in %s = %j is told of that alone', async (path, value) => {
    const found = await mistakes(path, value);
    expect(found).toEqual([expect.anything()]);
    expect(found[0]?.startsWith(path)).toBe(true);
  });

  test('is not told of rows that were not read for want of a duration', async () => {
    const found = await mistakes('duration', 'long');
    expect(found[0]).toMatch(/^duration: write a duration/);
    expect(found.join()).not.toContain('its rows are not here');
  });

  test('without rows and without any other mistake is told that they are missing', async () => {
    const workloads = { june: { executor: 'replay', file: 'june.csv' } } as const;
    expect(() => smallScenario({ workloads })).toThrow(/its rows are not here: load the scenario/);
  });
});

describe('remedies for rows that cannot be read', () => {
  const [header = '', ...rows] = JUNE.slice(0, 400);
  const strange = rows.map((row, at) =>
    at % 5 === 0 ? row.replace(/,[a-z-]+,/, ',謎の証明,') : at % 5 === 1 ? `x${row}` : row,
  );

  test('are the keys of the workload in a run', async () => {
    folder.write('strange.csv', text([header, ...strange]));
    const [told = '', ...others] = await mistakes(
      '',
      undefined,
      WRITTEN.replace('june.csv', 'strange.csv'),
    );
    expect(others).toEqual([]);
    expect(told).toContain('more than the 1 % of maxBad');
    expect(told).toContain('the certificate is not known: say what it is with types');
    expect(told).toContain('types: { "謎の証明": … }');
    expect(told).toContain('look at columns: { time: … }');
    expect(told).not.toContain('--');
  });

  test('and are taken as they are told', async () => {
    folder.write('strange.csv', text([header, ...strange.filter((row) => !row.startsWith('x'))]));
    const written = WRITTEN.replace(
      'june.csv',
      'strange.csv, types: { "謎の証明": resident-record }',
    );
    expect(await mistakes('', undefined, written)).toEqual([]);
  });

  test('are the flags of kofu fit there', async () => {
    folder.write('strange.csv', text([header, ...strange]));
    const message = await folder.fit('strange.csv').then(
      ({ stderr }) => stderr,
      (error) => error.message,
    );
    expect(message).toContain('more than the 1 % of --max-bad');
    expect(message).toContain('--map-type 謎の証明=…');
    expect(message).toContain('look at --columns time=…');
  });
});
