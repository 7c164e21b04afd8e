import { z } from 'zod';
import type { Process } from '../sim/process.ts';
import { REVOCATION_REASONS, type Revoking } from './cards/revocation.ts';
import { cardSerial, GENERATION_LIMIT } from './contract-card-serial.ts';
import { type Outcome, refused } from './problems.ts';
import type { Register } from './register/register.ts';
import { about, type Subject, subjectOf } from './register/register-change-fields.ts';

/** What the counter does to the certificate on a My Number card. */
export const CertificateOperation = z
  .strictObject({
    operation: z.literal('revoke-certificate'),
    ...about,
    generation: z
      .int()
      .min(1)
      .max(GENERATION_LIMIT - 1)
      .optional()
      .describe('Which of their cards; without it, the one they hold'),
    reason: z.enum(REVOCATION_REASONS).describe('Why, in the words of RFC 5280 §5.3.1'),
  })
  .describe('失効申請: the certificate on a card is revoked; the centre reads it in its next list');
export type CertificateOperation = z.infer<typeof CertificateOperation>;

/** Has a certificate revoked, or answers why it cannot be. */
export function* applyToCertificate(
  { register, revocations }: { readonly register: Register; readonly revocations: Revoking },
  order: CertificateOperation,
  nowMs: number,
): Process<Outcome<Subject>> {
  const { municipality, resident: no, reason } = order;
  const resident = yield* register.resident(municipality, no);
  if (resident === undefined) return refused('resident-unknown');
  const { generation = resident.cardGeneration } = order;
  // Nobody has been handed such a card.
  if (generation > resident.cardGeneration) return refused('change-impossible');
  const serial = cardSerial(municipality, no, generation);
  const isNew = yield* revocations.revoke(serial, nowMs, reason);
  return isNew ? subjectOf(order) : refused('change-impossible');
}
