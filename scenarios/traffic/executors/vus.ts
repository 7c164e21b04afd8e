import { z } from 'zod';
import { Stretch } from '../../../sim/units.ts';

/** A population that comes back. */
export const Vus = z.int().min(1).max(100_000);

/** How many are there without further ado (k6). */
export const vusField = {
  vus: Vus.default(1).describe('Citizens who come back as soon as they are done'),
};

/** How long a workload of so many journeys goes on at most. */
export const maxDurationField = {
  maxDuration: Stretch.optional().describe(
    'Nobody begins a journey this long after the workload (k6, 10m there); without it, as long as ' +
      'the run lasts',
  ),
};
