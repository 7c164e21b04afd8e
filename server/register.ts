import type { Process } from '../sim/process.ts';

export interface Resident {
  /** Number within the municipality, 0 … population − 1. */
  readonly no: number;
  readonly householdNo: number;
  /** 16 hexadecimal digits nobody can guess from `no`: drawn on every page about this resident. */
  readonly nonce: string;
  /** 氏名. */
  readonly name: string;
  /** yyyy-mm-dd. */
  readonly birthDate: string;
  readonly sex: 'female' | 'male';
  /** 住所, below the municipality's name. */
  readonly address: string;
  /** yyyy-mm-dd since when the resident lives there (住民となった年月日). */
  readonly residentSince: string;
  /** 印鑑登録番号, or undefined where no seal is registered. */
  readonly sealNumber: string | undefined;
  /** Version of this entry, counted from 1. */
  readonly version: number;
}

/**
 * The register of one municipality's residents (住民基本台帳 and 印鑑登録原票), as the issuing
 * server reads it.
 */
export interface Register {
  /** The resident with this number, or undefined if the municipality knows none. */
  resident(municipality: string, no: number): Process<Resident | undefined>;
  /** All residents of a household, the head (世帯主, the eldest) first. */
  household(municipality: string, householdNo: number): Process<readonly Resident[]>;
}
