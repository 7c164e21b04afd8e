import { type Distribution, lognormal } from '../../sim/distribution.ts';
import type { Rng } from '../../sim/rng.ts';

/** How long a card and its reader take, in milliseconds. */
export interface CardTiming {
  /** Connecting, and every command but a signature. */
  readonly apduMs: Distribution;
  readonly signatureMs: Distribution;
}

/**
 * A real contactless card: nine in ten commands take 20–60 ms, nine in ten signatures 300–500 ms.
 * Common knowledge, not a measurement (facts: hil.md §1.5).
 */
export const CONTACTLESS_CARD: CardTiming = {
  apduMs: lognormal(Math.sqrt(20 * 60), 60),
  signatureMs: lognormal(Math.sqrt(300 * 500), 500),
};

/** The second byte of PERFORM SECURITY OPERATION, with which a card signs. */
const SIGN_INSTRUCTION = 0x2a;

/** How long the answer to a command takes, in milliseconds: one draw, whatever the command. */
export function answerMs(timing: CardTiming, command: Uint8Array, rng: Rng): number {
  return command[1] === SIGN_INSTRUCTION ? timing.signatureMs(rng) : timing.apduMs(rng);
}
