import { dirname, resolve } from 'node:path';
import { isoTime } from '../../sim/civil-time.ts';
import { whyTooBad } from './bad-row-remedies.ts';
import { FitRefused } from './fit-refused.ts';
import { LogReading } from './log-reading.ts';
import { readPieces } from './log-source-files.ts';
import { formatOf, type KeptLog, keptText } from './replayed-log.ts';
import type { AskedLog, LogAnswer, Logs } from './written-logs.ts';

/** Rows that a scenario keeps at most: a million journeys have a trace of some gigabytes. */
export const MOST_KEPT_ROWS = 1_000_000;

const MOST_STORES = 200_000;

/**
 * Logs as a scenario file names them: seen from itself. What is asked for is read by `read()`; a
 * scenario is judged again then.
 */
export class LogsBeside {
  readonly #folder: string;
  readonly #asked = new Map<string, AskedLog>();
  readonly #answers = new Map<string, LogAnswer>();

  constructor(scenarioFile: string) {
    this.#folder = dirname(resolve(scenarioFile));
  }

  /** Answers what is read already. */
  readonly logs: Logs = (asked) => {
    const key = JSON.stringify(asked);
    const answer = this.#answers.get(key);
    if (answer === undefined) this.#asked.set(key, asked);
    return answer ?? { kind: 'pending' };
  };

  /** Reads what was asked for; answers whether anything was. */
  async read(): Promise<boolean> {
    const asked = [...this.#asked];
    this.#asked.clear();
    for (const [key, each] of asked) this.#answers.set(key, await this.#answer(each));
    return asked.length > 0;
  }

  async #answer(asked: AskedLog): Promise<LogAnswer> {
    try {
      const file = resolve(this.#folder, asked.workload.file);
      return { kind: 'read', log: await keptLog(file, asked) };
    } catch (error) {
      if (!(error instanceof FitRefused)) throw error;
      return { kind: 'refused', message: error.message };
    }
  }
}

/** Reads what is to be replayed of a log; throws FitRefused where that cannot be. */
export async function keptLog(path: string, asked: AskedLog): Promise<KeptLog> {
  const { workload, fromMs, toMs } = asked;
  const { file } = workload;
  const kept: { atMs: number; line: number; store: string | undefined; text: string }[] = [];
  const stores = new Set<string>();
  let reading: LogReading | undefined;
  const { sha256 } = await readPieces(path, (head) => {
    reading = new LogReading(file, head, formatOf(workload), {
      row: (row, line) => {
        if (row.store !== undefined && stores.size < MOST_STORES) stores.add(row.store);
        if (row.atMs < fromMs || row.atMs >= toMs) return;
        if (kept.length === MOST_KEPT_ROWS) {
          throw new FitRefused(
            `${file} has more than ${MOST_KEPT_ROWS.toLocaleString('en')} rows between ` +
              `${isoTime(fromMs)} and ${isoTime(toMs)}: a run keeps no more; say less with from and to`,
          );
        }
        kept.push({ atMs: row.atMs, line, store: row.store, text: keptText(row, line, undefined) });
      },
    });
    return reading;
  });
  const { standing, bad } = reading as unknown as LogReading;
  const tooBad = whyTooBad({ bad, standing }, file, workload.maxBad);
  if (tooBad !== undefined) throw new FitRefused(tooBad);
  if (workload.sha256 !== undefined && workload.sha256 !== sha256) {
    throw new FitRefused(`${file} is another file: its SHA-256 is ${sha256}; correct sha256 or it`);
  }
  if (kept.length === 0) throw new FitRefused(nobody(asked, standing));
  const names = [...stores].sort();
  const numbers = new Map(names.map((name, index) => [name, index]));
  kept.sort((one, other) => one.atMs - other.atMs || one.line - other.line);
  return {
    sha256,
    rows: standing.rows,
    bad: bad.count,
    from: isoTime(fromMs),
    to: isoTime(toMs),
    stores: names,
    citizens: kept.map(({ text, store }) => {
      const number = store === undefined ? undefined : numbers.get(store);
      return number === undefined ? text : text.replace(NO_STORE, `$1${number} `);
    }),
  };
}

/** The fourth field of a row. */
const NO_STORE = /^(\S+ \S+ \S+ )- /;

function nobody(
  { workload, fromMs, toMs }: AskedLog,
  { firstMs, lastMs }: { readonly firstMs: number; readonly lastMs: number },
): string {
  const has = Number.isFinite(firstMs)
    ? `it has rows from ${isoTime(firstMs)} to ${isoTime(lastMs)}`
    : 'it has no rows';
  return (
    `${workload.file} has no rows between ${isoTime(fromMs)} and ${isoTime(toMs)}: ${has}; ` +
    'say with from at which instant of the log the workload begins, or begin the run then'
  );
}
