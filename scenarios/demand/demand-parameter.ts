import { z } from 'zod';

/** Where a number comes from: a line of the source statistics, a page, arithmetic, inference. */
const Origin = z
  .string()
  .min(1, 'say where it comes from: a source, a page, D: arithmetic, or I: inference')
  .describe('Where it comes from: a source or page (docs/sources.md), D: arithmetic, I: inference');

/** A value of a demand together with its origin, so that no number stands without one. */
export function parameter<T extends z.ZodType>(value: T) {
  return z.strictObject({ value, origin: Origin });
}

/** One parameter as it is told: where it stands, what it is, and where it comes from. */
export interface ToldParameter {
  /** Path within the demand, e.g. `volume.population`. */
  readonly path: string;
  readonly value: unknown;
  readonly origin: string;
}

/** All parameters below a value, in its order. */
export function parametersIn(value: unknown, path = ''): readonly ToldParameter[] {
  if (typeof value !== 'object' || value === null) return [];
  const { origin, value: own } = value as Readonly<Record<string, unknown>>;
  if (typeof origin === 'string') return [{ path, value: own, origin }];
  return Object.entries(value).flatMap(([key, part]) => {
    const step = Array.isArray(value) ? `[${key}]` : `${path === '' ? '' : '.'}${key}`;
    return parametersIn(part, path + step);
  });
}
