import type { Process, Wait } from '../../sim/process.ts';
import type { ThinkStage } from '../kiosk/stages.ts';
import type { Tender } from '../payment/cash.ts';

/** Whoever stands in front of a kiosk, as it meets them: a synthetic citizen, or a person. */
export interface Visitor {
  /** What ends a stage of theirs, of which `alreadyMs` have passed (0). */
  think(stage: ThinkStage, alreadyMs?: number): Wait;
  /** The digits they type, given the right ones. */
  typedPin(pin: string): string;
  /** Whether they go back to choose again, asked after each choice (they do not). */
  reconsiders?(): boolean;
  /** Whether they walk away at the confirmation. */
  abandons(): boolean;
  /** What they hold out for the fee; without it they see to it themselves at the slot. */
  pays?(yen: number): Tender;
  /** How long they wait for a busy kiosk, ms. */
  patienceMs(): number;
  /** Ends when they leave in mid-journey, with the reason; without it they do not. */
  leaving?(): Process<string>;
}
