import { THINK_STAGES } from '../../devices/kiosk/stages.ts';
import { lognormalMean, normalQuantile } from '../../sim/distribution.ts';
import type { RateCurve } from '../../sim/rate-curve.ts';
import { durationMs, type Estimate, instantMs } from '../../sim/units.ts';
import type { ValidityCheck } from '../judging/result.ts';
import type { Scenario } from '../scenario.ts';
import type { Watch } from '../trace-events.ts';
import { kioskCounts } from '../traffic/kiosk-ids.ts';
import { isOpen, rateCurve } from '../traffic/workloads.ts';

/** Queues take up what comes within a shorter time. */
const WINDOW_MS = 15 * 60_000;

/** Instants in a window at which the rate is looked at. */
const LOOKS = 15;

/** Windows of a run that are looked at: every one of 30 days, of longer runs some. */
const WINDOWS = 2_880;

/** The quickest of a hundred. */
const QUICKEST = 0.01;

/** What the kiosks of a scenario can physically serve, and what it asks of them. */
export interface Ceiling {
  readonly kiosks: number;
  /** How long a citizen is at a kiosk on average, ms. */
  readonly serviceMs: number;
  /** Citizens per second that all kiosks together can serve, without a pause. */
  readonly perSecond: number;
  /** The same if everybody were at each stage as quick as the quickest of a hundred. */
  readonly impossiblePerSecond: number;
  /** Citizens per second in the busiest quarter of an hour. */
  readonly askedPerSecond: number;
}

/** A kiosk serves one citizen at a time: no server can make it serve more. */
export function ceilingOf(scenario: Scenario): Ceiling {
  const names = Object.keys(scenario.workloads);
  return { ...limitsOf(scenario), askedPerSecond: busiestPerSecond(scenario, names) };
}

function limitsOf(scenario: Scenario): Omit<Ceiling, 'askedPerSecond'> {
  const { inside, outside } = kioskCounts(scenario);
  const serviceMs = atKioskMs(scenario, mean, meanPace(scenario)) + serverMs(scenario);
  // How fast the server is says the run: the quickest one takes no time at all.
  const quickestMs = atKioskMs(scenario, quickest, quickestPace(scenario));
  const atOnce = kiosksAtOnce(scenario);
  return {
    kiosks: inside + outside,
    serviceMs,
    perSecond: (atOnce * 1000) / serviceMs,
    impossiblePerSecond: (atOnce * 1000) / quickestMs,
  };
}

/**
 * How many kiosks are at work when the first place is full: those of the city, or those outside of
 * it. Where a demand says who goes where, or a nation has many cities, all of them at most.
 */
function kiosksAtOnce(scenario: Scenario): number {
  const { inside, outside } = kioskCounts(scenario);
  const { citizens, workloads, nation } = scenario;
  const isElsewhere = Object.values(workloads).some(
    (workload) => 'demand' in workload && workload.demand !== undefined,
  );
  if (nation !== undefined || isElsewhere) return inside + outside;
  const share = citizens.outsideShare;
  return Math.min(
    share < 1 ? inside / (1 - share) : Number.POSITIVE_INFINITY,
    share > 0 ? outside / share : Number.POSITIVE_INFINITY,
  );
}

/** Counts above this many standard deviations are no chance. */
const DEVIATIONS = 3;

/** Tells of a run in which more citizens came than the kiosks can serve. */
export class CeilingWatch {
  readonly #scenario: Scenario;
  readonly #counts: number[] = [];

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  readonly watch: Watch = {
    arrived: ({ t, workload: name }) => {
      // Who comes back when he is done asks for no more than he is given.
      const workload = this.#scenario.workloads[name];
      if (workload === undefined || !isOpen(workload)) return;
      const window = Math.max(0, Math.floor(t / WINDOW_MS));
      this.#counts[window] = (this.#counts[window] ?? 0) + 1;
    },
  };

