import { dayNumber } from '../../sim/civil-time.ts';
import type { RateSegment } from '../../sim/rate-curve.ts';
import { durationMs, instantMs } from '../../sim/units.ts';
import { dayNumberOf, midnightMs } from './civil-day.ts';
import type { Demand } from './demand.ts';
import type { DemandCalendar, DemandDay } from './demand-calendar.ts';
import { DemandForm, type Density, totalOf } from './demand-day.ts';
import { copiesMoments } from './demand-mix.ts';
import { CERTIFICATES_PER_PERSON } from './demand-units.ts';
import type { Surge } from './surge.ts';

type Recovery = Extract<Surge, { kind: 'recovery' }>;
type Kind = DemandDay['kind'];

/**
 * The rate at which citizens are expected to come: its integral over what the volume was counted
 * over is that volume. A visit wants `meanCopies` certificates on average.
 */
export class DemandRate {
  readonly demand: Demand;
  readonly meanCopies: number;
  readonly #meanSquareCopies: number;
  readonly #form: DemandForm;
  /** Visits a day that weighs 1, by kind of day. */
  readonly #scale: Readonly<Record<Kind, number>>;
  readonly #flushes: readonly Density[];
  #last: { readonly number: number; readonly densities: readonly Density[] } | undefined;

  /** Throws RangeError where nobody could come in the time that was counted. */
  constructor(demand: Demand) {
    this.demand = demand;
    this.#form = new DemandForm(demand);
    const { mean, meanSquare } = copiesMoments(demand);
    this.meanCopies = mean;
    this.#meanSquareCopies = meanSquare;
    const visits = volumeOf(demand) / mean;
    const shares = this.#weights();
    const { dayOffShare } = demand;
    const all = shares.weekday + shares.dayOff;
    const scale = (kind: Kind) => {
      if (dayOffShare === undefined) return visits / all;
      const share = kind === 'dayOff' ? dayOffShare.value : 1 - dayOffShare.value;
      return share === 0 ? 0 : (visits * share) / shares[kind];
    };
    this.#scale = { weekday: scale('weekday'), dayOff: scale('dayOff') };
    for (const value of Object.values(this.#scale)) {
      if (!Number.isFinite(value)) {
        throw new RangeError('nobody could come on the days counted: all of them are closed');
      }
    }
    this.#flushes = [];
    this.#flushes = demand.surges
      .filter((surge): surge is Recovery => surge.kind === 'recovery')
      .flatMap((surge) => this.#flushOf(surge));
  }

  get calendar(): DemandCalendar {
    return this.#form.calendar;
  }

  /** Visits per second over a day, ms since its midnight; without overdispersion. */
  daySegments(number: number): readonly RateSegment[] {
    const startMs = midnightMs(number);
    return this.#densitiesOf(number).map(({ fromMs, toMs, from, to }) => ({
      fromMs: fromMs - startMs,
      toMs: toMs - startMs,
      fromPerSecond: from * 1000,
      toPerSecond: to * 1000,
    }));
  }

  /** Visits expected between two civil instants. */
  expectedVisits(fromMs: number, toMs: number): number {
    return this.#byDay(fromMs, toMs).reduce((sum, visits) => sum + visits, 0);
  }

  /** Certificates expected to be wanted between two civil instants. */
  expectedCertificates(fromMs: number, toMs: number): number {
    return this.expectedVisits(fromMs, toMs) * this.meanCopies;
  }

  /** Variance of the number of visits: that of Poisson, and of the factors of the days. */
  visitVariance(fromMs: number, toMs: number): number {
    return this.#variance(fromMs, toMs, 1, 1);
  }

  /** Variance of the number of certificates wanted, as several may be at once. */
  certificateVariance(fromMs: number, toMs: number): number {
    return this.#variance(fromMs, toMs, this.meanCopies, this.#meanSquareCopies);
  }

  #variance(fromMs: number, toMs: number, mean: number, meanSquare: number): number {
    const { value } = this.demand.overdispersion;
    return this.#byDay(fromMs, toMs).reduce(
      (sum, visits) => sum + visits * meanSquare + value * (visits * mean) ** 2,
      0,
    );
  }

  #byDay(fromMs: number, toMs: number): readonly number[] {
    const visits = [];
    for (let day = dayNumber(fromMs); midnightMs(day) < toMs; day++) {
      visits.push(totalOf(this.#densitiesOf(day), fromMs, toMs));
    }
    return visits;
  }

  #densitiesOf(number: number): readonly Density[] {
    if (this.#last?.number === number) return this.#last.densities;
    const densities = this.#densities(number, this.demand.surges, this.#flushes);
    this.#last = { number, densities };
    return densities;
  }

  #densities(number: number, surges: readonly Surge[], flushes: readonly Density[]): Density[] {
    const day = this.calendar.dayOf(number);
    const scale = this.#scale[day.kind];
    const extra = flushes.map((flush) => scaled(flush, scale === 0 ? 0 : 1 / scale));
    return this.#form.densities(day, surges, extra).map((density) => scaled(density, scale));
  }

  /** What the days that were counted weigh, by kind. */
  #weights(): Readonly<Record<Kind, number>> {
    const surges = this.demand.surges.filter((surge) =>
      surge.kind === 'recovery' ? false : surge.withinVolume,
    );
    const weights = { weekday: 0, dayOff: 0 };
    const [first, last] = countedDays(this.demand);
    for (let number = first; number <= last; number++) {
      const day = this.calendar.dayOf(number);
      weights[day.kind] += totalOf(this.#form.densities(day, surges));
    }
    return weights;
  }

  /** What comes back after an outage: most at once, in the open hours only. */
  #flushOf(surge: Recovery): readonly Density[] {
    const [beganMs, overMs] = [instantMs(surge.from), instantMs(surge.to)];
    const endMs = overMs + durationMs(surge.over);
    const others = this.demand.surges.filter((other) => other.kind !== 'recovery');
    let held = 0;
    for (let day = dayNumber(beganMs); midnightMs(day) < overMs; day++) {
      held += totalOf(this.#densities(day, others, []), beganMs, overMs);
    }
    const falling: Density[] = [];
    for (let number = dayNumber(overMs); midnightMs(number) < endMs; number++) {
      for (const { fromMs, toMs } of this.#form.open(this.calendar.dayOf(number))) {
        const [from, to] = [Math.max(fromMs, overMs), Math.min(toMs, endMs)];
        if (to > from) falling.push({ fromMs: from, toMs: to, from: endMs - from, to: endMs - to });
      }
    }
    const total = totalOf(falling);
    return total === 0
      ? []
      : falling.map((each) => scaled(each, (held * surge.returns.value) / total));
  }
}

/** Certificates that a volume comes to over the days it was counted over. */
export function volumeOf({ volume }: Pick<Demand, 'volume'>): number {
  if (volume.by === 'count') return volume.certificates.value;
  const { population, kind, certificatesPerPerson, cardShare, channelShare } = volume;
  const perPerson = certificatesPerPerson?.value ?? CERTIFICATES_PER_PERSON[kind?.value ?? 'city'];
  return population.value * perPerson * cardShare.value * channelShare.value;
}

/** Numbers of the first and the last day that a volume was counted over. */
export function countedDays({ volume }: Pick<Demand, 'volume'>): readonly [number, number] {
  if (volume.by === 'count') return [dayNumberOf(volume.from), dayNumberOf(volume.to)];
  return [dayNumberOf(`${volume.year}-04-01`), dayNumberOf(`${volume.year + 1}-03-31`)];
}

function scaled({ fromMs, toMs, from, to }: Density, by: number): Density {
  return { fromMs, toMs, from: from * by, to: to * by };
}
