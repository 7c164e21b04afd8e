import { Worker } from 'node:worker_threads';
import { workerFile } from '../../sim/worker-file.ts';
import {
  type Database,
  DatabaseUnreachable,
  type Row,
  type Statement,
  type Value,
} from './database.ts';
import type { PgliteAnswer, PgliteRequest, PgliteSettings } from './database-pglite-worker.ts';

/**
 * Opens the embedded PostgreSQL: in memory, or in a directory that is created where it is missing
 * and that no other process may have open.
 *
 * It computes in a worker thread, because its queries run to completion without ever letting the
 * event loop turn. One request after the other: it has a single connection. What it has answered
 * is with the operating system: it outlives the death of this process, not a loss of power.
 * Rejects with DatabaseUnreachable if the directory cannot be used. A failed statement rejects
 * with the SQLSTATE in the error's `code`.
 */
export async function openPglite({ directory }: { directory?: string } = {}): Promise<Database> {
  const { filename, ...options } = workerFile(import.meta.url, './database-pglite-worker');
  const settings: PgliteSettings = { directory };
  const worker = new Worker(new URL(filename), { ...options, workerData: settings });
  const connection = new Connection(worker);
  try {
    const [row] = await connection.ask({ kind: 'open' });
    return new Pglite(connection, String(row?.['description']));
  } catch (error) {
    await connection.end();
    throw directory === undefined ? error : unusable(directory, error);
  }
}

function unusable(directory: string, error: unknown): Error {
  const { message } = error as Error;
  return new DatabaseUnreachable(
    `cannot use the database in ${directory} (${message}): name a folder of kofu, or a new one`,
    { cause: error },
  );
}

class Pglite implements Database {
  readonly description: string;
  readonly #connection: Connection;

  constructor(connection: Connection, description: string) {
    this.#connection = connection;
    this.description = description;
  }

  query(statement: Statement, values: readonly Value[] = []): Promise<readonly Row[]> {
    return this.#connection.ask({ kind: 'query', statement, values });
  }

  async run(sql: string): Promise<void> {
    await this.#connection.ask({ kind: 'run', sql });
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }
}

/** A request without the number that pairs it with its answer. */
type Question = PgliteRequest extends infer Request
  ? Request extends PgliteRequest
    ? Omit<Request, 'id'>
    : never
  : never;

interface Pending {
  resolve(rows: readonly Row[]): void;
  reject(error: Error): void;
}

/** Pairs the worker's answers with what was asked. */
class Connection {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #asked = 0;
  #ended: Error | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (answer: PgliteAnswer) => this.#settle(answer));
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', () => this.#fail(new Error('the embedded database is closed')));
  }

  ask(question: Question): Promise<readonly Row[]> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const id = this.#asked;
    this.#asked += 1;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#worker.postMessage({ id, ...question });
    });
  }

  /** Lets the worker finish what it was asked and end. */
  async close(): Promise<void> {
    const exited = new Promise((resolve) => this.#worker.once('exit', resolve));
    await this.ask({ kind: 'close' });
    await exited;
  }

  /** Ends the worker, whatever it is at. */
  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(answer: PgliteAnswer): void {
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if ('rows' in answer) pending?.resolve(answer.rows);
    else pending?.reject(Object.assign(new Error(answer.message), { code: answer.code }));
  }

  #fail(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#pending.values()) reject(this.#ended);
    this.#pending.clear();
  }
}
