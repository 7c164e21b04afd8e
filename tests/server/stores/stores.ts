import { inject } from 'vitest';
import type { DocumentKeys } from '../../../server/anti-forgery/anti-forgery.ts';
import type { CardOrigin, CardRegistryOffice } from '../../../server/cards/card-registry.ts';
import type { Revocation } from '../../../server/cards/revocation.ts';
import type { UseRegistrations } from '../../../server/cards/use-registrations.ts';
import type { Ledger } from '../../../server/ledger/ledger.ts';
import type { LedgerTotals } from '../../../server/ledger/ledger-memory.ts';
import type { ChangeLog } from '../../../server/register/change-log.ts';
import type { Register } from '../../../server/register/register.ts';
import type { RegisterCopy } from '../../../server/register/register-update.ts';
import type { Process } from '../../../sim/process.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';
import { lend } from './lent-databases.ts';
import { memoryStores } from './stores-memory.ts';
import { storesIn } from './stores-sql.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** What the servers of the tests keep everything in; memory where nothing is said. */
    stores?: 'memory' | 'PGlite' | 'PostgreSQL';
    /** Of the PostgreSQL server of this run, where there is one. */
    postgresUrl?: string;
  }
}

/** A ledger that can be counted. */
export interface CountedLedger extends Ledger {
  totalled(): Promise<LedgerTotals>;
}

/** All that one server keeps: nothing is in it yet. */
export interface Stores {
  /** `memory`, or what the database says it is. */
  description(): Promise<string>;
  register(origin: Register): RegisterCopy;
  ledger(): CountedLedger;
  cards(origin: CardOrigin): CardRegistryOffice;
  uses(): UseRegistrations;
  changeLog(): ChangeLog;
  keys(): DocumentKeys;
  /** Keeps a revocation over a restart. */
  keep(revocation: Revocation): Process;
  /** What has been kept. */
  kept(): Process<readonly Revocation[]>;
}

/** Whether the servers of the tests keep everything in memory, and wait for nothing. */
const inMemory = (inject('stores') ?? 'memory') === 'memory';

/** Stores of a server's own, of the kind that this run of the tests is about. */
export function newStores(): Stores {
  return inMemory ? memoryStores() : storesIn(lend());
}

/** Virtual time for a server over such stores: it stands still while a database works. */
export function storesTime(): VirtualTime {
  return new VirtualTime({ performs: !inMemory });
}

/** Lets happen what is due until an instant of virtual time. */
export async function advance(runner: VirtualTime, untilMs: number): Promise<void> {
  while (runner.advance(untilMs)) await runner.performing;
}

/** What a process of a server answers at this instant; it may wait for nothing but its stores. */
export async function answered<A>(process: Process<A>, runner = storesTime()): Promise<A> {
  const task = runner.spawn(process);
  await advance(runner, runner.now());
  if (task.ending?.kind === 'threw') throw task.ending.error;
  if (task.ending?.kind !== 'returned') throw new Error(`it has ${task.ending?.kind ?? 'to wait'}`);
  return task.ending.value;
}
