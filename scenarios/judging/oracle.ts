import type { Scenario } from '../scenario.ts';
import type { Watch } from '../trace-events.ts';

/** Something an oracle saw: a violation, which must not happen, or a notice. */
export interface Violation {
  readonly oracle: string;
  /** Scenario time in ms. */
  readonly t: number;
  readonly journey: number;
  readonly kiosk: string;
  /** One sentence of what is wrong, with the values that show it. */
  readonly message: string;
  /** What was asked for and what was delivered instead, where that can be said. */
  readonly asked?: string;
  readonly delivered?: string;
}

/** What an oracle can say at the end; nothing passes for lack of data. */
export interface OracleWatch {
  readonly watch: Watch;
  /** How many things it has judged. */
  judged(): number;
  /** Whether the run had what it judges, without it always; what does not apply is left out. */
  applies?(): boolean;
  /** How many it would have judged but could not, e.g. unreadable pages. */
  unjudged?(): number;
  /** How many would be violations, had the scenario not asked for the fault behind them. */
  excused?(): number;
}

/** Judges from the trace whether every document was right. One file each, O(n), bounded memory. */
export interface Oracle {
  readonly name: string;
  /** What it asserts, in one sentence. */
  readonly asserts: string;
  readonly assertsJa: string;
  /** `notice` takes what is no violation and must be told all the same. */
  begin(scenario: Scenario, originMs: number, report: Report, notice: Report): OracleWatch;
}

export type Report = (violation: Omit<Violation, 'oracle'>) => void;
