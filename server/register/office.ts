import { z } from 'zod';
import { DAY_MS, isoTime, msOfDay, spanMs } from '../../sim/civil-time.ts';
import { type Process, type Runner, sleep } from '../../sim/process.ts';
import { applyToCards, CardOperation } from '../cards/card-operation.ts';
import type { CardRegistryOffice } from '../cards/card-registry.ts';
import type { Revoking } from '../cards/revocation.ts';
import { applyToCertificate, CertificateOperation } from '../certificate-operation.ts';
import { cardId } from '../contract-card-id.ts';
import { cardName } from '../contract-card-name.ts';
import type { ServerEvent } from '../events.ts';
import { granted, type Outcome } from '../problems.ts';
import type { BaseRegister, Commit } from './base-register.ts';
import type { Subject } from './register-change-fields.ts';
import { isMistake, RegisterOperation } from './register-operation.ts';
import type { UpdateFeed } from './update-feed.ts';

/** What the office of a municipality can do: one operation, one message. */
export const OfficeOperation = z
  .discriminatedUnion('operation', [RegisterOperation, CardOperation, CertificateOperation])
  .describe('An operation of a municipality’s office');
export type OfficeOperation = z.infer<typeof OfficeOperation>;

export const OfficeReceipt = z
  .object({
    municipality: z.string().describe('Code of the municipality'),
    resident: z.int().describe('Number of the resident; who moves in is given it by this'),
    committedAt: z.iso.datetime({ offset: true }).describe('Civil time from which it holds'),
    change: z
      .object({
        sequence: z.int().min(1).describe('Position among all changes that offices have made'),
        version: z.int().min(1).describe('Version of every entry it has left behind'),
      })
      .optional()
      .describe('What has changed in the registers, if anything has'),
    repeated: z.boolean().describe('Whether this answers a request that had been answered before'),
  })
  .describe('What an office has entered holds at the base system');
export type OfficeReceipt = z.infer<typeof OfficeReceipt>;

export interface OfficePorts {
  readonly base: BaseRegister;
  readonly feed: UpdateFeed;
  readonly cards: CardRegistryOffice;
  readonly revocations: Revoking;
  readonly runner: Runner;
  /** Civil time, in ms since 1970-01-01T00:00Z, of the runner's t = 0. */
  readonly originMs: number;
  readonly journal: (event: ServerEvent) => void;
}

/**
 * The offices of the municipalities. What they enter holds at the base systems at once; the issuing
 * servers are told by the update feed.
 */
export class Office {
  readonly #ports: OfficePorts;
  /** Sequence number of the last change that has been told and sent. */
  #sent: number | undefined;

  constructor(ports: OfficePorts) {
    this.#ports = ports;
  }

  /**
   * Does one operation at a civil instant, or answers why it cannot be done. A request id makes a
   * change of the registers repeatable: the same again is answered with the first one's receipt.
   */
  *perform(
    operation: OfficeOperation,
    nowMs: number,
    requestId?: string,
  ): Process<Outcome<OfficeReceipt>> {
    if (!isOfRegister(operation)) {
      const done = yield* this.#besides(operation, nowMs);
      if (!done.ok) return done;
      return granted({ ...done.value, committedAt: isoTime(nowMs), repeated: false });
    }
    const { base } = this.#ports;
    this.#sent ??= base.commitsSince(0).length;
    const done = yield* base.commit(operation, nowMs, requestId);
    this.#sendNew(this.#sent);
    if (!done.ok) return done;
    const { commit, repeated } = done.value;
    const { sequence, version, subject, atMs } = commit;
    const committedAt = isoTime(atMs);
    return granted({ ...subject, committedAt, change: { sequence, version }, repeated });
  }

  /** What leaves the registers as they are. */
  *#besides(
    operation: CardOperation | CertificateOperation,
    nowMs: number,
  ): Process<Outcome<Subject>> {
    const { base: register, cards, revocations } = this.#ports;
    if (operation.operation === 'revoke-certificate') {
      return yield* applyToCertificate({ register, revocations }, operation, nowMs);
    }
    const done = yield* applyToCards(cards, operation, nowMs);
    if (done.ok) this.#tellCard(operation, nowMs);
    return done;
  }

  #tellCard({ operation, kind, municipality, resident, generation }: CardOperation, nowMs: number) {
    this.#ports.journal({
      kind: 'card-changed',
      t: spanMs(this.#ports.originMs, nowMs),
      municipality,
      card: cardName(cardId(kind, municipality, resident, generation)),
      change: operation,
    });
  }

  /** Enters at once and then every midnight, for ever, who has moved out by then. */
  *days(): Process {
    const { base, runner, originMs } = this.#ports;
    for (;;) {
      const nowMs = originMs + runner.now();
      // Who has died or left since the notice is refused, and that is the end of it.
      for (const move of base.takeDue(nowMs)) yield* this.perform(move, nowMs);
      yield sleep(DAY_MS - msOfDay(originMs + runner.now()));
    }
  }

  /**
   * Tells and sends what has been committed after `sent`. This may be more than one change: if
   * somebody gave up waiting for the database, theirs holds all the same.
   */
  #sendNew(sent: number): void {
    for (const commit of this.#ports.base.commitsSince(sent)) {
      this.#sent = commit.sequence;
      this.#tell(commit);
      this.#ports.feed.send(commit.updates);
    }
  }

  #tell({ updates, operation, version, subject, atMs }: Commit): void {
    const t = spanMs(this.#ports.originMs, atMs);
    for (const { municipality, images, change } of updates) {
      const numbers = (kind: 'resident' | 'family') =>
        images.filter((image) => image.kind === kind).map(({ no }) => no);
      this.#ports.journal({
        kind: 'register-changed',
        t,
        municipality,
        resident: subject.resident,
        change,
        version,
        residents: numbers('resident'),
        families: numbers('family'),
        mistake: isMistake(operation),
      });
    }
  }
}

const BESIDES: ReadonlySet<string> = new Set(
  [...CardOperation.options, CertificateOperation].map(({ shape }) => shape.operation.value),
);

function isOfRegister(operation: OfficeOperation): operation is RegisterOperation {
  return !BESIDES.has(operation.operation);
}
