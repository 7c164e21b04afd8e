import { type Distribution, empirical, lognormal, lognormalMean } from '../../sim/distribution.ts';
import { sleep, type Wait } from '../../sim/process.ts';
import type { Rng } from '../../sim/rng.ts';
import { THINK_STAGES, type ThinkStage } from '../kiosk/stages.ts';
import type { Tender } from '../payment/cash.ts';
import type { Profile, Traits } from './profiles.ts';
import { MEANS, type Means, tenderOf } from './purse.ts';
import type { JourneyEnd, Lapse } from './visit.ts';
import type { Visitor } from './visitor.ts';

/** A duration people can estimate: its median and its 95th percentile, in ms. */
export interface DurationEstimate {
  readonly medianMs: number;
  readonly p95Ms: number;
}

/** How citizens behave. All figures are shares, factors or ms. */
export interface Behaviour {
  readonly thinkMs: Readonly<Record<ThinkStage, DurationEstimate>>;
  /** Think times are multiplied by the factor of the first band whose `under` exceeds the age. */
  readonly paceByAge: readonly { readonly under: number; readonly factor: number }[];
  /** Share of citizens who do this for the first time, and how much longer they think. */
  readonly firstTimers: { readonly share: number; readonly factor: number };
  /** Share of wheelchair users, and how much longer each stage takes them (nobody). */
  readonly wheelchairUsers?: {
    readonly share: number;
    readonly factors: Readonly<Partial<Record<ThinkStage, number | undefined>>>;
  };
  /** Probability that one entry of the PIN is wrong. */
  readonly pinErrorShare: number;
  /** Probability to walk away at the confirmation. */
  readonly abandonShare: number;
  /** Probability to walk away at other moments (nobody). */
  readonly abandonAt?: Traits['abandonAt'];
  /** Probability to stop and wonder at a stage, and for how long (nobody). */
  readonly hesitation?: { readonly share: number; readonly pause: DurationEstimate };
  /** Probability to leave something behind, and to come back for it (nobody). */
  readonly forgets?: {
    readonly cardShare: number;
    readonly paperShare: number;
    readonly backShare: number;
    readonly backAfter: DurationEstimate;
  };
  /** What they hold out for the fee, in any unit (exact coins). */
  readonly pays?: Readonly<Partial<Record<Means, number | undefined>>>;
  /** Probability to try again after a journey without a certificate (nobody). */
  readonly comesBack?: {
    readonly afterFailure: number;
    readonly afterRefusal: number;
    readonly after: DurationEstimate;
    readonly times: number;
  };
  /** Those who differ from the others (nobody). */
  readonly profiles?: readonly Profile[];
  /** How long a citizen waits for a busy kiosk before walking away. */
  readonly patience: DurationEstimate;
}

/** What all citizens of a run share: the distributions, made once. */
export interface Temper {
  readonly behaviour: Behaviour;
  readonly thinkMs: Readonly<Record<ThinkStage, Distribution>>;
  readonly patienceMs: Distribution;
  readonly pauseMs: Distribution;
  readonly backAfterMs: Distribution;
  readonly againAfterMs: Distribution;
  readonly means: (rng: Rng) => Means;
}

export function temper(behaviour: Behaviour): Temper {
  const entries = THINK_STAGES.map((stage) => {
    const { medianMs, p95Ms } = behaviour.thinkMs[stage];
    return [stage, lognormal(medianMs, p95Ms)] as const;
  });
  return {
    behaviour,
    thinkMs: Object.fromEntries(entries) as Record<ThinkStage, Distribution>,
    patienceMs: estimated(behaviour.patience),
    pauseMs: estimated(behaviour.hesitation?.pause),
    backAfterMs: estimated(behaviour.forgets?.backAfter),
    againAfterMs: estimated(behaviour.comesBack?.after),
    means: meansOf(behaviour),
  };
}

function estimated(estimate: DurationEstimate | undefined): Distribution {
  return estimate === undefined ? () => 0 : lognormal(estimate.medianMs, estimate.p95Ms);
}

/** Where all pay alike nothing is drawn, so that all else is as it would be without the choice. */
function meansOf({ pays = {} }: Behaviour): (rng: Rng) => Means {
  const present = MEANS.filter((means) => (pays[means] ?? 0) > 0);
  const only = present[0] ?? 'exact-coins';
  if (present.length < 2) return () => only;
  return empirical(
    present,
    present.map((means) => pays[means] ?? 0),
  );
}

/** The mean of an estimate's lognormal, in ms. */
export function meanMs({ medianMs, p95Ms }: DurationEstimate): number {
  return lognormalMean(medianMs, p95Ms);
}

/** An instant that a person keeps to, however long they would have thought. */
export interface Appointment {
  /** The stage that ends at that instant. */
  readonly stage: ThinkStage;
  /** How long it is until then, ms; below 0 if it has passed. */
  readonly remainingMs: () => number;
}

/** One person in front of a kiosk; every choice comes from the person's own stream. */
export class Citizen implements Visitor {
  readonly #temper: Temper;
  readonly #rng: Rng;
  readonly #factor: number;
  readonly #isWheelchairUser: boolean;
  readonly #traits: readonly Traits[];
  readonly #appointment: Appointment | undefined;

