import { type CardResponse, STATUS } from '../card/card.ts';
import type { Silence } from './card-reader.ts';

/** Why a card could not be used: taken out, silent, or its status is none that belongs here. */
export type CardFailure =
  | { readonly kind: Silence }
  | { readonly kind: 'card-error'; readonly status: number };

/** Whether an application is there and selected. */
export type Opening = { readonly kind: 'opened' } | { readonly kind: 'absent' } | CardFailure;

export const OPENED: Opening = { kind: 'opened' };
export const ABSENT: Opening = { kind: 'absent' };
const REMOVED: CardFailure = { kind: 'removed' };
const MUTE: CardFailure = { kind: 'mute' };

/** SELECT of an application by its whole AID. */
export function selectApplicationCommand(aid: readonly number[]): Uint8Array {
  return Uint8Array.of(0x00, 0xa4, 0x04, 0x0c, aid.length, ...aid);
}

/** SELECT of an elementary file of the application selected. */
export function selectFileCommand(id: number): Uint8Array {
  return Uint8Array.of(0x00, 0xa4, 0x02, 0x0c, 0x02, id >> 8, id & 0xff);
}

/** READ BINARY of at most 256 bytes of the file selected. */
export function readCommand(offset: number, expected: number): Uint8Array {
  return Uint8Array.of(0x00, 0xb0, offset >> 8, offset & 0xff, expected & 0xff);
}

/** What selecting something has come to. */
export function selection(response: CardResponse | Silence): Opening {
  if (typeof response === 'string') return failed(response);
  if (response.status === STATUS.success) return OPENED;
  return response.status === STATUS.fileNotFound ? ABSENT : failed(response);
}

/** Why a command did not succeed, or undefined if it did. */
export function failure(response: CardResponse | Silence): CardFailure | undefined {
  if (typeof response !== 'string' && response.status === STATUS.success) return undefined;
  return failed(response);
}

export function failed(response: CardResponse | Silence): CardFailure {
  if (response === 'removed') return REMOVED;
  return response === 'mute' ? MUTE : { kind: 'card-error', status: response.status };
}
