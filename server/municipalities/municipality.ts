import type { CertificateType } from '../contract.ts';

/** A municipality that takes part in the service, and how it runs it. */
export interface Municipality {
  /** 全国地方公共団体コード without check digit. */
  readonly code: string;
  readonly name: string;
  /** Who certifies, e.g. 豊中市長. */
  readonly issuerTitle: string;
  readonly population: number;
  /** Fee in yen of each certificate on offer; what has no fee here is not offered. */
  readonly feesYen: Readonly<Partial<Record<CertificateType, number>>>;
  readonly calendar: ServiceCalendar;
  /** How a card proves whose it is. */
  readonly methods: readonly ('jpki' | 'card-ap')[];
  /** Items of a 住民票 that its kiosks print when asked to. */
  readonly items: {
    readonly relationships: boolean;
    readonly domicile: boolean;
    readonly individualNumber: boolean;
  };
  /** Month and day, mm-dd, from which the tax year that has begun in April is on offer. */
  readonly taxYearFrom: string;
  readonly layout: Layout;
}

/** How a municipality draws its certificates. */
export interface Layout {
  /** People on a page of a 住民票: 4 (世帯連記式) or 1 (個票). */
  readonly peoplePerPage: number;
  /** Longest name and address in characters that its forms hold. */
  readonly nameLimit: number;
  readonly addressLimit: number;
}

/** When the service is open. */
export interface ServiceCalendar {
  /** Certificates on offer: a session can be opened while any of them is issued. All, without. */
  readonly types?: readonly CertificateType[];
  /** Hours of everything that has none of its own. */
  readonly hours: OpeningHours;
  /** Hours of single certificates, e.g. 戸籍 on weekdays from 9 to 17. */
  readonly hoursOf: Readonly<Partial<Record<CertificateType, OpeningHours>>>;
  /** Closed days each year, first and last, as mm-dd; the last may lie in the next year. */
  readonly closedDays: readonly { readonly from: string; readonly to: string }[];
  readonly maintenance: readonly Maintenance[];
}

/** Times are milliseconds since midnight in Japan. */
export interface OpeningHours {
  readonly opensMs: number;
  readonly closesMs: number;
  /** Not on Saturdays, Sundays and holidays. */
  readonly weekdaysOnly: boolean;
}

/** A time without service that was announced: civil time, ms since 1970-01-01T00:00Z. */
export interface Maintenance {
  readonly fromMs: number;
  readonly toMs: number;
  /** What is not issued then; undefined is everything. */
  readonly types: readonly CertificateType[] | undefined;
}
