import type { CertificateOptions, CertificateType } from '../server/contract.ts';
import type { Process, Runner } from '../sim/process.ts';
import type { HeldCard } from './card-office.ts';
import type { CardReader } from './card-reader.ts';
import type { CardSlot } from './card-slot.ts';
import type { Centre } from './centre.ts';
import type { Citizen } from './citizen.ts';
import type { JourneyOutcome, KioskEvent } from './events.ts';
import type { Outbox } from './outbox.ts';
import type { PaymentUnit } from './payment.ts';
import type { Printer } from './printer.ts';
import type { Stage } from './stages.ts';

/** What a kiosk is made of and connected to. */
export interface KioskPorts {
  readonly runner: Runner;
  readonly reader: CardReader;
  readonly slot: CardSlot;
  readonly printer: Printer;
  readonly payment: PaymentUnit;
  readonly centre: Centre;
  /** The kiosk journal. */
  readonly emit: (event: KioskEvent) => void;
  /** What a card is given to sign for a challenge (a DigestInfo of its SHA-256, or its model). */
  readonly digestInfo: (challenge: Uint8Array) => Uint8Array;
  readonly patience: CentrePatience;
  readonly outbox: Outbox;
}

/** How long and how often a kiosk asks the centre. */
export interface CentrePatience {
  /** Milliseconds, measured time, per attempt. */
  readonly timeoutMs: number;
  readonly attempts: number;
  /** Pause before the same is asked again, ms. */
  readonly pauseMs: number;
}

/** One citizen with one card and one wish. */
export interface Visit {
  /** Number of the journey, from 0. */
  readonly journey: number;
  /** Instant the citizen was due, ms of scenario time. */
  readonly dueMs: number;
  readonly citizen: Citizen;
  /** The card, as soon as it is to hand. */
  readonly card: () => Process<HeldCard>;
  readonly municipality: string;
  readonly type: CertificateType;
  readonly options: CertificateOptions;
}

/** How a journey ended, where and why. */
export interface JourneyEnd {
  readonly outcome: JourneyOutcome;
  readonly stage: Stage | 'queue';
  readonly reason: string;
}
