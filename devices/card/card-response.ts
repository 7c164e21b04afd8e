import { type CardResponse, STATUS } from './card.ts';
import type { CardCommand } from './card-command.ts';

const EMPTY = new Uint8Array(0);

/** An answer that is nothing but a status. */
export function status(word: number): CardResponse {
  return { data: EMPTY, status: word };
}

/** A good answer. */
export function success(data: Uint8Array = EMPTY): CardResponse {
  return { data, status: STATUS.success };
}

/** Why a command is none of the card's: its class, the channel or the safety in it, or its name. */
export function unsupported({ cla, ins }: CardCommand): number {
  if (cla === 0x00 || cla === 0x80) return STATUS.instructionNotSupported;
  if (cla >= 0x01 && cla <= 0x03) return STATUS.channelNotSupported;
  if (cla !== 0x08 && cla !== 0x0c) return STATUS.classNotSupported;
  return ins === 0xa4 ? STATUS.secureMessagingNotSupported : STATUS.secureMessagingRefused;
}
