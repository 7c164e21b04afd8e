import { digestFidelity } from '../fidelity.ts';
import type { ValidityCheck } from '../judging/result.ts';
import type { TraceEvent } from '../trace-events.ts';
import { type VirtualRun, virtualRun } from '../virtual-run.ts';
import type { Component } from './components.ts';

/** An event with its place in the one order that all components of a run have. */
export interface Placed {
  /** The instant at which it was told, µs of scenario time. */
  readonly atUs: number;
  /** Place of its component. */
  readonly place: number;
  readonly event: TraceEvent;
}

/** What happened in one stretch of scenario time in some components. */
export interface Window {
  /** In order: by instant, then by component, then as the component told them. */
  readonly events: readonly Placed[];
  /** Whether anything will happen after it. */
  readonly goesOn: boolean;
  readonly inFlight: number;
  /** When the last of them came to its end, or where they stand, ms. */
  readonly nowMs: number;
}

/** What is told when all is over. */
export interface Conclusion {
  readonly checks: readonly ValidityCheck[];
  /** What ended with the run, such as faults that were still on. */
  readonly events: readonly Placed[];
}

/** How many settled requests the ledger of each of many municipalities keeps: some minutes. */
const REMEMBERED = 32;

/**
 * Some components of a run, advanced together through windows of scenario time. What they tell
 * does not depend on which others are with them.
 */
export class Shard {
  readonly #parts: readonly VirtualRun[];
  /** What has been told since the last window, by one component after the other. */
  #events: Placed[] = [];

  constructor(components: readonly Component[], seed: number) {
    this.#parts = components.map((component) => this.#begun(component, seed));
  }

  /** Lets all happen until an instant, ms. */
  advance(untilMs: number): Window {
    let inFlight = 0;
    let nowMs = 0;
    let goesOn = false;
    for (const part of this.#parts) {
      if (!part.isOver) part.advanceTo(untilMs);
      inFlight += part.world.inFlight;
      nowMs = Math.max(nowMs, part.now());
      goesOn ||= !part.isOver;
    }
    const events = inOrder(this.#events);
    this.#events = [];
    return { events, goesOn, inFlight, nowMs };
  }

  /** Ends what is not over, and lets its components say what they have to say of themselves. */
  conclude(): Conclusion {
    const checks = this.#parts.flatMap((part) => part.checks());
    return { checks, events: inOrder(this.#events) };
  }

  #begun({ place, scope, firstJourney, scenario: made }: Component, seed: number): VirtualRun {
    const scenario = made();
    // Things are told while it is being made, too.
    let run: VirtualRun | undefined;
    const record = (event: TraceEvent) => {
      this.#events.push({ atUs: run?.atUs ?? 0, place, event });
    };
    const remembered = scope === undefined ? undefined : REMEMBERED;
    const own = { scope, firstJourney, remembered };
    run = virtualRun(scenario, seed, digestFidelity(scenario), record, own);
    return run;
  }
}

/** What is told of several components in the one order of all. Each one's own order is kept. */
export function inOrder(events: Placed[]): Placed[] {
  return events.sort(byPlace);
}

/** Which of two is told first: below 0 the one, above 0 the other. */
export function byPlace(one: Placed, other: Placed): number {
  return one.atUs - other.atUs || one.place - other.place;
}
