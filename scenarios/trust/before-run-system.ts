import type { Scenario } from '../scenario.ts';
import { ceilingOf, whyImpossible, whyOverCeiling } from './ceiling.ts';
import { whyClipped } from './clipped.ts';
import { whyWrongZone } from './replayed-rows.ts';
import { socketLimits } from './socket-limits-system.ts';
import { type SocketLimits, socketNeeds, whyOutOfSockets } from './sockets.ts';

/** How a run is to be made, as far as it says whether it can be. */
export interface Intended {
  readonly time: 'real' | 'virtual';
  /** Origin of the server, where it is somebody else’s. */
  readonly target?: string | undefined;
}

/** What speaks against a run before it begins. */
export interface BeforeRun {
  /** Why it cannot be made at all, with the remedy. */
  readonly refusal?: string | undefined;
  /** What whoever runs it should know. */
  readonly warning?: string | undefined;
}

/** Each on a line of its own; whoever tells them begins the first. */
const SEPARATOR = '\nwarning: ';

/**
 * Looks at what the kiosks can serve, at what the run leaves out and, before a live run, at what
 * this machine can open.
 */
export function beforeRun(
  scenario: Scenario,
  { time, target }: Intended,
  limits: () => SocketLimits = socketLimits,
): BeforeRun {
  const ceiling = ceilingOf(scenario);
  const needs = socketNeeds(scenario, target === undefined);
  const refusal =
    whyImpossible(ceiling) ?? (time === 'real' ? whyOutOfSockets(needs, limits()) : undefined);
  const warnings = [
    whyOverCeiling(ceiling) ?? [],
    whyClipped(scenario),
    whyWrongZone(scenario),
  ].flat();
  return { refusal, warning: warnings.length === 0 ? undefined : warnings.join(SEPARATOR) };
}
