import { z } from 'zod';
import { Duration, Stretch } from '../../../sim/units.ts';
import { offerListed } from '../listed-visits.ts';
import { pairsOf, whyNoPairs } from '../pair-gap.ts';
import type { Executor } from './executor.ts';
import { workloadFields } from './workload-fields.ts';

const GAP_KINDS = ['municipality', 'kiosk-queue', 'surname', 'second'] as const;

const PairGap = z
  .strictObject({
    executor: z.literal('pair-gap'),
    ...workloadFields,
    gap: z
      .strictObject({
        from: Duration.default('0s').describe('The first gap'),
        to: Duration.default('1500ms').describe('The last gap, if the steps meet it'),
        step: Stretch.default('100ms').describe('From one gap to the next'),
      })
      .prefault({})
      .describe('How far apart the two citizens of a pair ask for their certificates'),
    pairs: z.int().min(1).max(10_000).default(20).describe('Pairs of each gap'),
    same: z
      .enum(GAP_KINDS)
      .default('municipality')
      .describe(
        'What the two have in common besides the gap: `municipality`, and nothing else, at two ' +
          'kiosks; `surname`: their family name; `second`: the first asks as a second of the ' +
          'civil time begins, so that a gap below 1s stays within it; `kiosk-queue`: they come to ' +
          'the same kiosk, `gap` apart, and the second waits there for the first',
      ),
    spacing: Stretch.default('1m').describe(
      'From one pair to the next; longer than the longest gap',
    ),
    requestAfter: Stretch.default('4m').describe(
      'From when the first of a pair is due to its request: both linger at the confirmation until ' +
        'the instant agreed on, so that the gap is exact; who comes too late has missed it',
    ),
  })
  .describe('Open: pairs of citizens whose requests are a given gap apart, swept over gaps');

export type PairGapWorkload = z.infer<typeof PairGap>;

export const pairGap: Executor<typeof PairGap> = {
  schema: PairGap,
  kind: 'listed',
  lastsMs: (_, runMs) => runMs,
  *offer(workload, ports) {
    yield* offerListed(yield* pairsOf(ports.name, workload, ports), ports);
  },
  complaints: whyNoPairs,
};
