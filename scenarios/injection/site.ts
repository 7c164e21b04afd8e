import type { CardResponse } from '../../devices/card/card.ts';
import type { Connection, Silence } from '../../devices/card-reader/card-reader.ts';
import type { Lapse } from '../../devices/citizen/visit.ts';
import type { PaymentOutcome } from '../../devices/payment/payment.ts';
import type { PrinterStop } from '../../devices/printer/printer.ts';
import type { MutantId } from '../../server/mutant.ts';
import type { Outcome } from '../../server/problems.ts';
import type { Process } from '../../sim/process.ts';

/**
 * Where faults strike, and what a caller there can be told instead of an answer. All of them are
 * things that callers of these ports must reckon with anyway: a fault invents no new outcome.
 */
export interface SiteFailures {
  /** A kiosk’s request to the centre, over the dedicated line (専用回線). */
  readonly line: { readonly kind: 'failed'; readonly reason: string };
  /** The centre’s telegram to a municipality’s issuing servers, over LGWAN. */
  readonly link: Outcome<never>;
  /** The same, at the node of the issuing server that it has come to. */
  readonly node: Outcome<never>;
  /** Which build of its software a node serves a call by: a wrong one is named by its mutant. */
  readonly build: MutantId;
  /** A step of a node’s own work, for which one of its workers is taken: it can be late. */
  readonly work: never;
  /** The centre’s validity check of a card’s certificate (JPKI). */
  readonly jpki: Outcome<never>;
  /** A statement to the ledger or the registers: it can be late, and it can break. */
  readonly database: never;
  /** A kiosk’s printer: `status` when it is asked, each sheet (`feed`), and its repair (`clear`). */
  readonly printer: PrinterStop;
  /** An amount that a kiosk’s payment unit is to take (`collect`). */
  readonly payment: Exclude<PaymentOutcome, { readonly kind: 'collected' }>;
  /** The card on a kiosk’s reader: when it is found (`connect`), and each command (`transmit`). */
  readonly reader: Silence | CardResponse | Extract<Connection, { readonly kind: 'unreadable' }>;
  /** A citizen at a kiosk, asked once what will go otherwise than the screens expect (`visit`). */
  readonly citizen: Lapse;
  /** A shop with its kiosk: who comes in (`admit`), the mains (`supply`) and its repair (`restore`). */
  readonly kiosk: 'closed' | 'no-power';
}

export type Site = keyof SiteFailures;

/** One call at a site: what selectors choose by. */
export interface Call {
  /** Name of the port’s operation, e.g. `issue`. */
  readonly operation: string;
  /** Says whom it is about, so that its chance depends on nobody else. */
  readonly key: string;
  readonly kiosk?: string | undefined;
  readonly municipality?: string | undefined;
  readonly node?: string | undefined;
  /** Which one it is of its whole, from 1: a sheet of a document, a command to a card. */
  readonly nth?: number | undefined;
}

/** Stands around the calls of a site, and lets them pass, changes or answers them. */
export type Around<S extends Site> = <A>(
  call: Call,
  proceed: () => Process<A>,
) => Process<A | SiteFailures[S]>;
