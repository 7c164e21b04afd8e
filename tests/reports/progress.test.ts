import { expect, test } from 'vitest';
import { type Progress, progressLine } from '../../reports/progress.ts';
import { instantMs } from '../../sim/units.ts';

const HOUR_MS = 3_600_000;

const RUNNING: Progress = {
  scenarioMs: 4.2 * HOUR_MS,
  durationMs: 16.5 * HOUR_MS,
  originMs: instantMs('2015-06-01T06:30:00+09:00'),
  offered: 1312,
  ended: 1305,
  violations: 0,
  wallMs: 10_000,
};

test('a line tells the civil time, how far it is and how long it will take', () => {
  expect(progressLine(RUNNING, 'en')).toBe(
    '10:42 ▕█████░░░░░░░░░░░░░░░▏  25 %  1,312 offered, 1,305 ended, 0 wrong documents  ETA 29 s',
  );
});

test('in Japanese too', () => {
  const line = progressLine({ ...RUNNING, lateMs: 12 }, 'ja');
  expect(line).toContain('1,312 来店, 1,305 終了, 0 誤交付, 遅れ 12 ms  ETA 29 秒');
});

test('the beginning has no pace yet', () => {
  const line = progressLine({ ...RUNNING, scenarioMs: 0 }, 'en');
  expect(line).toMatch(/^06:30 ▕░{20}▏ {3}0 %/);
  expect(line).not.toContain('ETA');
});

test('beyond the last arrival it is full, and says that it ends', () => {
  const line = progressLine({ ...RUNNING, scenarioMs: 17 * HOUR_MS }, 'en');
  expect(line).toMatch(/^23:30 ▕█{20}▏ 100 %.* ending$/);
});

test('it is never full before the end', () => {
  const line = progressLine({ ...RUNNING, scenarioMs: 16.499 * HOUR_MS }, 'en');
  expect(line).toMatch(/█{19}░▏ {2}99 %/);
});

test('a run of several days tells the date', () => {
  const progress = { ...RUNNING, durationMs: 72 * HOUR_MS, scenarioMs: 30 * HOUR_MS };
  expect(progressLine(progress, 'en')).toMatch(/^2015-06-02 12:30 /);
});

test('a run of no duration is over', () => {
  expect(progressLine({ ...RUNNING, durationMs: 0 }, 'en')).toContain('100 %');
});
