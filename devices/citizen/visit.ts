import type { CertificateOptions, CertificateType } from '../../server/contract.ts';
import type { UnsettledIssuance } from '../../server/contract-bus.ts';
import type { Process, Runner } from '../../sim/process.ts';
import type { Centre } from '../bus/centre.ts';
import type { Outbox } from '../bus/outbox.ts';
import type { HeldCard } from '../card/card-office.ts';
import type { CardReader } from '../card-reader/card-reader.ts';
import type { CardSlot } from '../card-reader/card-slot.ts';
import type { JourneyOutcome, KioskEvent } from '../events.ts';
import type { Power } from '../kiosk/power.ts';
import type { Screen } from '../kiosk/screen.ts';
import type { Stage, ThinkStage } from '../kiosk/stages.ts';
import type { WorkingMemory } from '../kiosk/working-memory.ts';
import type { CashSlot } from '../payment/cash-slot.ts';
import type { PaymentUnit } from '../payment/payment.ts';
import type { Printer } from '../printer/printer.ts';
import type { Visitor } from './visitor.ts';

/** What a kiosk is made of and connected to. */
export interface KioskPorts {
  readonly runner: Runner;
  readonly reader: CardReader;
  readonly slot: CardSlot;
  readonly printer: Printer;
  readonly payment: PaymentUnit;
  /** Where a hand puts the money into it (nobody's hand does). */
  readonly cash?: CashSlot | undefined;
  readonly centre: Centre;
  /** The kiosk journal. */
  readonly emit: (event: KioskEvent) => void;
  /** What a card is given to sign for a challenge (a DigestInfo of its SHA-256, or its model). */
  readonly digestInfo: (challenge: Uint8Array) => Uint8Array;
  readonly patience: CentrePatience;
  readonly outbox: Outbox;
  /** What the kiosk knows of the citizen it serves (one of its own). */
  readonly memory?: WorkingMemory;
  /** Where somebody sees how far it has come (nobody looks). */
  readonly screen?: Screen;
  /** Which of its prompts stand in its journal: those with a lamp, or all (none). */
  readonly prompts?: 'moments' | 'all' | undefined;
  /** What it does about what is left behind. */
  readonly leftBehind?: LeftBehind | undefined;
  /** What it does about a document that came out in part (the fee back). */
  readonly recovery?: Recovery;
  /** The mains of its shop (it never fails). */
  readonly power?: Power | undefined;
  /** Whether the shop lets the next citizen in (everybody). */
  readonly admits?: (() => Process<boolean>) | undefined;
  /** What its operator wills: one that is drained takes nobody any more (it is in service). */
  readonly operation?: { readonly isDraining: boolean; leave(): void } | undefined;
  /** Its place on the device bus, which it loses with its power. */
  readonly place?: BusPlace | undefined;
}

/** A kiosk’s place on the device bus. */
export interface BusPlace {
  leave(): void;
  /** Registers anew: answers what the centre then finds unsettled, if it does not tell it later. */
  take(): Process<readonly UnsettledIssuance[]>;
}

/** What a kiosk does about a document that came out in part. */
export type Recovery =
  /** Gives the fee back: the pages that came out are no certificate. */
  | { readonly kind: 'refund' }
  /** Prints the pages that are missing once the printer is ready; the fee back if it never is. */
  | { readonly kind: 'reprint'; readonly patienceMs: number };

/** How a kiosk calls after citizens, and what it then does. All in ms. */
export interface LeftBehind {
  /** It says so by voice, lamp and screen this long after the journey. */
  readonly promptAfterMs: number;
  /** It raises the alarm this long after the journey. */
  readonly alarmAfterMs: number;
  /** It takes in what lies there this long after the alarm. */
  readonly retainAfterMs: number;
  /** Where it cannot take it in, a clerk comes so much later, and nobody is served till then. */
  readonly clerkAfterMs?: number | undefined;
}

/** How long and how often a kiosk asks the centre. */
export interface CentrePatience {
  /** Milliseconds, measured time, per attempt. */
  readonly timeoutMs: number;
  readonly attempts: number;
  /** Pause before the same is asked again, ms. */
  readonly pauseMs: number;
}

/** What a citizen does otherwise than the screens expect. */
export type Lapse =
  | { readonly kind: 'walks-away'; readonly stage: ThinkStage }
  /** Comes back for it so long after the kiosk has called, ms, or never. */
  | { readonly kind: 'forgets'; readonly what: 'card' | 'paper'; readonly backAfterMs: number };

/** One citizen with one card and one wish. */
export interface Visit {
  /** Number of the journey, from 0. */
  readonly journey: number;
  /** What its request id begins with, where the server may know those of earlier runs. */
  readonly requestPrefix?: string | undefined;
  /** Instant the citizen was due, ms of scenario time. */
  readonly dueMs: number;
  readonly citizen: Visitor;
  /** The card, as soon as it is to hand. */
  readonly card: () => Process<HeldCard>;
  readonly municipality: string;
  readonly type: CertificateType;
  readonly options: CertificateOptions;
  readonly lapse?: Lapse | undefined;
  /** Ends when they are called away from the kiosk, with the reason; whoever has paid stays. */
  readonly leaving?: (() => Process<string>) | undefined;
}

/** How a journey ended, where and why. */
export interface JourneyEnd {
  readonly outcome: JourneyOutcome;
  readonly stage: Stage | 'queue';
  readonly reason: string;
}
