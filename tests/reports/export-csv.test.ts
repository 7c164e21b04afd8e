import { expect, test } from 'vitest';
import { csvExport, jsonExport } from '../../reports/export-csv.ts';
import type { JourneyRow } from '../../scenarios/compare/journey-rows.ts';
import { STAGE_LIST } from './example-result.ts';
import { parsedCsv } from './parsed-csv.ts';

const ROW: JourneyRow = {
  journey: 7,
  workload: 'day, "rush"',
  kiosk: 'in-001',
  municipality: '27203',
  type: 'resident-record',
  age: 41,
  dueMs: 1500,
  waitedMs: undefined,
  stagesMs: { 'card-set': 4.25 },
  askedAgain: 1,
  request: 'r7',
  document: undefined,
  pages: undefined,
  paidYen: 0,
  outcome: 'failed',
  endedAt: 'issue',
  reason: 'no answer:\r\n停止, =1+1',
  durationMs: 90_000,
  over180s: undefined,
};

const ORIGIN_MS = Date.UTC(2015, 5, 1);
const csv = csvExport(STAGE_LIST);

test('whatever a cell holds comes back', () => {
  const [row] = parsedCsv(csv.journeyHeader + csv.journey(ROW, ORIGIN_MS));
  expect(row).toMatchObject({
    journey: '7',
    workload: 'day, "rush"',
    due_at: '2015-06-01T09:00:01.500+09:00',
    reason: 'no answer:\r\n停止, =1+1',
    card_set_ms: '4.25',
    menu_ms: '',
    waited_ms: '',
    over_180s: '',
  });
});

test('a stage says who takes its time', () => {
  const stage = csv.stage({ journey: 7, stage: 'issue', endedMs: 2500, ms: 900 }, ORIGIN_MS);
  expect(parsedCsv(csv.stageHeader + stage)).toEqual([
    {
      journey: '7',
      stage: 'issue',
      ended_at: '2015-06-01T09:00:02.500+09:00',
      ended_ms: '2500',
      duration_ms: '900',
      actor: 'server',
    },
  ]);
});

test('an object has numbers as numbers, and no names of what is not there', () => {
  const line = jsonExport(STAGE_LIST)(ROW, ORIGIN_MS);
  expect(line.indexOf('\n')).toBe(line.length - 1);
  const told = JSON.parse(line);
  expect(told).toMatchObject({ journey: 7, card_set_ms: 4.25, reason: ROW.reason });
  expect(told).not.toHaveProperty('menu_ms');
});

test.each([
  ['a quote within a plain cell', 'a\r\nb"c\r\n'],
  ['a bare line feed', 'a\nb\n'],
  ['a record that is too long', 'a,b\r\n1,2,3\r\n'],
  ['no end of the last record', 'a\r\nb'],
])('the reader refuses %s', (_, text) => {
  expect(() => parsedCsv(text)).toThrow();
});
