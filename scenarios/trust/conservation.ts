import type { Counts, ValidityCheck } from '../judging/result.ts';
import type { EventOf } from '../trace-events.ts';

/** Nobody may get lost: the law every run asserts of itself. */
export function conservation(counts: Counts, known: boolean): ValidityCheck {
  const { offered, completed, refused, failed, timedOut, abandoned, inFlight } = counts;
  const sum = completed + refused + failed + timedOut + abandoned + inFlight;
  const parts = `${completed} completed + ${refused} refused + ${failed} failed + ${timedOut} timed out + ${abandoned} abandoned + ${inFlight} in flight`;
  if (!known) {
    const message = `the trace has no end: of ${offered} offered, nobody knows who was in flight`;
    return { name: 'conservation', verdict: 'inconclusive', message };
  }
  return {
    name: 'conservation',
    verdict: sum === offered ? 'pass' : 'fail',
    message: `${offered} offered ${sum === offered ? '=' : '≠'} ${parts}`,
  };
}

/** Who never ends is in no latency and no ledger: a run that leaves some behind is not judged. */
export function unended(
  { inFlight }: Counts,
  runEnded: EventOf<'run-ended'> | undefined,
): readonly ValidityCheck[] {
  if (inFlight === 0 || runEnded?.reason !== 'finished') return [];
  const message = `${inFlight} journeys had not ended when the graceful stop was over`;
  return [{ name: 'all-ended', verdict: 'inconclusive', message }];
}
