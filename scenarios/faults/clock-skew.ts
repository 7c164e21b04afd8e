import { z } from 'zod';
import { durationMs, Stretch } from '../../sim/units.ts';
import { faultKind } from '../injection/fault.ts';

/** 時刻ずれ: the issuing server lives at another time than the centre. */
export const clockSkew = faultKind(
  {
    kind: 'clock.skew',
    site: 'clock',
    en: 'The clock of the issuing server is ahead or behind',
    ja: '証明発行サーバの時計がずれる',
    source: 'No published case; inference from opening hours and dates that servers decide by',
    params: {
      by: Stretch.describe('How far it is off'),
      direction: z.enum(['ahead', 'behind']).default('ahead').describe('Which way'),
    },
  },
  { skewMs: ({ by, direction }) => durationMs(by) * (direction === 'ahead' ? 1 : -1) },
);
