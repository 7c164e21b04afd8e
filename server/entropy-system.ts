import { randomBytes, randomUUID } from 'node:crypto';
import type { Entropy } from './entropy.ts';

/** The operating system's randomness, for a server that others can reach. */
export const SYSTEM_ENTROPY: Entropy = {
  sessionId: () => randomUUID(),
  challenge: () => new Uint8Array(randomBytes(32)),
  documentKey: () => new Uint8Array(randomBytes(32)),
};
