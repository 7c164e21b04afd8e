import { SqlCardRegistry } from '../../../server/cards/card-registry-sql.ts';
import { hmacPinDigest } from '../../../server/cards/pin-digest-system.ts';
import { SqlRevocations } from '../../../server/cards/revocation-sql.ts';
import { SqlUseRegistrations } from '../../../server/cards/use-registrations-sql.ts';
import type { Database, Statement } from '../../../server/database/database.ts';
import { SqlDocumentKeys } from '../../../server/ledger/document-keys-sql.ts';
import type { LedgerTotals } from '../../../server/ledger/ledger-memory.ts';
import { SqlLedger } from '../../../server/ledger/ledger-sql.ts';
import { SqlChangeLog } from '../../../server/register/change-log-sql.ts';
import { SqlRegister } from '../../../server/register/register-sql.ts';
import type { Stores } from './stores.ts';

const TOTALS: Statement = {
  name: 'tests.totals',
  text: `
    select count(*) as claimed,
      count(*) filter (where state = 'printed') as printed,
      count(*) filter (where state = 'not-printed') as "notPrinted",
      coalesce(sum(paid_yen), 0)::integer as "paidYen"
    from issuance`,
};

const PIN_KEY = new Uint8Array(32);

/** Stores in an empty database that `migrate` has prepared, as a live server has them. */
export function storesIn(database: Database): Stores {
  const revocations = new SqlRevocations(database);
  return {
    description: async () => {
      await database.query(TOTALS);
      return database.description;
    },
    register: (origin) => new SqlRegister(database, origin),
    ledger: () => counted(new SqlLedger(database), database),
    cards: (origin) => new SqlCardRegistry(database, origin, hmacPinDigest(PIN_KEY)),
    uses: () => new SqlUseRegistrations(database),
    changeLog: () => new SqlChangeLog(database),
    keys: () => new SqlDocumentKeys(database),
    keep: (revocation) => revocations.add(revocation),
    kept: () => revocations.all(),
  };
}

function counted(ledger: SqlLedger, database: Database) {
  const totalled = async () => {
    const [row] = await database.query(TOTALS);
    return row as unknown as LedgerTotals;
  };
  return Object.assign(ledger, { totalled });
}
