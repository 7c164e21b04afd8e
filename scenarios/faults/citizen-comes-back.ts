import { Duration, durationMs } from '../../sim/units.ts';

/** Parameter of faults in which a citizen leaves something behind. */
export const comesBack = Duration.optional().describe(
  'Comes back for it this long after the kiosk has called; never, without it',
);

export function comesBackMs(params: { readonly comesBack?: string | undefined }): number {
  const { comesBack: after } = params;
  return after === undefined ? Number.POSITIVE_INFINITY : durationMs(after);
}
