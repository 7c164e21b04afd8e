import assert from 'node:assert/strict';
import type { Process } from '../../sim/process.ts';
import { Resource } from '../../sim/resource.ts';
import type { Streams } from '../../sim/rng.ts';
import { MOST_RESIDENTS } from '../population/individual-number-synthetic.ts';
import { granted, type Outcome, refused } from '../problems.ts';
import type { ChangeLog, LoggedChange } from './change-log.ts';
import { type ChangeGround, ChangeSet, type FreeNumbers, type NewEntry } from './change-set.ts';
import { Departures } from './departures.ts';
import { MistakesInForce } from './mistakes-in-force.ts';
import type { Register } from './register.ts';
import { applyChange } from './register-change.ts';
import type { Subject } from './register-change-fields.ts';
import { MemoryRegister } from './register-memory.ts';
import { isMistake, type RegisterOperation } from './register-operation.ts';
import type { EntryImage, EntryKey, RegisterUpdate } from './register-update.ts';
import { applyMistake, type Correct } from './registration-mistake.ts';

export interface BaseRegisterPorts {
  /** What the registers say as long as no office has changed anything. */
  readonly origin: Register;
  readonly log: ChangeLog;
  /** Where nonces of people come from who are entered anew. */
  readonly streams: Streams;
  /** Name of a municipality by its code. */
  readonly placeName: (municipality: string) => string;
}

/** An operation that has been committed. */
export interface Commit extends LoggedChange {
  readonly subject: Subject;
  /** Version of every entry it has left behind. */
  readonly version: number;
  /** What each issuing server has to be told. */
  readonly updates: readonly RegisterUpdate[];
}

/** Changes that were made to other registers than these, with the remedy. */
export class ForeignChangeLog extends Error {
  override readonly name = 'ForeignChangeLog';

  constructor({ sequence, operation }: LoggedChange) {
    super(
      `the database's change ${sequence} (${operation.operation}) cannot have been made to these ` +
        'registers: it was written with another scenario or seed. Name another database',
    );
  }
}

/** What an operation comes to, before it is committed. */
interface Work {
  readonly subject: Subject;
  /** What is true from now on, and what the registers say from now on. */
  readonly truth: readonly NewEntry[];
  readonly entered: readonly NewEntry[];
  /** What has been entered by itself, and does not only go along. */
  readonly written: readonly NewEntry[];
  readonly free: FreeNumbers;
}

/** Numbers of what is entered anew begin where those of every synthetic population have ended. */
const FIRST_FREE: FreeNumbers = {
  resident: MOST_RESIDENTS,
  household: MOST_RESIDENTS,
  family: 2 * MOST_RESIDENTS,
  seal: MOST_RESIDENTS + 1,
};

/**
 * 既存住基・印鑑・戸籍・税システム: what offices enter, and what is true. The two differ only where an office
 * has made a mistake. Read as a register it answers the truth; what has been entered goes to the
 * issuing servers as updates. Every operation is one atomic step at one instant.
 *
 * One version number is drawn for all a change leaves behind, one more than the highest before it,
 * and each household goes as a whole: so the versions of those on a certificate are those of their
 * household, and an older one means that a change is missing.
 */
export class BaseRegister implements Register {
  readonly #ports: BaseRegisterPorts;
  readonly #truth: MemoryRegister;
  readonly #entered: MemoryRegister;
  readonly #turn = new Resource(1);
  readonly #commits: Commit[] = [];
  readonly #byRequest = new Map<string, Commit>();
  readonly #mistakes = new MistakesInForce();
  readonly #departures = new Departures();
  #free = FIRST_FREE;

  constructor(ports: BaseRegisterPorts) {
    this.#ports = ports;
    this.#truth = new MemoryRegister(ports.origin);
    this.#entered = new MemoryRegister(ports.origin);
  }

  resident(municipality: string, no: number) {
    return this.#truth.resident(municipality, no);
  }

  household(municipality: string, householdNo: number) {
    return this.#truth.household(municipality, householdNo);
  }

  taxRecord(municipality: string, no: number, year: number) {
    return this.#truth.taxRecord(municipality, no, year);
  }

  family(municipality: string, familyNo: number) {
    return this.#truth.family(municipality, familyNo);
  }

  /** What was true at a civil instant, in ms. */
  asOf(atMs: number): Register {
    return this.#truth.asOf(atMs);
  }

  /** What the registers say, mistakes included. */
  get entered(): Register {
    return this.#entered;
  }

  /**
   * The version of a resident's entry that had been committed before a civil instant: that of the
   * household, the seal and the tax records as well.
   */
  versionCommittedBefore(municipality: string, no: number, nowMs: number): Process<number> {
    return this.#truth.versionOf({ kind: 'resident', municipality, no }, nowMs);
  }

  /** The same for a family register. */
  familyVersionCommittedBefore(municipality: string, no: number, nowMs: number): Process<number> {
    return this.#truth.versionOf({ kind: 'family', municipality, no }, nowMs);
  }

  /** Everything committed after a sequence number, in order. */
  commitsSince(sequence: number): readonly Commit[] {
    return this.#commits.slice(sequence);
  }

  /** Notices of moving out whose day has come, each once. */
  takeDue(nowMs: number): readonly RegisterOperation[] {
    return this.#departures.takeDue(nowMs);
  }

  /** Brings this register up to what the log has: after a start, or after another server's work. */
  *catchUp(): Process {
    for (const change of yield* this.#ports.log.since(this.#commits.length)) {
      const work = yield* this.#work(change.operation, change.atMs);
      if (!work.ok) throw new ForeignChangeLog(change);
      yield* this.#install(change, work.value);
    }
  }

