import assert from 'node:assert/strict';
import { type Process, perform } from '../../sim/process.ts';
import type { DocumentKeys } from '../anti-forgery/anti-forgery.ts';
import type { Database, Statement } from '../database/database.ts';

/** Written before the document leaves: a back that nobody can decrypt would prove nothing. */
const KEEP: Statement = {
  name: 'document-key.keep',
  text: `
    with kept as (
      insert into document_key (document_number, key) values ($1, decode($2, 'hex'))
      on conflict (document_number) do nothing
      returning key
    )
    select encode(key, 'hex') as key from kept
    union all
    select encode(key, 'hex') as key from document_key where document_number = $1`,
};

const FIND: Statement = {
  name: 'document-key.find',
  text: `select encode(key, 'hex') as key from document_key where document_number = $1`,
};

/** Keys in a database that `migrate` has prepared. Real time only. */
export class SqlDocumentKeys implements DocumentKeys {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  *keyOf(documentNumber: string, fresh: () => Uint8Array): Process<Uint8Array> {
    const values = [documentNumber, Buffer.from(fresh()).toString('hex')];
    const [row] = yield* perform(() => this.#database.query(KEEP, values));
    // No row: another request for the same document was a moment faster.
    const key = row === undefined ? yield* this.find(documentNumber) : toKey(row['key']);
    assert(key !== undefined, 'a document that was given a key has one');
    return key;
  }

  *find(documentNumber: string): Process<Uint8Array | undefined> {
    const [row] = yield* perform(() => this.#database.query(FIND, [documentNumber]));
    return row === undefined ? undefined : toKey(row['key']);
  }
}

function toKey(hex: unknown): Uint8Array {
  return new Uint8Array(Buffer.from(String(hex), 'hex'));
}
