import { z } from 'zod';
import type { Call } from '../injection/site.ts';

/** Parameter of faults that befall one command to a card. */
export const command = z
  .int()
  .min(1)
  .default(1)
  .describe('Which command to the card since it was laid there, from 1');

export function isCommand(params: { readonly command: number }, { operation, nth }: Call): boolean {
  return operation === 'transmit' && nth === params.command;
}
