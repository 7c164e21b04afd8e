import { type CardResponse, STATUS } from './card.ts';

/** Why a card could not be used: taken out, or it answered with a status nobody expects here. */
export type CardFailure =
  | { readonly kind: 'removed' }
  | { readonly kind: 'card-error'; readonly status: number };

/** Whether an application is there and selected. */
export type Opening = { readonly kind: 'opened' } | { readonly kind: 'absent' } | CardFailure;

export const OPENED: Opening = { kind: 'opened' };
export const ABSENT: Opening = { kind: 'absent' };
export const REMOVED: CardFailure = { kind: 'removed' };

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
export function selection(response: CardResponse | 'removed'): Opening {
  if (response === 'removed') return REMOVED;
  if (response.status === STATUS.success) return OPENED;
  return response.status === STATUS.fileNotFound ? ABSENT : failed(response);
}

/** Why a command did not succeed, or undefined if it did. */
export function failure(response: CardResponse | 'removed'): CardFailure | undefined {
  if (response !== 'removed' && response.status === STATUS.success) return undefined;
  return failed(response);
}

export function failed(response: CardResponse | 'removed'): CardFailure {
  return response === 'removed' ? REMOVED : { kind: 'card-error', status: response.status };
}