  /**
   * Commits an operation at a civil instant, or answers why it cannot be done. The same request id
   * again answers what it came to the first time, and changes nothing.
   */
  *commit(
    operation: RegisterOperation,
    nowMs: number,
    requestId?: string,
  ): Process<Outcome<{ readonly commit: Commit; readonly repeated: boolean }>> {
    yield* this.#turn.acquire();
    try {
      for (;;) {
        yield* this.catchUp();
        const known = requestId === undefined ? undefined : this.#byRequest.get(requestId);
        if (known !== undefined) return repeated(known, operation);
        // Nothing is committed before what has been.
        const atMs = Math.max(nowMs, this.#commits.at(-1)?.atMs ?? nowMs);
        const work = yield* this.#work(operation, atMs);
        if (!work.ok) return work;
        const change = { sequence: this.#commits.length + 1, atMs, operation, requestId };
        if (yield* this.#ports.log.append(change)) {
          const commit = yield* this.#install(change, work.value);
          return granted({ commit, repeated: false });
        }
      }
    } finally {
      this.#turn.release();
    }
  }

  *#work(operation: RegisterOperation, nowMs: number): Process<Outcome<Work>> {
    const truth = new ChangeSet(this.#ground(this.#truth, nowMs));
    const entered = new ChangeSet(this.#ground(this.#entered, nowMs));
    const subject = yield* this.#apply(operation, truth, entered);
    if (!subject.ok) return subject;
    return granted({
      subject: subject.value,
      truth: yield* truth.entries(),
      entered: yield* entered.entries(),
      written: entered.written,
      free: entered.free,
    });
  }

  *#apply(
    operation: RegisterOperation,
    truth: ChangeSet,
    entered: ChangeSet,
  ): Process<Outcome<Subject>> {
    if (operation.operation === 'correct') return yield* this.#correct(operation, truth, entered);
    if (isMistake(operation)) return yield* applyMistake(entered, operation);
    // An office goes by what its screen says.
    const asEntered = yield* applyChange(entered, operation);
    return asEntered.ok ? yield* applyChange(truth, operation) : asEntered;
  }

  *#correct(order: Correct, truth: ChangeSet, entered: ChangeSet): Process<Outcome<Subject>> {
    const mistaken = this.#mistakes.with(keyOf(order));
    if (mistaken.length === 0) return refused('change-impossible');
    for (const key of mistaken) {
      yield* entered.copy(key, this.#truth);
      // Its version has to rise with that of what is entered.
      if ((yield* this.#truth.versionOf(key)) > 0) yield* truth.copy(key, this.#truth);
    }
    return granted({ municipality: order.municipality, resident: order.resident });
  }

  *#install(change: LoggedChange, work: Work): Process<Commit> {
    assert(change.sequence === this.#commits.length + 1, 'changes are installed in their order');
    let highest = 0;
    for (const key of [...work.truth, ...work.entered]) {
      highest = Math.max(highest, yield* this.#truth.versionOf(key));
      highest = Math.max(highest, yield* this.#entered.versionOf(key));
    }
    const version = highest + 1;
    const truth = work.truth.map((entry) => imageOf(entry, version));
    const entered = work.entered.map((entry) => imageOf(entry, version));
    yield* this.#truth.write(truth, change.atMs);
    yield* this.#entered.write(entered, change.atMs);
    const { subject, written, free } = work;
    if (change.operation.operation === 'correct') this.#mistakes.remove(written);
    else if (isMistake(change.operation)) this.#mistakes.add([keyOf(subject), ...written]);
    this.#departures.note(change.operation, change.atMs);
    this.#free = free;
    const commit = { ...change, subject, version, updates: updatesOf(change, subject, entered) };
    this.#commits.push(commit);
    if (change.requestId !== undefined) this.#byRequest.set(change.requestId, commit);
    return commit;
  }

  #ground(register: MemoryRegister, nowMs: number): ChangeGround {
    const { streams, placeName } = this.#ports;
    return {
      register,
      nowMs,
      free: this.#free,
      nonce: (municipality, no) => streams.key('newcomer', `${municipality}/${no}`),
      placeName,
      taxYears: (municipality, no) => register.taxYears(municipality, no),
    };
  }
}

function repeated(commit: Commit, operation: RegisterOperation) {
  const isSame = JSON.stringify(commit.operation) === JSON.stringify(operation);
  return isSame ? granted({ commit, repeated: true }) : refused('request-conflict');
}

function keyOf({ municipality, resident }: Subject): EntryKey {
  return { kind: 'resident', municipality, no: resident };
}

function imageOf(entry: NewEntry, version: number): EntryImage {
  switch (entry.kind) {
    case 'resident':
      return { ...entry, version, record: entry.record && { ...entry.record, version } };
    case 'family':
      return { ...entry, version, record: entry.record && { ...entry.record, version } };
    case 'tax':
      return { ...entry, version };
  }
}

/** One update for each municipality that keeps something of it. */
function updatesOf(
  { sequence, operation, atMs }: LoggedChange,
  { resident }: Subject,
  entered: readonly EntryImage[],
): readonly RegisterUpdate[] {
  const codes = [...new Set(entered.map(({ municipality }) => municipality))];
  return codes.map((municipality) => ({
    municipality,
    sequence,
    version: entered[0]?.version ?? 0,
    change: operation.operation,
    resident,
    committedAtMs: atMs,
    images: entered.filter((image) => image.municipality === municipality),
  }));
}
