import { expect, test } from 'vitest';
import { reportFiles } from '../../reports/report-files.ts';
import { exampleResult } from '../reports/example-result.ts';

/** The size of report.html of so many journeys. */
function reportBytes(journeys: number): number {
  const files = new Map(reportFiles(exampleResult({ journeys }), 'en', []));
  return Buffer.byteLength(files.get('report.html') ?? '');
}

/** A page with a dot for each journey, as a scatter chart has it. */
function scatterBytes(journeys: number): number {
  const dot = '<circle cx="12.345" cy="123.45" r="2"/>';
  return 20_000 + journeys * dot.length;
}

const [FEW, MANY] = [4_000, 40_000];

test('ten times as many journeys make a page of about the same size', () => {
  expect(reportBytes(FEW)).toBeGreaterThan(10_000);
  expect(reportBytes(MANY) / reportBytes(FEW)).toBeLessThan(1.25);
});

test('a page with a dot for each does not', () => {
  expect(scatterBytes(MANY) / scatterBytes(FEW)).toBeGreaterThan(5);
});
