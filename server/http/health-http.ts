import { perform } from '../../sim/process.ts';
import type { RealTime } from '../../sim/real-time.ts';
import { TIMED_OUT, within } from '../../sim/waiting.ts';
import type { Database, Statement } from '../database/database.ts';

const PROBE: Statement = { name: 'probe', text: 'select 1' };

/** How long an answer of the database is taken for true, and waited for, ms. */
const FRESH_MS = 1_000;
const PATIENCE_MS = 2_000;

/** Finds out whether the database answers: at most once a second, however often it is asked. */
export class DatabaseProbe {
  readonly #database: Database;
  readonly #runner: RealTime;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #answer: boolean | Promise<boolean> = true;

  constructor(database: Database, runner: RealTime) {
    this.#database = database;
    this.#runner = runner;
  }

  reachable(): boolean | Promise<boolean> {
    const nowMs = performance.now();
    if (nowMs - this.#askedAtMs < FRESH_MS) return this.#answer;
    this.#askedAtMs = nowMs;
    const asked = perform(() => this.#database.query(PROBE));
    this.#answer = this.#runner
      .run(within(PATIENCE_MS, asked, 'measured'))
      .then(
        (rows) => rows !== TIMED_OUT,
        () => false,
      )
      .then((answer) => {
        this.#answer = answer;
        return answer;
      });
    return this.#answer;
  }
}
