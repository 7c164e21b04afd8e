import { z } from 'zod';
import { faultKind } from '../injection/fault.ts';
import { command, isCommand } from './card-command.ts';

/** 異常ステータス: the card answers a command with a status that says that it has failed. */
export const cardWrongStatus = faultKind(
  {
    kind: 'card.wrong-status',
    site: 'reader',
    en: 'The card answers a command with a status word of failure',
    ja: 'カードがコマンドに異常なステータスを返す',
    source: 'DEV-3 (P106): damaged chip; 6581 is a failure of its memory (ISO/IEC 7816-4)',
    params: {
      command,
      status: z
        .string()
        .regex(/^[0-9A-F]{4}$/, 'write a status word such as 6581')
        .default('6581')
        .describe('Status word SW1 SW2 that it answers with, in hexadecimal digits'),
    },
  },
  {
    concerns: isCommand,
    // biome-ignore lint/correctness/useYield: it fails at once.
    *strike({ params }) {
      return { data: new Uint8Array(0), status: Number.parseInt(params.status, 16) };
    },
  },
);
