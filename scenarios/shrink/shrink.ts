import assert from 'node:assert/strict';
import { durationMs } from '../../sim/units.ts';
import type { Violation } from '../judging/oracle.ts';
import { Scenario } from '../scenario.ts';
import { type Pass, withVisits } from './shrink-candidates.ts';
import { type Evidence, ShrinkRefused } from './shrink-evidence.ts';
import { defaultsPass, LEAVING_OUT, orderPass, PASSES } from './shrink-passes.ts';
import type { Trial } from './shrink-trial.ts';

/** What a shrinker is given. */
export interface ShrinkPorts {
  /** Whether the oracle alarms in a scenario. */
  readonly trial: Trial;
  /** Answers whether another run is within the budget, given how many there have been. */
  readonly affords: (runs: number) => boolean;
  /** Lets other things (signals, drawing) have their turn. */
  readonly breathe: () => Promise<void>;
  readonly onProgress: (progress: ShrinkProgress) => void;
}

export interface ShrinkProgress {
  readonly runs: number;
  readonly journeys: number;
  /** What is being tried to make smaller, in a few words. */
  readonly doing: string;
}

/** The smallest scenario that was found. */
export interface Shrunk {
  readonly scenario: Scenario;
  /** What the oracle says of it. */
  readonly violation: Violation;
  readonly runs: number;
  /** False if the budget ended before nothing more could be left out. */
  readonly finished: boolean;
  readonly journeys: { readonly before: number; readonly after: number };
}

/** Without what is told of the run and asserted of it, neither of which changes it. */
function untold({ case: _case, expect: _expect, ...scenario }: Scenario): Scenario {
  return scenario;
}

function whyNotAgain({ violation, others }: Evidence): string {
  const remedy =
    others.length === 0
      ? '`kofu replay` says whether the run repeats at all'
      : `try another one that alarmed with --oracle (${others.join(', ')})`;
  return (
    `${violation.oracle} alarmed in the recording, but not when its citizens came again in ` +
    `virtual time, where nothing is drawn: ${remedy}`
  );
}

/** How far before the citizen of the violation the first citizen may have come, ms. */
const REACHES_MS = [10, 60, 600, 1800, 7200, 28_800].map((seconds) => seconds * 1000);

/** What makes no scenario smaller, but plainer; and then whether anything can be left out of it. */
const FINISH: readonly Pass[] = [
  { doing: 'defaults of the server', candidates: defaultsPass },
  ...LEAVING_OUT,
  { doing: 'order', candidates: orderPass },
];

/** Rounds of all passes at most: each begins where the last one has left something to do. */
const ROUNDS = 8;

/**
 * Finds the smallest scenario in which the oracle still alarms: fewer citizens, faults and office
 * operations, fewer kiosks, smaller numbers. Each candidate is lived in virtual time; all follows
 * from the evidence, so that the same budget of runs gives the same result. Throws ShrinkRefused
 * if the evidence does not repeat.
 */
export async function shrink(evidence: Evidence, ports: ShrinkPorts): Promise<Shrunk> {
  const search = new Search(ports);
  let scenario = await search.inReach(evidence);
  let finished = false;
  for (let round = 0; round < ROUNDS && !finished && search.affords; round++) {
    const began = scenario;
    for (const pass of PASSES) scenario = await search.pass(pass, scenario);
    finished = search.affords && scenario === began;
  }
  for (const pass of FINISH) scenario = await search.pass(pass, scenario);
  finished &&= search.affords;
  // The oracle has the last word: what is handed over alarms.
  const violation = ports.trial(scenario);
  assert(violation !== undefined, 'the same scenario and seed show the same');
  const journeys = { before: evidence.visits.length, after: journeysIn(scenario) };
  return { scenario, violation, runs: search.runs, finished, journeys };
}

/** How many citizens a shrunk scenario has. */
export function journeysIn({ workloads }: Scenario): number {
  return Object.values(workloads).reduce(
    (sum, workload) => sum + (workload.executor === 'visits' ? workload.citizens.length : 0),
    0,
  );
}

/** Tries candidates one by one and remembers what came out. */
class Search {
  readonly #ports: ShrinkPorts;
  readonly #known = new Map<string, boolean>();
  runs = 0;
  /** Journeys of the smallest scenario so far. */
  #journeys = 0;

  constructor(ports: ShrinkPorts) {
    this.#ports = ports;
  }

  get affords(): boolean {
    return this.#ports.affords(this.runs);
  }

  /** The citizens of the run who can have to do with the violation, and nobody else. */
  async inReach(evidence: Evidence): Promise<Scenario> {
    const { visits, appointed, cameMs, violation } = evidence;
    const scenario = untold(evidence.scenario);
    for (const reachMs of [...REACHES_MS, Number.POSITIVE_INFINITY]) {
      for (const comers of [appointed, visits]) {
        const near = comers.filter(
          ({ at }) => durationMs(at) >= cameMs - reachMs && durationMs(at) <= violation.t,
        );
        const candidate = withVisits(scenario, near);
        this.#journeys = near.length;
        if (near.length > 0 && (await this.#showsIn(candidate, 'reach'))) return candidate;
      }
    }
    throw new ShrinkRefused(whyNotAgain(evidence));
  }

  /** Lets a pass make a scenario smaller, for as long as the budget lasts. */
  async pass({ doing, candidates }: Pass, began: Scenario): Promise<Scenario> {
    const steps = candidates(began);
    let smallest = began;
    let text = JSON.stringify(began);
    for (let step = steps.next(); step.done !== true; ) {
      if (!this.affords) return smallest;
      const candidate = JSON.stringify(step.value);
      // What changes nothing is no progress, or there would be no end of it.
      const shows = candidate !== text && (await this.#showsIn(step.value, doing));
      if (shows) [smallest, text] = [step.value, candidate];
      this.#journeys = journeysIn(smallest);
      step = steps.next(shows);
    }
    return smallest;
  }

  async #showsIn(candidate: Scenario, doing: string): Promise<boolean> {
    const key = JSON.stringify(candidate);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const shows = Scenario.safeParse(candidate).success && this.#lived(candidate);
    // What is large is seldom asked again.
    if (key.length < KEPT) this.#known.set(key, shows);
    this.#ports.onProgress({ runs: this.runs, journeys: this.#journeys, doing });
    await this.#ports.breathe();
    return shows;
  }

  /** A candidate that cannot be lived to its end, e.g. as an office refuses, shows nothing. */
  #lived(candidate: Scenario): boolean {
    this.runs += 1;
    try {
      return this.#ports.trial(candidate) !== undefined;
    } catch {
      return false;
    }
  }
}

/** Letters of a scenario whose outcome is remembered. */
const KEPT = 50_000;
