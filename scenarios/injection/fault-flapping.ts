import { z } from 'zod';
import { durationMs, Stretch } from '../../sim/units.ts';
import type { Pulse } from './fault.ts';

/** Parameters of what comes and goes while it lasts. */
export const FLAPPING = {
  flapping: z
    .strictObject({
      down: Stretch.describe('How long it is down each time'),
      up: Stretch.describe('How long it is up in between'),
    })
    .optional()
    .describe('It comes and goes, down first; without it, it is down all the time'),
};

interface Flapping {
  readonly flapping?: { readonly down: string; readonly up: string } | undefined;
}

/** When it is down: again and again, or always. */
export function* flaps({ flapping }: Flapping): Iterable<Pulse> {
  if (flapping === undefined) {
    yield { fromMs: 0, untilMs: Number.POSITIVE_INFINITY };
    return;
  }
  const downMs = durationMs(flapping.down);
  const turnMs = downMs + durationMs(flapping.up);
  for (let fromMs = 0; ; fromMs += turnMs) yield { fromMs, untilMs: fromMs + downMs };
}
