import { z } from 'zod';
import { durationMs } from '../../sim/units.ts';
import { faultKind, jitterTooLarge, LATENCY, late } from '../injection/fault.ts';

/** 専用回線遅延: each request and its answer are longer on their way. */
export const lineSlow = faultKind(
  {
    kind: 'line.slow',
    site: 'line',
    en: 'The dedicated line of kiosks is slow',
    ja: '端末の専用回線が遅延する',
    source: 'OUT-4 (P93); the words are those of Toxiproxy',
    params: {
      ...LATENCY,
      bandwidth: z
        .int()
        .min(1)
        .optional()
        .describe('Kilobytes a second of each connection; live runs, on true connections only'),
    },
  },
  {
    *strike(hit, proceed) {
      yield* late(hit);
      return yield* proceed();
    },
    contradictions: jitterTooLarge,
    wire: ({ latency, jitter, bandwidth }) => ({
      latencyMs: durationMs(latency),
      jitterMs: durationMs(jitter),
      ...(bandwidth === undefined ? {} : { bytesPerSecond: bandwidth * 1000 }),
    }),
  },
);
