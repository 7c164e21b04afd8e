/** What a sequential test is between, and how often it may be wrong. */
export interface SequentialTest {
  /** A rate is met if this share of all seeds, or more, meets it. */
  readonly met: number;
  /** And it is not met if this share, or less, does. */
  readonly unmet: number;
  /** Probability of either mistake. */
  readonly error: number;
}

/** Nine of ten Mondays and more; or every second one at best. */
export const SHARES = { met: 0.95, unmet: 0.5 } as const;

/**
 * Wald's sequential probability ratio test (1945): decided as soon as the passes and failures seen
 * so far are, by (1 − error) / error, more probable under the one share than under the other.
 */
export function decided(
  { met, unmet, error }: SequentialTest,
  passes: number,
  failures: number,
): 'met' | 'unmet' | undefined {
  const ratio = passes * Math.log(met / unmet) + failures * Math.log((1 - met) / (1 - unmet));
  const bound = Math.log((1 - error) / error);
  if (ratio >= bound) return 'met';
  return ratio <= -bound ? 'unmet' : undefined;
}

/** How many passes in a row decide that a rate is met. */
export function fewestPasses(test: SequentialTest): number {
  let passes = 1;
  while (decided(test, passes, 0) === undefined) passes += 1;
  return passes;
}

/** Clopper and Pearson's exact interval (1934) for the share behind `passes` of `trials`. */
export function shareInterval(
  passes: number,
  trials: number,
  confidence: number,
): readonly [number, number] {
  const tail = (1 - confidence) / 2;
  const low = passes === 0 ? 0 : solved((share) => 1 - atMost(passes - 1, trials, share) - tail);
  const high = passes === trials ? 1 : solved((share) => tail - atMost(passes, trials, share));
  return [low, high];
}

/** Where an increasing function of a share crosses 0. */
function solved(of: (share: number) => number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (of(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The probability of at most so many passes. */
function atMost(passes: number, trials: number, share: number): number {
  let term = (1 - share) ** trials;
  if (term === 0) return 0;
  let sum = term;
  for (let count = 1; count <= passes; count++) {
    term *= ((trials - count + 1) / count) * (share / (1 - share));
    sum += term;
  }
  return Math.min(1, sum);
}
