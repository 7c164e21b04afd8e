import { MemoryCardRegistry } from '../../../server/cards/card-registry-memory.ts';
import type { Revocation } from '../../../server/cards/revocation.ts';
import { MemoryUseRegistrations } from '../../../server/cards/use-registrations-memory.ts';
import { MemoryDocumentKeys } from '../../../server/ledger/document-keys-memory.ts';
import { MemoryLedger } from '../../../server/ledger/ledger-memory.ts';
import { MemoryChangeLog } from '../../../server/register/change-log.ts';
import { MemoryRegister } from '../../../server/register/register-memory.ts';
import { ready } from '../../../sim/process.ts';
import type { Stores } from './stores.ts';

/** Stores in memory. */
export function memoryStores(): Stores {
  const revocations: Revocation[] = [];
  return {
    description: async () => 'memory',
    register: (origin) => new MemoryRegister(origin),
    ledger: () => counted(new MemoryLedger()),
    cards: (origin) => new MemoryCardRegistry(origin),
    uses: () => new MemoryUseRegistrations(),
    changeLog: () => new MemoryChangeLog(),
    keys: () => new MemoryDocumentKeys(),
    keep: (revocation) => ready(void revocations.push(revocation)),
    kept: () => ready(revocations),
  };
}

function counted(ledger: MemoryLedger) {
  return Object.assign(ledger, { totalled: async () => ledger.totals });
}
