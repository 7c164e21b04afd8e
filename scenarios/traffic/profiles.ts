import { z } from 'zod';
import { PROFILES, type Profile, type Traits } from '../../devices/citizen/profiles.ts';
import { THINK_STAGES } from '../../devices/kiosk/stages.ts';

const share = z.number().min(0).max(1);
const byStage = <T extends z.ZodType>(value: T) => z.partialRecord(z.enum(THINK_STAGES), value);

/** Probability to walk away, by stage. */
export const AbandonAt = z.partialRecord(z.enum(THINK_STAGES).exclude(['take']), share);

const KNOWN = Object.keys(PROFILES).join(', ');

/** Profiles of citizens: known ones by name, or new ones with all that is different about them. */
export const Profiles = z
  .record(
    z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'write a name such as elderly'),
    z.strictObject({
      share: share.describe('Share of the journeys of people of these ages'),
      ages: z
        .strictObject({
          from: z.int().min(0).max(120).describe('Youngest age in years'),
          to: z.int().min(0).max(120).describe('Oldest age in years, included'),
        })
        .optional()
        .describe('Only people of these ages'),
      factor: z
        .number()
        .min(0.1)
        .max(10)
        .optional()
        .describe('What all think times are multiplied by'),
      factors: byStage(z.number().min(0.1).max(10))
        .optional()
        .describe('What think times are multiplied by besides, stage by stage'),
      pinErrorShare: share.optional().describe('Probability that one entry of the PIN is wrong'),
      hesitationShare: share.optional().describe('Probability to stop and wonder, at each stage'),
      abandonAt: AbandonAt.optional().describe('Probability to walk away, stage by stage'),
      forgetsCardShare: share.optional().describe('Probability to leave without the card'),
      forgetsPaperShare: share.optional().describe('Probability to leave without the certificate'),
    }),
  )
  .superRefine((profiles, context) => {
    for (const [name, { share: _, ...traits }] of Object.entries(profiles)) {
      if (name in PROFILES || Object.keys(traits).length > 0) continue;
      const message = `say what is different about them, or ask for one of these: ${KNOWN}`;
      context.addIssue({ code: 'custom', path: [name], message, input: undefined });
    }
  })
  .describe(
    `Citizens who differ from the others. Known by name, each with traits of its own that can be ` +
      `changed here: ${KNOWN} (devices/citizen/profiles.ts; inferred). Whoever has several has the ` +
      'product of their factors and the highest of their probabilities',
  );
export type Profiles = z.infer<typeof Profiles>;

/** What profiles of a scenario come to: what is not said of a known one is as it is known. */
export function profilesOf(profiles: Profiles): readonly Profile[] {
  return Object.entries(profiles).map(([name, own]) => {
    const said = Object.entries(own).filter(([, value]) => value !== undefined);
    const known: Traits = PROFILES[name]?.traits ?? {};
    return { ...known, ...(Object.fromEntries(said) as Traits), share: own.share };
  });
}
