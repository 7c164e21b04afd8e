import type { CertificateType } from './contract.ts';

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
  readonly hours: OpeningHours;
}

/** When the service is open. Times are milliseconds since midnight in Japan. */
export interface OpeningHours {
  readonly opensMs: number;
  readonly closesMs: number;
}
