import type { Centre, CentreSession, Credentials, Reply } from '../../devices/bus/centre.ts';
import type { BusPlace } from '../../devices/citizen/visit.ts';
import type { Kiosk } from '../../devices/kiosk/kiosk.ts';
import type {
  Authentication,
  Issuance,
  IssuanceRequest,
  PrintResult,
} from '../../server/contract.ts';

/**
 * How kiosks talk to a server of somebody else's. One that speaks the published OpenAPI
 * (docs/openapi.json) needs none but `openapi`; for any other, this is the one file to write.
 */
export interface TargetAdapter {
  /** As the report calls it. */
  readonly name: string;
  /** Finds out whether the server can be talked to, and connects. */
  open(place: TargetPlace): Promise<OpenTarget | RefusedTarget>;
}

/** Where the server is, and what its kiosks know. */
export interface TargetPlace {
  /** Where to connect: a proxy of this machine's, where the run plans faults of lines. */
  readonly origin: string;
  /** Where it listens, as the user named it. */
  readonly url: string;
  readonly kioskIds: readonly string[];
  /** The secret that a kiosk was provisioned with; the server derives it from `fleet.key`. */
  readonly credentialOf: (kioskId: string) => string;
  /** Civil time of the simulated day, ms since 1970-01-01T00:00Z. */
  readonly nowMs: () => number;
}

/** Why it cannot be used: a sentence with the remedy. */
export interface RefusedTarget {
  readonly refused: string;
}

/** A server that kiosks can ask. */
export interface OpenTarget {
  /** What it is and how it is reached, for the report. */
  readonly description: string;
  /** What can be asked: as promises, or as the processes that devices are made of. */
  readonly centre: TargetCalls | Centre;
  /** The device bus, where it offers one. */
  readonly bus?: TargetBus | undefined;
  close(): Promise<void>;
}

/**
 * What kiosks ask, in the order of a journey. What is thrown counts as no usable answer, and is
 * asked again; `signal` says that nobody waits for it any more.
 */
export interface TargetCalls {
  readonly kind: 'promises';
  openSession(kioskId: string, signal: AbortSignal): Promise<Reply<CentreSession>>;
  authenticate(
    kioskId: string,
    sessionId: string,
    credentials: Credentials,
    signal: AbortSignal,
  ): Promise<Reply<Authentication>>;
  /** The certificate with its PDF. */
  issue(
    kioskId: string,
    sessionId: string,
    request: IssuanceRequest,
    signal: AbortSignal,
  ): Promise<Reply<{ readonly issuance: Issuance; readonly pdf: Uint8Array }>>;
  reportPrint(kioskId: string, result: PrintResult, signal: AbortSignal): Promise<Reply<void>>;
  endSession(kioskId: string, sessionId: string, signal: AbortSignal): Promise<Reply<void>>;
}

/** The kiosks' places on a device bus. */
export interface TargetBus {
  placeOf(kioskId: string): BusPlace;
  attach(kiosks: readonly Kiosk[]): void;
  cut(kioskIds: readonly string[]): void;
  restore(kioskIds: readonly string[]): void;
}

/** A server, its data or its adapter that cannot be used: a sentence with the remedy, exit 104. */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused';
}
