import { z } from 'zod';
import { Signal } from '../../sim/waiting.ts';
import { faultKind } from '../injection/fault.ts';

/**
 * 専用回線パケット損失: a request that is lost was never made; of one whose answer is lost the centre
 * has done what was asked. The kiosk cannot tell the two apart: it hears nothing.
 */
export const lineLossy = faultKind(
  {
    kind: 'line.lossy',
    site: 'line',
    en: 'The dedicated line loses requests, or answers to them: the kiosk hears nothing',
    ja: '端末の専用回線で要求または応答が失われる',
    source: 'OUT-9 (P100): requests that got lost between a terminal and its server',
    params: {
      loses: z
        .enum(['request', 'answer', 'either'])
        .default('either')
        .describe('What is lost; either: one or the other by chance'),
    },
  },
  {
    *strike({ params, chance }, proceed) {
      const { loses } = params;
      const isAnswer = loses === 'either' ? chance.uniform() < 0.5 : loses === 'answer';
      if (isAnswer) yield* proceed();
      return yield* new Signal<never>().wait();
    },
  },
);
