import type { Demand } from '../demand/demand.ts';
import { DemandRate } from '../demand/demand-rate.ts';
import type { Channels, Kind, OfficeCertificate, Period, Place } from './channels.ts';

/** Those who come to one place, or group of like places, for one certificate. */
export interface Stream {
  readonly place: Place;
  readonly certificate: OfficeCertificate;
  readonly rate: DemandRate;
}

/**
 * The people who come in a period for what they wanted in `base`: one Poisson process for each
 * place and certificate, with the days of the city’s demand and the hours of the channel.
 */
export function streamsOf(
  { kinds }: Channels,
  base: Period,
  period: Pick<Period, 'from' | 'to'>,
  pattern: Demand,
): readonly Stream[] {
  return base.places.flatMap((place) => {
    const volumes = volumesOf(place, base);
    return volumes.map(([certificate, certificates]) => {
      const counted = { from: place.from ?? period.from, to: period.to, certificates };
      const demand = demandOf(kinds[place.of] as Kind, counted, pattern);
      return { place, certificate, rate: new DemandRate(demand) };
    });
  });
}

/** What a place issues in its period: as counted there, or its part of the period’s totals. */
export function volumesOf(
  { volumes }: Place,
  { places, totals }: Period,
): readonly (readonly [OfficeCertificate, number])[] {
  const own = entries(volumes);
  if (totals === undefined) return own;
  const all = places.flatMap((each) => entries(each.volumes));
  return entries(totals).map(([certificate, total]) => {
    const isTold = all.some(([each]) => each === certificate);
    const part = (those: readonly (readonly [OfficeCertificate, number])[]) =>
      those.reduce((sum, [each, n]) => sum + (!isTold || each === certificate ? n : 0), 0);
    return [certificate, (total * part(own)) / part(all)] as const;
  });
}

function entries(volumes: Place['volumes']): readonly (readonly [OfficeCertificate, number])[] {
  return Object.entries(volumes?.value ?? {}).map(([certificate, n]) => [
    certificate as OfficeCertificate,
    n,
  ]);
}

function demandOf(
  { opening, days, curve }: Kind,
  counted: { readonly from: string; readonly to: string; readonly certificates: number },
  pattern: Demand,
): Demand {
  const { from, to, certificates } = counted;
  const { opens, closes } = opening.value;
  const when = { value: { from: opens, to: closes }, origin: opening.origin };
  const band = { when, share: { value: 1, origin: 'all of the day' } };
  const { growth, dayOffShare, ...days_ } = pattern;
  return {
    ...days_,
    volume: { by: 'count', from, to, certificates: { value: certificates, origin: 'D' } },
    monthsOf: {},
    ...(days.value === 'weekdays' && { dayOffShare: { value: 0, origin: days.origin } }),
    opening,
    hours: { weekday: [curve === undefined ? band : { ...band, curve }] },
    copies: { value: { '1': 1 }, origin: 'certificates are counted, one a visit' },
    overdispersion: { value: 0, origin: 'no counts of single days are published' },
    surges: [],
    maintenance: [],
  };
}
