import { describe, expect, test } from 'vitest';
import { fitLogLinear } from '../../../scenarios/fit/log-linear.ts';
import {
  chiSquaredQuantile,
  chiSquaredTail,
  countEstimate,
  normalReach,
  shareEstimate,
  studentReach,
} from '../../../scenarios/fit/statistics.ts';

describe('tables of statistics', () => {
  test.each([
    [3.841_458_821, 1, 0.05],
    [18.307_038_05, 10, 0.05],
    [124.342_113_4, 100, 0.05],
    [6.634_896_601, 1, 0.01],
    [0.015_790_774, 1, 0.9],
    [2000, 2000, 0.495_795],
  ])('χ² exceeds %d with %d degrees', (value, degrees, probability) => {
    expect(Math.abs(chiSquaredTail(value, degrees) - probability)).toBeLessThan(1e-6);
  });

  test.each([
    [5, 2.570_58],
    [10, 2.228_14],
    [30, 2.042_27],
    [300, 1.967_9],
  ])('Student’s t with %d degrees', (degrees, reach) => {
    expect(Math.abs(studentReach(0.95, degrees) - reach)).toBeLessThan(0.01);
  });

  test('χ² stays below its quantile as often as it should', () => {
    for (const degrees of [3, 20, 350]) {
      const value = chiSquaredQuantile(0.975, degrees);
      expect(Math.abs(chiSquaredTail(value, degrees) - 0.025)).toBeLessThan(0.001);
    }
  });

  test('Wilson’s interval of 2 in 20 is that of his formula; none and all keep their ends', () => {
    const { low, high } = shareEstimate(2, 20, normalReach(0.95));
    expect([low, high].map((value) => value.toFixed(4))).toEqual(['0.0279', '0.3010']);
    expect(shareEstimate(0, 20, 2)).toMatchObject({ value: 0, low: 0 });
    expect(shareEstimate(20, 20, 2)).toMatchObject({ value: 1, high: 1 });
    const wide = shareEstimate(200, 2000, 2, 4);
    const narrow = shareEstimate(200, 2000, 2);
    expect((wide.high - wide.low) / (narrow.high - narrow.low)).toBeCloseTo(2, 1);
    expect(countEstimate(100, 1.96).low).toBeCloseTo(82.2, 1);
  });
});

describe('a product of factors', () => {
  test('is found exactly where the counts are one', () => {
    const [a, b] = [
      [1, 2, 3],
      [1, 10],
    ] as const;
    const cells = a.flatMap((one, row) =>
      b.map((other, column) => ({
        count: one * other * 7,
        exposure: 7,
        columns: [0, 1 + row, 4 + column],
      })),
    );
    const { logs, told, rank, expected } = fitLogLinear(cells, 6);
    expect(rank).toBe(4);
    expect(told).toEqual([true, true, true, false, true, false]);
    expect(Math.exp((logs[2] as number) - (logs[1] as number))).toBeCloseTo(2, 9);
    expect(Math.exp((logs[5] as number) - (logs[4] as number))).toBeCloseTo(10, 9);
    expect(expected.map((rate) => Math.round(rate * 1e9) / 1e9)).toEqual([1, 10, 2, 20, 3, 30]);
  });

  test('of one factor has the variance of Poisson, 1 / count', () => {
    const cells = [
      { count: 100, exposure: 1, columns: [0] },
      { count: 400, exposure: 1, columns: [0, 1] },
    ];
    const covariance = fitLogLinear(cells, 2).covariance([100, 400]);
    expect(covariance[1]?.[1]).toBeCloseTo(1 / 100 + 1 / 400, 8);
  });
});
