import type { Process } from '../../sim/process.ts';
import type { Family, Register, Resident, TaxRecord } from './register.ts';

/** Which entry of the registers of a municipality. */
export type EntryKey =
  | { readonly kind: 'resident' | 'family'; readonly municipality: string; readonly no: number }
  | {
      readonly kind: 'tax';
      readonly municipality: string;
      /** Number of the resident. */
      readonly no: number;
      readonly year: number;
    };

/** The same key as a text. */
export function keyText(key: EntryKey): string {
  const { kind, municipality, no } = key;
  return kind === 'tax'
    ? `${kind}/${municipality}/${no}/${key.year}`
    : `${kind}/${municipality}/${no}`;
}

/** What an entry says; undefined is that there is none, or none any more. */
export type EntryRecord =
  | { readonly kind: 'resident'; readonly record: Resident | undefined }
  | { readonly kind: 'family'; readonly record: Family | undefined }
  | { readonly kind: 'tax'; readonly record: TaxRecord | undefined };

/** An entry as a change has left it: whole, and not what has changed in it. */
export type EntryImage = EntryKey & EntryRecord & { readonly version: number };

/** 連携データ: what a base system tells the issuing server of its municipality about one change. */
export interface RegisterUpdate {
  readonly municipality: string;
  /** Position of the change among those of all municipalities, from 1. */
  readonly sequence: number;
  /** Version of every entry that the change has left behind; greater than those before. */
  readonly version: number;
  /** Name of the office's operation. */
  readonly change: string;
  /** Number of the resident it was about. */
  readonly resident: number;
  /** Civil time of the change, ms since 1970-01-01T00:00Z. */
  readonly committedAtMs: number;
  /**
   * All entries of every household and family register that was touched, so that a later update
   * makes up for an earlier one that was lost, and nobody sees half a household.
   */
  readonly images: readonly EntryImage[];
}

/** What an issuing server knows of the registers: a copy that updates are brought to. */
export interface RegisterCopy extends Register {
  /**
   * Takes those entries of an update that are newer than its own, all of them at once or none.
   * Answers whether there were any: the same update again, or an older one, changes nothing.
   */
  take(update: RegisterUpdate, takenAtMs: number): Process<boolean>;
}
