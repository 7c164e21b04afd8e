import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parentPort, threadId, workerData } from 'node:worker_threads';
import { messages, PGlite, protocol, types } from '@electric-sql/pglite';
import type { Row, Statement, Value } from './database.ts';

/**
 * The other side of `openPglite`: PGlite computes on this thread, one request at a time.
 *
 * Statements go through the wire protocol and not through `PGlite.query`, which parses and plans
 * on every call: a named statement is then answered about six times as fast.
 */

/** What the worker is given to start with. */
export interface PgliteSettings {
  readonly directory: string | undefined;
}

/** What the worker is asked. */
export type PgliteRequest = { readonly id: number } & (
  | { readonly kind: 'open' }
  | { readonly kind: 'query'; readonly statement: Statement; readonly values: readonly Value[] }
  | { readonly kind: 'run'; readonly sql: string }
  | { readonly kind: 'close' }
);

/** What it answers: rows (none where none were asked for) or the database's error. */
export type PgliteAnswer = { readonly id: number } & (
  | { readonly rows: readonly Row[] }
  | { readonly message: string; readonly code: string | undefined }
);

/** A statement the database has planned. */
interface Prepared {
  readonly text: string;
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
}

const { serialize } = protocol;
const PARSERS = { [types.INT8]: Number };
const { directory } = workerData as PgliteSettings;
const prepared = new Map<string, Prepared>();
let database: PGlite;

let turn: Promise<void> = Promise.resolve();
parentPort?.on('message', (request: PgliteRequest) => {
  turn = turn.then(async () => {
    parentPort?.postMessage(await answer(request));
    // Nothing else keeps this thread alive.
    if (request.kind === 'close') parentPort?.close();
  });
});

async function answer(request: PgliteRequest): Promise<PgliteAnswer> {
  const { id } = request;
  try {
    return { id, rows: await rowsOf(request) };
  } catch (error) {
    const { message, code } = error as Error & { readonly code?: string };
    return { id, message, code };
  }
}

async function rowsOf(request: PgliteRequest): Promise<readonly Row[]> {
  switch (request.kind) {
    case 'open':
      return [{ description: await open() }];
    case 'query':
      return await query(request.statement, request.values);
    case 'run':
      await database.exec(request.sql);
      return [];
    case 'close':
      await database?.close();
      if (directory !== undefined) rmSync(lockOf(directory), { force: true });
      return [];
  }
}

async function open(): Promise<string> {
  const manifest = new URL('../package.json', import.meta.resolve('@electric-sql/pglite'));
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  const image = new URL(`../../.cache/kofu/pglite-${version}.tar`, manifest);
  database =
    directory === undefined ? await start(undefined, image) : await startIn(directory, image);
  const [row] = await query({ name: 'server-version', text: 'show server_version' }, []);
  return `PGlite ${version} (PostgreSQL ${row?.['server_version']})`;
}

/**
 * A database is kept in a directory, or made there. A new one is made beside it and put into its
 * place when it is whole: who is killed before that leaves no half of one.
 */
async function startIn(directory: string, image: URL): Promise<PGlite> {
  if (isNew(directory)) {
    const unfinished = `${directory}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    await (await start(unfinished, image)).close();
    renameSync(unfinished, directory);
  }
  takeLock(directory);
  return PGlite.create({ dataDir: directory, parsers: PARSERS });
}

/**
 * One process at a time, or both would destroy it; PGlite itself does not look. Who was killed has
 * left the file behind, so it counts for as long as its process lives.
 */
function takeLock(directory: string): void {
  const file = lockOf(directory);
  const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : process.pid;
  if (holder !== process.pid && isAlive(holder)) {
    throw new Error(`process ${holder} has it open; if that is another program, delete ${file}`);
  }
  writeFileSync(file, `${process.pid}`);
}

function lockOf(directory: string): string {
  return join(directory, 'kofu.pid');
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether there is nothing in this directory; throws if it is none. */
function isNew(directory: string): boolean {
  return !existsSync(directory) || readdirSync(directory).length === 0;
}

/**
 * A new database is first initialised (initdb, about 3 s) or, six times as fast, copied from
 * `image`, which the first start on a machine leaves behind for the later ones.
 */
async function start(dataDir: string | undefined, image: URL): Promise<PGlite> {
  const options = { ...(dataDir === undefined ? {} : { dataDir }), parsers: PARSERS };
  if (existsSync(image)) {
    return PGlite.create({ ...options, loadDataDir: new Blob([readFileSync(image)]) });
  }
  const initialised = await PGlite.create(options);
  const bytes = Buffer.from(await (await initialised.dumpDataDir('none')).arrayBuffer());
  try {
    const unfinished = new URL(`${image.href}-${process.pid}-${threadId}`);
    mkdirSync(new URL('./', image), { recursive: true });
    writeFileSync(unfinished, bytes);
    renameSync(unfinished, image);
  } catch {
    // Where nothing may be written, every start takes its time.
  }
  return initialised;
}

async function query(statement: Statement, values: readonly Value[]): Promise<readonly Row[]> {
  const { fields } = await prepare(statement);
  const answers = await exchange(
    serialize.bind({
      statement: statement.name,
      values: values.map((value) => (value === null ? null : String(value))),
    }),
    serialize.execute({}),
  );
  const rows: Row[] = [];
  for (const message of answers) {
    if (message instanceof messages.DataRowMessage) rows.push(toRow(fields, message.fields));
  }
  return rows;
}

async function prepare({ name, text }: Statement): Promise<Prepared> {
  const known = prepared.get(name);
  if (known !== undefined) {
    if (known.text === text) return known;
    throw new Error(`Prepared statements must be unique - '${name}' was used for another text`);
  }
  const answers = await exchange(
    serialize.parse({ name, text }),
    serialize.describe({ type: 'S', name }),
  );
  const described = answers.find((message) => message instanceof messages.RowDescriptionMessage);
  const statement = { text, fields: described?.fields ?? [] };
  prepared.set(name, statement);
  return statement;
}

/** Sends the messages as one unit: after an error the database ignores the rest of it. */
async function exchange(...parts: readonly Uint8Array[]) {
  const unit = Buffer.concat([...parts, serialize.sync()]);
  return (await database.execProtocol(unit)).messages;
}

function toRow(fields: Prepared['fields'], texts: readonly (string | null)[]): Row {
  const row: Record<string, unknown> = {};
  for (const [index, { name, dataTypeID }] of fields.entries()) {
    const text = texts[index] ?? null;
    const parse = database.parsers[dataTypeID];
    row[name] = text === null || parse === undefined ? text : parse(text, dataTypeID);
  }
  return row;
}
