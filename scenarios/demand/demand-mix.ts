import { CERTIFICATE_TYPES, type CertificateType } from '../../server/contract.ts';
import type { Demand } from './demand.ts';
import type { Month } from './demand-units.ts';

/** How much of each certificate a month wants, where an average month wants 1 of all. */
export function certificatesIn(
  { certificates, monthsOf }: Pick<Demand, 'certificates' | 'monthsOf'>,
  month: Month,
): readonly { readonly type: CertificateType; readonly share: number }[] {
  return CERTIFICATE_TYPES.map((type) => ({
    type,
    share: (certificates.value[type] ?? 0) * (monthsOf[type]?.value[month] ?? 1),
  })).filter(({ share }) => share > 0);
}

/** What a month multiplies demand by. */
export function monthFactor(
  demand: Pick<Demand, 'certificates' | 'months' | 'monthsOf'>,
  month: Month,
): number {
  const wanted = certificatesIn(demand, month).reduce((sum, { share }) => sum + share, 0);
  return (demand.months?.value[month] ?? 1) * wanted;
}

/** How many certificates a visit wants: mean and mean square. */
export function copiesMoments({ copies }: Pick<Demand, 'copies'>): {
  readonly mean: number;
  readonly meanSquare: number;
} {
  const entries = Object.entries(copies.value).map(([count, share]) => [Number(count), share]);
  const moment = (power: number) =>
    entries.reduce(
      (sum, [count, share]) => sum + (count as number) ** power * (share as number),
      0,
    );
  const total = moment(0);
  return { mean: moment(1) / total, meanSquare: moment(2) / total };
}