  /** Undefined below the ceiling. Above it the run is sound, and its queues are the kiosks’. */
  check(): ValidityCheck | undefined {
    const limits = limitsOf(this.#scenario);
    const windowMs = Math.min(WINDOW_MS, durationMs(this.#scenario.duration));
    const count = this.#counts.reduce((most, each = 0) => Math.max(most, each), 0);
    const most = (limits.perSecond * windowMs) / 1000;
    if (count <= most + DEVIATIONS * Math.sqrt(most)) return undefined;
    const askedPerSecond = (count * 1000) / windowMs;
    const message = whyOverCeiling({ ...limits, askedPerSecond }) ?? '';
    return { name: 'ceiling', verdict: 'pass', message };
  }
}

/** What has to be said of a scenario that asks more than its kiosks can serve. */
export function whyOverCeiling(ceiling: Ceiling): string | undefined {
  const { askedPerSecond: asked, perSecond } = ceiling;
  if (asked <= perSecond) return undefined;
  return `${rateText(asked)} are asked for in the busiest quarter of an hour, ${(asked / perSecond).toFixed(1)} times the ${rateText(perSecond)} of ${limitText(ceiling)}: citizens queue and walk away whatever the server does, and it never sees that rate`;
}

/** Why a rate cannot be meant: no luck makes kiosks serve it. Undefined if it can. */
export function whyImpossible(ceiling: Ceiling): string | undefined {
  const { askedPerSecond: asked, impossiblePerSecond, kiosks } = ceiling;
  if (asked <= impossiblePerSecond) return undefined;
  const needed = Math.ceil((kiosks * asked) / ceiling.perSecond);
  return `workloads ask for ${rateText(asked)}, but ${limitText(ceiling)} serve ${rateText(ceiling.perSecond)}, and ${rateText(impossiblePerSecond)} if everybody were as quick as the quickest of a hundred: lower the rate, or give the stores about ${needed} kiosks`;
}

function limitText({ kiosks, serviceMs }: Ceiling): string {
  return `${kiosks} kiosks ÷ ${Math.round(serviceMs / 1000)} s a citizen`;
}

function rateText(perSecond: number): string {
  return `${Number(perSecond.toPrecision(3))}/s`;
}

type Figure = (estimate: Estimate) => number;

function mean({ median, p95 }: Estimate): number {
  return lognormalMean(durationMs(median), durationMs(p95));
}

function quickest({ median, p95 }: Estimate): number {
  const sigma = Math.log(durationMs(p95) / durationMs(median)) / normalQuantile(0.95);
  return durationMs(median) * Math.exp(sigma * normalQuantile(QUICKEST));
}

/** Citizen and printer together; each kiosk of a fleet may print at a speed of its own. */
function atKioskMs({ citizens, printer, stores }: Scenario, figure: Figure, pace: number): number {
  const { think } = citizens.behaviour;
  const thinkMs = THINK_STAGES.reduce((sum, stage) => sum + figure(think[stage]), 0);
  const printers = [
    printer.firstPage,
    ...stores.fleet.flatMap((each) => each.printer.firstPage ?? []),
  ];
  return pace * thinkMs + Math.min(...printers.map(figure));
}

function serverMs({ server: { pace } }: Scenario): number {
  return mean(pace.authenticate) + mean(pace.issue) + mean(pace['print-image']);
}

/** How much longer than the medians say citizens of these ages take on average. */
function meanPace({ citizens: { ages, behaviour } }: Scenario): number {
  let weight = 0;
  let sum = 0;
  for (const { from, to, share } of ages) {
    for (let age = from; age <= to; age++) {
      const each = share / (to - from + 1);
      weight += each;
      sum += each * (behaviour.paceByAge.find(({ under }) => age < under)?.factor ?? 1);
    }
  }
  const { share, factor } = behaviour.firstTimers;
  return (weight > 0 ? sum / weight : 1) * (1 + share * (factor - 1));
}

function quickestPace({ citizens: { behaviour } }: Scenario): number {
  const profiles = Object.values(behaviour.profiles).map(({ factor = 1 }) => Math.min(1, factor));
  const ages = behaviour.paceByAge.map(({ factor }) => factor);
  return Math.min(1, ...ages) * profiles.reduce((product, factor) => product * factor, 1);
}

/** Citizens per second of these open workloads together, in their busiest quarter of an hour. */
export function busiestPerSecond(scenario: Scenario, names: readonly string[]): number {
  const lastsMs = durationMs(scenario.duration);
  const windowMs = Math.min(WINDOW_MS, lastsMs);
  const curves = Object.entries(scenario.workloads).flatMap(([name, workload]) => {
    if (!names.includes(name)) return [];
    const startMs = durationMs(workload.startTime);
    const beginsAtMs = instantMs(scenario.start) + startMs;
    const curve = rateCurve(workload, beginsAtMs, lastsMs - startMs);
    return curve === undefined ? [] : [{ startMs, curve }];
  });
  const windows = Math.ceil(lastsMs / windowMs);
  const every = Math.ceil(windows / WINDOWS);
  let busiest = 0;
  for (let window = 0; window < windows; window += every) {
    let asked = 0;
    for (const { startMs, curve } of curves) {
      asked += meanRate(curve, window * windowMs - startMs, windowMs);
    }
    busiest = Math.max(busiest, asked);
  }
  return busiest;
}

function meanRate(curve: RateCurve, fromMs: number, windowMs: number): number {
  let sum = 0;
  for (let look = 0; look < LOOKS; look++) {
    sum += curve.ratePerSecond(fromMs + ((look + 0.5) * windowMs) / LOOKS);
  }
  return sum / LOOKS;
}