  constructor(shared: Temper, age: number, rng: Rng, appointment?: Appointment) {
    this.#temper = shared;
    this.#rng = rng;
    this.#appointment = appointment;
    const { paceByAge, firstTimers, wheelchairUsers: { share = 0 } = {} } = shared.behaviour;
    const first = rng.uniform() < firstTimers.share ? firstTimers.factor : 1;
    this.#factor = first * paceOf(paceByAge, age);
    // Nothing is drawn where there are none, so that all others think as they would without.
    this.#isWheelchairUser = this.#falls(share);
    this.#traits = this.#profiles(shared.behaviour.profiles ?? NONE, age);
  }

  think(stage: ThinkStage, alreadyMs = 0): Wait {
    return sleep(Math.max(0, this.thinkMs(stage) - alreadyMs));
  }

  /** How long this person takes over a stage, this time. */
  thinkMs(stage: ThinkStage): number {
    const { thinkMs, pauseMs } = this.#temper;
    const share = this.#highest('hesitationShare', this.#temper.behaviour.hesitation?.share);
    const pausesMs = this.#falls(share) ? pauseMs(this.#rng) : 0;
    const ownMs = this.#factor * this.#reach(stage) * thinkMs[stage](this.#rng) + pausesMs;
    if (this.#appointment?.stage !== stage) return ownMs;
    const remainingMs = this.#appointment.remainingMs();
    return remainingMs < 0 ? ownMs : remainingMs;
  }

  /** How long this person waits for a busy kiosk. */
  patienceMs(): number {
    return this.#temper.patienceMs(this.#rng);
  }

  /** The digits this person types, given the right ones: sometimes with the last digit wrong. */
  typedPin(pin: string): string {
    const share = this.#highest('pinErrorShare', this.#temper.behaviour.pinErrorShare);
    if (this.#rng.uniform() >= share) return pin;
    return pin.slice(0, -1) + ((Number(pin.at(-1)) + 1) % 10);
  }

  /** Whether this person walks away at the confirmation. */
  abandons(): boolean {
    return this.#rng.uniform() < this.#temper.behaviour.abandonShare;
  }

  /** What this person holds out for a fee. */
  pays(yen: number): Tender {
    return tenderOf(this.#temper.means(this.#rng), yen);
  }

  /** What this person will do otherwise than the screens expect, if anything; asked once. */
  lapse(): Lapse | undefined {
    const { forgets } = this.#temper.behaviour;
    for (const stage of THINK_STAGES) {
      if (this.#falls(this.#abandonShare(stage))) return { kind: 'walks-away', stage };
    }
    if (this.#falls(this.#highest('forgetsCardShare', forgets?.cardShare))) {
      return { kind: 'forgets', what: 'card', backAfterMs: this.#backAfterMs() };
    }
    if (this.#falls(this.#highest('forgetsPaperShare', forgets?.paperShare))) {
      return { kind: 'forgets', what: 'paper', backAfterMs: this.#backAfterMs() };
    }
    return undefined;
  }

  /** How long after a journey who has come so often before tries again, ms, if they do. */
  comesBackAfterMs({ outcome }: Pick<JourneyEnd, 'outcome'>, before: number): number | undefined {
    const { comesBack } = this.#temper.behaviour;
    const { afterFailure = 0, afterRefusal = 0, times = 0 } = comesBack ?? {};
    if (before >= times) return undefined;
    const failed = outcome === 'failed' || outcome === 'timed-out';
    const share = failed ? afterFailure : outcome === 'refused' ? afterRefusal : 0;
    return this.#falls(share) ? this.#temper.againAfterMs(this.#rng) : undefined;
  }

  #abandonShare(stage: ThinkStage): number {
    let highest = this.#temper.behaviour.abandonAt?.[stage] ?? 0;
    for (const { abandonAt } of this.#traits) highest = Math.max(highest, abandonAt?.[stage] ?? 0);
    return highest;
  }

  #backAfterMs(): number {
    const isBack = this.#falls(this.#temper.behaviour.forgets?.backShare ?? 0);
    return isBack ? this.#temper.backAfterMs(this.#rng) : Number.POSITIVE_INFINITY;
  }

  /** How much longer a stage takes this person than others of the same pace. */
  #reach(stage: ThinkStage): number {
    let factor = 1;
    if (this.#isWheelchairUser) {
      factor = this.#temper.behaviour.wheelchairUsers?.factors[stage] ?? 1;
    }
    for (const { factor: all = 1, factors } of this.#traits)
      factor *= all * (factors?.[stage] ?? 1);
    return factor;
  }

  #profiles(profiles: readonly Profile[], age: number): readonly Traits[] {
    if (profiles.length === 0) return NONE;
    return profiles.filter(({ share, ages }) => {
      const isOfAge = ages === undefined || (ages.from <= age && age <= ages.to);
      return isOfAge && this.#falls(share);
    });
  }

  /** The highest of a probability as all have it and as this person's traits have it. */
  #highest(share: ShareTrait, ofAll = 0): number {
    let highest = ofAll;
    for (const traits of this.#traits) highest = Math.max(highest, traits[share] ?? 0);
    return highest;
  }

  /** Whether what has this probability happens; of what never does nothing is drawn. */
  #falls(share: number): boolean {
    return share > 0 && this.#rng.uniform() < share;
  }
}

/** Traits that are probabilities. */
type ShareTrait = 'pinErrorShare' | 'hesitationShare' | 'forgetsCardShare' | 'forgetsPaperShare';

const NONE: readonly Profile[] = [];

function paceOf(bands: Behaviour['paceByAge'], age: number): number {
  for (const { under, factor } of bands) if (age < under) return factor;
  return 1;
}
