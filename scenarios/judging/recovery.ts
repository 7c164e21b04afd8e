import { spanMs } from '../../sim/civil-time.ts';
import { FAULTS } from '../injection/faults.ts';
import type { Scenario } from '../scenario.ts';
import type { Watch } from '../trace-events.ts';
import { kioskIds } from '../traffic/kiosk-ids.ts';
import type { FaultRecord } from './result.ts';

/** So many completed journeys in a row are looked at together, and prove that all is as before. */
const IN_A_ROW = 5;

/** So many must have been completed before the first fault, for anybody to know what was usual. */
const KNOWN_AFTER = 2 * IN_A_ROW;

/** Occurrences of faults that are told one by one. */
const KEPT = 1_000;

interface Occurrence {
  readonly fault: string;
  readonly means: string;
  readonly beganMs: number;
  endedMs?: number;
  struck?: number;
  /** When no fault was on any more: its own end, or that of another one that had begun before. */
  calmMs?: number;
  /** The last sign of trouble since then. */
  troubleMs?: number;
  recovered: boolean;
}

/**
 * Tells from the trace when the service was as before again after a fault. Signs of trouble are
 * journeys that break, more citizens waiting than before the first fault (and than one kiosk in
 * ten), and five completed journeys in a row whose median duration exceeds that of any five before
 * the first fault. The service is as before from the last sign on, once five journeys have been
 * completed without another one. Its memory is bounded by the kiosks.
 */
export class RecoveryWatch {
  readonly #occurrences: Occurrence[] = [];
  /** Those that are over while the service is not known to be as before. */
  #pending: Occurrence[] = [];
  readonly #on = new Map<string, Occurrence>();
  readonly #present = new Map<string, number>();
  #waiting = 0;
  #waitingUsually: number;
  #slowestUsually = 0;
  #completedBefore = 0;
  #hasBegun = false;
  #row: number[] = [];
  #calmMs: number | undefined;
  #troubleMs = 0;
  #good = 0;

  constructor(scenario: Scenario) {
    this.#waitingUsually = Math.ceil(kioskIds(scenario).length / 10);
  }

  readonly watch: Watch = {
    'fault-began': ({ t, fault, means }) => {
      this.#hasBegun = true;
      this.#calmMs = undefined;
      const occurrence: Occurrence = { fault, means, beganMs: t, recovered: false };
      this.#on.set(fault, occurrence);
      if (this.#occurrences.length < KEPT) this.#occurrences.push(occurrence);
    },
    'fault-ended': ({ t, fault, struck }) => {
      const occurrence = this.#on.get(fault);
      if (occurrence === undefined) return;
      this.#on.delete(fault);
      occurrence.endedMs = t;
      occurrence.struck = struck;
      this.#pending.push(occurrence);
      if (this.#on.size === 0) this.#calmDown(t);
    },
    arrived: ({ t, kiosk }) => {
      const present = (this.#present.get(kiosk) ?? 0) + 1;
      this.#present.set(kiosk, present);
      if (present > 1) this.#waiting += 1;
      this.#noteWaiting(t);
    },
    ended: ({ t, kiosk, outcome, ms }) => {
      const present = (this.#present.get(kiosk) ?? 1) - 1;
      this.#present.set(kiosk, present);
      if (present > 0) this.#waiting -= 1;
      this.#noteWaiting(t);
      if (outcome === 'failed' || outcome === 'timed-out') this.#trouble(t);
      if (outcome === 'completed') this.#completed(t, ms);
    },
  };

  /** Every time that a fault was on, in the order in which they began. */
  records(): readonly FaultRecord[] {
    return this.#occurrences.map(({ calmMs, troubleMs, ...occurrence }) => {
      const { means } = occurrence;
      const { en, ja } = FAULTS.find(({ kind }) => kind === means) ?? { en: means, ja: means };
      if (calmMs === undefined || troubleMs === undefined) return { ...occurrence, en, ja };
      return { ...occurrence, en, ja, calmMs, troubleMs: spanMs(calmMs, troubleMs) };
    });
  }

  #calmDown(t: number): void {
    this.#calmMs = t;
    this.#row = [];
    this.#trouble(t);
  }

  #noteWaiting(t: number): void {
    if (!this.#hasBegun) this.#waitingUsually = Math.max(this.#waitingUsually, this.#waiting);
    else if (this.#waiting > this.#waitingUsually) this.#trouble(t);
  }

  #completed(t: number, ms: number): void {
    this.#row.push(ms);
    if (this.#row.length > IN_A_ROW) this.#row.shift();
    if (!this.#hasBegun) {
      this.#completedBefore += 1;
      if (this.#row.length === IN_A_ROW) {
        this.#slowestUsually = Math.max(this.#slowestUsually, medianOf(this.#row));
      }
      return;
    }
    if (this.#isSlow()) this.#trouble(t);
    else this.#soundly();
  }

  #isSlow(): boolean {
    if (!this.#knowsUsual || this.#row.length < IN_A_ROW) return false;
    return medianOf(this.#row) > this.#slowestUsually;
  }

  get #knowsUsual(): boolean {
    return this.#completedBefore >= KNOWN_AFTER;
  }

  #soundly(): void {
    if (this.#calmMs === undefined) return;
    this.#good += 1;
    if (this.#good < IN_A_ROW || !this.#knowsUsual) return;
    for (const occurrence of this.#pending) occurrence.recovered = true;
    this.#pending = [];
  }

  #trouble(t: number): void {
    if (this.#calmMs === undefined) return;
    this.#good = 0;
    this.#troubleMs = t;
    for (const occurrence of this.#pending) {
      occurrence.calmMs = this.#calmMs;
      occurrence.troubleMs = this.#troubleMs;
    }
  }
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
