import type { Database, Row, Statement, Value } from './database.ts';

/** A database that tells how long its statements take, waiting for a connection included. */
export class ObservedDatabase implements Database {
  readonly #database: Database;
  readonly #nowMs: () => number;
  readonly #onStatement: (name: string, tookMs: number) => void;

  constructor(
    database: Database,
    nowMs: () => number,
    onStatement: (name: string, tookMs: number) => void,
  ) {
    this.#database = database;
    this.#nowMs = nowMs;
    this.#onStatement = onStatement;
  }

  get description(): string {
    return this.#database.description;
  }

  async query(statement: Statement, values?: readonly Value[]): Promise<readonly Row[]> {
    const beganMs = this.#nowMs();
    try {
      return await this.#database.query(statement, values);
    } finally {
      this.#onStatement(statement.name, this.#nowMs() - beganMs);
    }
  }

  run(sql: string): Promise<void> {
    return this.#database.run(sql);
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
