import { type Distribution, lognormal, lognormalMean } from '../../sim/distribution.ts';
import type { Rng } from '../../sim/rng.ts';
import { THINK_STAGES, type ThinkStage } from '../kiosk/stages.ts';

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
  /** How long a citizen waits for a busy kiosk before walking away. */
  readonly patience: DurationEstimate;
}

/** What all citizens of a run share: the distributions, made once. */
export interface Temper {
  readonly behaviour: Behaviour;
  readonly thinkMs: Readonly<Record<ThinkStage, Distribution>>;
  readonly patienceMs: Distribution;
}

export function temper(behaviour: Behaviour): Temper {
  const entries = THINK_STAGES.map((stage) => {
    const { medianMs, p95Ms } = behaviour.thinkMs[stage];
    return [stage, lognormal(medianMs, p95Ms)] as const;
  });
  return {
    behaviour,
    thinkMs: Object.fromEntries(entries) as Record<ThinkStage, Distribution>,
    patienceMs: lognormal(behaviour.patience.medianMs, behaviour.patience.p95Ms),
  };
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
export class Citizen {
  readonly #temper: Temper;
  readonly #rng: Rng;
  readonly #factor: number;
  readonly #isWheelchairUser: boolean;
  readonly #appointment: Appointment | undefined;

  constructor(shared: Temper, age: number, rng: Rng, appointment?: Appointment) {
    this.#temper = shared;
    this.#rng = rng;
    this.#appointment = appointment;
    const { paceByAge, firstTimers, wheelchairUsers: { share = 0 } = {} } = shared.behaviour;
    const first = rng.uniform() < firstTimers.share ? firstTimers.factor : 1;
    this.#factor = first * paceOf(paceByAge, age);
    // Nothing is drawn where there are none, so that all others think as they would without.
    this.#isWheelchairUser = share > 0 && rng.uniform() < share;
  }

  /** How long this person takes over a stage, this time. */
  thinkMs(stage: ThinkStage): number {
    const ownMs = this.#factor * this.#reach(stage) * this.#temper.thinkMs[stage](this.#rng);
    if (this.#appointment?.stage !== stage) return ownMs;
    const remainingMs = this.#appointment.remainingMs();
    return remainingMs < 0 ? ownMs : remainingMs;
  }

  /** How much longer a stage takes whom the machine is too high for. */
  #reach(stage: ThinkStage): number {
    if (!this.#isWheelchairUser) return 1;
    return this.#temper.behaviour.wheelchairUsers?.factors[stage] ?? 1;
  }

  /** How long this person waits for a busy kiosk. */
  patienceMs(): number {
    return this.#temper.patienceMs(this.#rng);
  }

  /** The digits this person types, given the right ones: sometimes with the last digit wrong. */
  typedPin(pin: string): string {
    if (this.#rng.uniform() >= this.#temper.behaviour.pinErrorShare) return pin;
    return pin.slice(0, -1) + ((Number(pin.at(-1)) + 1) % 10);
  }

  /** Whether this person walks away at the confirmation. */
  abandons(): boolean {
    return this.#rng.uniform() < this.#temper.behaviour.abandonShare;
  }
}

function paceOf(bands: Behaviour['paceByAge'], age: number): number {
  for (const { under, factor } of bands) if (age < under) return factor;
  return 1;
}
