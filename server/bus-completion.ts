import type { CompletionCode, Payload } from './contract-bus.ts';

/** How a command at the centre ended (XFS4IoT completion): its code, and what it came to. */
export interface BusCompletion {
  readonly code: CompletionCode;
  readonly payload?: Payload;
}
