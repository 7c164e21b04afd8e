import type { Scenario } from '../../scenarios/scenario.ts';
import { type Begin, beginInDigests } from '../../scenarios/shrink/shrink-trial.ts';
import type { TraceEvent } from '../../scenarios/trace-events.ts';
import { TraceWriter } from '../../sim/trace.ts';
import { instantMs } from '../../sim/units.ts';

/** The text of events.ndjson of a run in virtual time. */
export function recordedText(scenario: Scenario, seed: number, begin: Begin = beginInDigests) {
  let text = '';
  const writer = new TraceWriter((more) => {
    text += more;
  });
  let events = 0;
  const append = (event: TraceEvent) => {
    events += 1;
    writer.append(event);
  };
  const originMs = instantMs(scenario.start);
  const { name } = scenario;
  append({ kind: 'run-began', t: 0, scenario: name, seed, clock: 'virtual', originMs });
  const run = begin(scenario, seed, append);
  while (run.advance(1000));
  const { inFlight } = run.world;
  const ended = { kind: 'run-ended', t: run.now(), reason: 'finished', inFlight } as const;
  append({ ...ended, events: events + 1 });
  writer.flush();
  return text;
}
