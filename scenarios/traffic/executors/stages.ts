import type { z } from 'zod';
import { Duration, durationMs } from '../../../sim/units.ts';

/** Complains about ramps that are over as soon as they begin. */
export function whyNoTime(
  stages: readonly { readonly duration: string }[],
  context: z.RefinementCtx,
): void {
  const lengths = stages.map(({ duration }) => duration);
  const isLong = (text: string) => !Duration.safeParse(text).success || durationMs(text) > 0;
  if (lengths.length === 0 || lengths.some(isLong)) return;
  const message = 'one stage at least must last longer than 0s';
  context.addIssue({ code: 'custom', path: ['stages'], message, input: stages });
}
