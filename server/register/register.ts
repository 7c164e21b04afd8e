import type { Process } from '../../sim/process.ts';

/** 続柄: what a resident is to the head of the household. */
export const RELATIONSHIPS = ['head', 'wife', 'husband', 'child', 'parent', 'other'] as const;
export type Relationship = (typeof RELATIONSHIPS)[number];

/** Whether a resident still is one. */
export const STANDINGS = ['resident', 'moving-out', 'moved-out', 'deceased'] as const;
export type Standing = (typeof STANDINGS)[number];

/** What is still being entered into a record, and blocks it. */
export const IN_PROGRESS = ['nothing', 'notice', 'character'] as const;
export type InProgress = (typeof IN_PROGRESS)[number];

/** 本籍・筆頭者: which family register a resident is in, and where it is kept. */
export interface Domicile {
  /** Code of the municipality that keeps it (本籍地). */
  readonly municipality: string;
  /** Number of the family register within that municipality. */
  readonly familyNo: number;
  /** 本籍, the name of its municipality included. */
  readonly place: string;
  /** 筆頭者. */
  readonly headName: string;
}

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
  readonly relationship: Relationship;
  /** 住所, below the municipality's name. */
  readonly address: string;
  /** yyyy-mm-dd since when the resident lives there (住民となった年月日). */
  readonly residentSince: string;
  readonly domicile: Domicile;
  /** 個人番号: twelve digits, the last of which is wrong, so that it is nobody's number. */
  readonly individualNumber: string;
  readonly standing: Standing;
  /** Whether 支援措置 protect this resident from being found. */
  readonly supportMeasures: boolean;
  readonly inProgress: InProgress;
  /** yyyy-mm-dd on which the card in use was handed out. */
  readonly cardIssuedOn: string;
  /** Generation of the card in use: an older one is not this resident's any more. */
  readonly cardGeneration: number;
  /** 印鑑登録番号, or undefined where no seal has been registered. */
  readonly sealNumber: string | undefined;
  /** Whether that registration has been revoked (廃止). */
  readonly sealRevoked: boolean;
  /** Version of this entry, counted from 1. */
  readonly version: number;
}

/** 所得・課税証明書: what one tax year says of one resident. */
export interface TaxRecord {
  readonly residentNo: number;
  /** 年度: the fiscal year of the tax; the income is that of the calendar year before. */
  readonly year: number;
  readonly incomeYen: number;
  readonly deductionsYen: number;
  readonly dependants: number;
  /** 市町村民税 and 都道府県民税, of the year. */
  readonly municipalTaxYen: number;
  readonly prefecturalTaxYen: number;
}

/** One person of a family register (戸籍), with the entries about that person. */
export interface FamilyMember {
  /** Where this person lives, if known to the municipality that keeps the register. */
  readonly resident: { readonly municipality: string; readonly no: number };
  readonly nonce: string;
  readonly givenName: string;
  readonly birthDate: string;
  readonly sex: 'female' | 'male';
  /** What this person is in the register: 夫, 妻, 長女 … */
  readonly role: string;
  readonly fatherName: string;
  readonly motherName: string;
  /** 父母との続柄, e.g. 二男. */
  readonly parentage: string;
  readonly entries: readonly FamilyEntry[];
  /** 戸籍の附票: addresses since the register was made, the oldest first. */
  readonly addresses: readonly { readonly since: string; readonly address: string }[];
}

/** 身分事項. */
export interface FamilyEntry {
  readonly kind: 'birth' | 'marriage' | 'death' | 'removal';
  /** yyyy-mm-dd. */
  readonly date: string;
  readonly text: string;
}

/** 戸籍. */
export interface Family {
  readonly no: number;
  readonly domicile: Domicile;
  /** yyyy-mm-dd on which the register was made (編製日). */
  readonly madeOn: string;
  readonly members: readonly FamilyMember[];
  /** Whether a notice (届出) is not entered yet. */
  readonly inProgress: InProgress;
  readonly version: number;
}

/**
 * The registers of municipalities (住民基本台帳, 印鑑登録原票, 戸籍, 課税台帳) as an issuing server
 * reads them.
 */
export interface Register {
  /** The resident with this number, or undefined if the municipality knows none. */
  resident(municipality: string, no: number): Process<Resident | undefined>;
  /** All residents of a household, the head (世帯主, the eldest) first. */
  household(municipality: string, householdNo: number): Process<readonly Resident[]>;
  /** What the tax office has on a resident for a year, or undefined. */
  taxRecord(municipality: string, no: number, year: number): Process<TaxRecord | undefined>;
  /** A family register that the municipality keeps, or undefined. */
  family(municipality: string, familyNo: number): Process<Family | undefined>;
}
