/** A statement with a name, by which it is parsed and planned once; SQL of PostgreSQL 15. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

export type Value = string | number | boolean | null;
export type Row = Readonly<Record<string, unknown>>;

/** A PostgreSQL database: the embedded one, or a server's. */
export interface Database {
  /** For the start-up line and the report, e.g. `PGlite 0.5.16 (PostgreSQL 18.6)`. */
  readonly description: string;
  /** Runs one statement. bigint comes back as number. */
  query(statement: Statement, values?: readonly Value[]): Promise<readonly Row[]>;
  /** Runs SQL text of several statements, without values (migrations). */
  run(sql: string): Promise<void>;
  close(): Promise<void>;
}

/** A database that cannot be used, with the remedy. */
export class DatabaseUnreachable extends Error {
  override readonly name = 'DatabaseUnreachable';
}
