import { z } from 'zod';
import { THINK_STAGES } from '../../devices/kiosk/stages.ts';
import { faultKind } from '../injection/fault.ts';

/** 途中放棄: the citizen goes in the middle of it all, and takes the card along. */
export const citizenWalksAway = faultKind(
  {
    kind: 'citizen.walks-away',
    site: 'citizen',
    en: 'The citizen walks away in the middle of the journey',
    ja: '利用者が手続の途中で立ち去る',
    source: 'DEV-8: abandonment rates are not published',
    params: {
      stage: z
        .enum(THINK_STAGES)
        .exclude(['take'])
        .default('confirm')
        .describe('Where: a stage at which the kiosk waits for the citizen'),
    },
  },
  {
    // biome-ignore lint/correctness/useYield: it is decided before.
    *strike({ params }) {
      return { kind: 'walks-away', stage: params.stage };
    },
  },
);
