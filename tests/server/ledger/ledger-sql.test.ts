import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import { openPostgres } from '../../../server/database/database-postgres.ts';
import { migrate } from '../../../server/database/schema.ts';
import { SqlDocumentKeys } from '../../../server/ledger/document-keys-sql.ts';
import { SqlLedger } from '../../../server/ledger/ledger-sql.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { onEachDatabase } from '../database/each-database.ts';
import { startPostgres } from '../database/postgres.ts';
import { documentKeysContract } from './document-keys.contract.ts';
import { ledgerContract, newClaim, newMunicipality } from './ledger.contract.ts';

const time = new RealTime();

onEachDatabase((database) => {
  describe('SqlLedger', () => {
    ledgerContract(() => new SqlLedger(database()));

    test('records what was paid', async () => {
      const ledger = new SqlLedger(database());
      const municipality = newMunicipality();
      const [paid, open] = [newClaim(municipality), newClaim(municipality)];
      for (const claim of [paid, open]) await time.run(ledger.claim(claim));
      const { requestId, kioskId } = paid;
      await time.run(ledger.settle({ requestId, kioskId, outcome: 'printed', paidYen: 150 }));
      const text =
        'select request_id, paid_yen from issuance where municipality = $1 order by serial';
      expect(await database().query({ name: 'test.paid', text }, [municipality])).toEqual([
        { request_id: paid.requestId, paid_yen: 150 },
        { request_id: open.requestId, paid_yen: null },
      ]);
    });
  });

  describe('SqlDocumentKeys', () => documentKeysContract(() => new SqlDocumentKeys(database())));
});

describe('SqlLedger on several connections', () => {
  test('answers equal claims that had to wait for each other', async () => {
    const postgres = await startPostgres();
    const database = await openPostgres(postgres.url);
    await migrate(database);
    const ledger = new SqlLedger(database);
    const municipality = newMunicipality();
    await time.run(ledger.claim(newClaim(municipality)));
    const other = new Client(postgres.url);
    await other.connect();
    const values = [municipality];
    await other.query('begin');
    await other.query('select from document_counter where municipality = $1 for update', values);
    // The first of them waits for the counter, the others for the first.
    const wanted = newClaim(municipality);
    const claims = Promise.all([1, 2, 3].map(() => time.run(ledger.claim(wanted))));
    await until(other, 'select count(*) = 3 as met from pg_locks where not granted');
    await other.query('commit');
    await other.end();
    const answers = await claims;
    expect(answers.map(({ entry }) => entry.serial)).toEqual([2, 2, 2]);
    expect(answers.filter(({ repeated }) => repeated)).toHaveLength(2);
    await database.close();
    await postgres.stop();
  });

  async function until(client: Client, condition: string): Promise<void> {
    while (!(await client.query(condition)).rows[0]?.met);
  }
});
