import type { z } from 'zod';
import type { CompletionCode, Payload } from '../../server/contract-bus.ts';
import type { Process } from '../../sim/process.ts';

/** What a command has come to (XFS4IoT completion). */
export type Completion =
  | { readonly code: 'success'; readonly payload?: Payload }
  /** One of the errors that the command itself names. */
  | { readonly code: 'commandErrorCode'; readonly errorCode: string; readonly payload?: Payload }
  | {
      readonly code: Exclude<CompletionCode, 'success' | 'commandErrorCode'>;
      readonly description?: string;
    };

/** Tells whoever gave a command what happens while it is carried out (XFS4IoT event). */
export type TellEvent = (name: string, payload?: Payload) => void;

/** One command of an interface: format of its payload, and what it does. */
export interface XfsCommand {
  readonly payload: z.ZodType;
  perform(payload: never, tell: TellEvent): Process<Completion>;
  /** Whether it is carried out at once, and not after those before it. */
  readonly isImmediate: boolean;
}

/** A command that waits for those before it: a device does one thing at a time. */
export function inTurn<P>(
  payload: z.ZodType<P>,
  perform: (payload: P, tell: TellEvent) => Process<Completion>,
): XfsCommand {
  return { payload, perform: perform as XfsCommand['perform'], isImmediate: false };
}

/** A command that only asks or changes a setting, whatever the device is doing. */
export function atOnce<P>(
  payload: z.ZodType<P>,
  perform: (payload: P, tell: TellEvent) => Process<Completion>,
): XfsCommand {
  return { payload, perform: perform as XfsCommand['perform'], isImmediate: true };
}

export const SUCCESS: Completion = { code: 'success' };

/** An error that the command names. */
export function refused(errorCode: string): Completion {
  return { code: 'commandErrorCode', errorCode };
}
