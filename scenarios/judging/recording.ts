import { readTrace, TraceError } from '../../sim/trace.ts';
import { durationMs, instantMs } from '../../sim/units.ts';
import type { Scenario } from '../scenario.ts';
import { type EventOf, TraceEvent } from '../trace-events.ts';
import { Judge } from './judge.ts';
import type { Judgement } from './result.ts';

/** An old run, judged again from its trace alone. */
export interface Recording {
  readonly judgement: Judgement;
  readonly began: EventOf<'run-began'>;
  readonly scenarioMs: number;
  readonly events: number;
  /** True if the trace says so, or if it has no end: the run was stopped from outside. */
  readonly interrupted: boolean;
}

/**
 * Judges the lines of a trace by today's metrics, thresholds and oracles. Throws TraceError where
 * the recording is not one, is damaged, or comes from a newer version.
 */
export async function judgeRecording(
  lines: AsyncIterable<string> | Iterable<string>,
  scenario: Scenario,
): Promise<Recording> {
  const judge = new Judge(scenario, instantMs(scenario.start), durationMs(scenario.duration));
  let began: EventOf<'run-began'> | undefined;
  let ended: EventOf<'run-ended'> | undefined;
  let events = 0;
  let lastMs = 0;
  for await (const event of readTrace(lines, TraceEvent)) {
    events += 1;
    lastMs = Math.max(lastMs, event.t);
    if (event.kind === 'run-began') began = event;
    if (event.kind === 'run-ended') ended = event;
    judge.accept(event);
  }
  if (began === undefined) throw new TraceError(2, 'the trace does not say how the run began');
  if (ended?.events !== undefined && ended.events !== events) {
    // Behind the header, which is a line and no event.
    throw new TraceError(
      events + 1,
      `${ended.events} events were recorded, and ${events} are here: lines were lost or added`,
    );
  }
  return {
    judgement: judge.conclude(),
    began,
    scenarioMs: ended?.t ?? lastMs,
    events,
    interrupted: ended?.reason !== 'finished' && ended?.threshold === undefined,
  };
}
