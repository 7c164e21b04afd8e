const HOUR_MS = 3_600_000;

/** A part of the day within one hour of the clock. */
export interface WeighedHour {
  /** Ms since midnight. */
  readonly fromMs: number;
  readonly toMs: number;
  /** How much of the whole falls here, in any unit. */
  readonly weight: number;
}

/**
 * A stretch of the day cut at the full hours, each piece with the weight of its hour; of an hour
 * partly in the stretch, its part. Evenly without weights.
 */
export function weighedHours(
  fromMs: number,
  toMs: number,
  hourly?: Readonly<Record<string, number>>,
): readonly WeighedHour[] {
  const pieces = [];
  for (let at = fromMs; at < toMs; ) {
    const hour = Math.floor(at / HOUR_MS);
    const next = Math.min(toMs, (hour + 1) * HOUR_MS);
    const weight = hourly === undefined ? 1 : (hourly[String(hour)] ?? 0);
    pieces.push({ fromMs: at, toMs: next, weight: weight * ((next - at) / HOUR_MS) });
    at = next;
  }
  return pieces;
}
