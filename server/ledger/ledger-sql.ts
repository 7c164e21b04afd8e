import assert from 'node:assert/strict';
import { type Process, perform } from '../../sim/process.ts';
import type { Database, Row, Statement } from '../database/database.ts';
import type { Settlement } from '../issuing.ts';
import type { Claim, Entry, Ledger } from './ledger.ts';

const ENTRY = `
  request_id as "requestId", kiosk_id as "kioskId", municipality, residence,
  resident_no as "residentNo", type, options, pages, fee_yen as "feeYen", issued_at_ms as "issuedAtMs",
  register_version as "registerVersion", serial, state`;

/**
 * One atomic statement: the request id is new or it is not; only a new one draws a serial, and
 * whoever draws one holds its municipality's counter until the entry is written.
 */
const CLAIM: Statement = {
  name: 'ledger.claim',
  text: `
    with fresh as (
      insert into claimed_request (request_id) values ($1)
      on conflict (request_id) do nothing
      returning request_id
    ), counted as (
      insert into document_counter as counter (municipality, serial)
      select $3, 1 from fresh
      on conflict (municipality) do update set serial = counter.serial + 1
      returning serial
    ), made as (
      insert into issuance (request_id, kiosk_id, municipality, resident_no, type, pages, fee_yen,
        issued_at_ms, register_version, residence, options, serial)
      select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, serial from counted
      returning *
    )
    select ${ENTRY}, false as repeated from made
    union all
    select ${ENTRY}, true as repeated from issuance where request_id = $1`,
};

const FIND: Statement = {
  name: 'ledger.find',
  text: `select ${ENTRY} from issuance where request_id = $1`,
};

const SETTLE: Statement = {
  name: 'ledger.settle',
  text: `
    with settled as (
      update issuance set state = $3, paid_yen = $4
      where request_id = $1 and kiosk_id = $2 and state = 'claimed'
    )
    select 1 from issuance where request_id = $1 and kiosk_id = $2`,
};

const UNSETTLED: Statement = {
  name: 'ledger.unsettled',
  text: `
    select request_id as "requestId" from issuance
    where kiosk_id = $1 and state = 'claimed' order by issued_at_ms, serial`,
};

/** The ledger in a database that `migrate` has prepared. Real time only. */
export class SqlLedger implements Ledger {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  *claim(claim: Claim): Process<{ readonly entry: Entry; readonly repeated: boolean }> {
    const row = yield* perform(() => this.#claim(claim));
    const { repeated, ...entry } = row;
    return { entry: toEntry(entry), repeated: repeated === true };
  }

  *find(requestId: string): Process<Entry | undefined> {
    const [row] = yield* perform(() => this.#database.query(FIND, [requestId]));
    return row === undefined ? undefined : toEntry(row);
  }

  *settle({ requestId, kioskId, outcome, paidYen }: Settlement): Process<boolean> {
    const values = [requestId, kioskId, outcome, paidYen];
    const rows = yield* perform(() => this.#database.query(SETTLE, values));
    return rows.length > 0;
  }

  *unsettled(kioskId: string): Process<readonly string[]> {
    const rows = yield* perform(() => this.#database.query(UNSETTLED, [kioskId]));
    return rows.map((row) => row['requestId'] as string);
  }

  async #claim(claim: Claim): Promise<Row> {
    const values = [
      claim.requestId,
      claim.kioskId,
      claim.municipality,
      claim.residentNo,
      claim.type,
      claim.pages,
      claim.feeYen,
      claim.issuedAtMs,
      claim.registerVersion,
      claim.residence,
      claim.options,
    ];
    // No row: an equal claim was being made at the same moment and this statement, which waited
    // for it, is too old to see its entry. The next one is not.
    const [row] = await this.#database.query(CLAIM, values);
    if (row !== undefined) return row;
    const [again] = await this.#database.query(CLAIM, values);
    assert(again !== undefined, 'a claimed request has an entry');
    return again;
  }
}

/** The statements name their columns as the entry does; the table's checks guard the rest. */
function toEntry(row: Row): Entry {
  return row as unknown as Entry;
}
