import assert from 'node:assert/strict';
import { type Process, sleep } from '../../sim/process.ts';
import { Signal, TIMED_OUT, within } from '../../sim/waiting.ts';
import type { CertificateDocument } from '../contract.ts';
import type { Issued, IssueOrder, Issuing } from '../issuing.ts';
import type { MutantGround } from '../mutant.ts';
import { granted, type Outcome, refused } from '../problems.ts';

/** The file of one request; undefined when the request has come to nothing. */
type PrintFile = Signal<CertificateDocument | undefined>;

/** How long a request waits for the file under its name, ms of the server's own time. */
const PATIENCE_MS = 60_000;

/**
 * The index of print-image files: a name leads to one file. Two requests of one name are two files
 * all the same, and the name leads to that of the later one: the entry of the earlier is
 * overwritten, and both fetch what the later one has had drawn.
 */
export class PrintFiles {
  readonly #ground: Pick<MutantGround, 'runner' | 'windowMs'>;
  readonly #entries = new Map<string, PrintFile[]>();

  /** `windowMs` is the moment that a name stands for; nothing is fetched before it is over. */
  constructor(ground: Pick<MutantGround, 'runner' | 'windowMs'>) {
    this.#ground = ground;
  }

  /** Issues a document by way of a file under this name. */
  *issue(name: string, order: IssueOrder, sound: Issuing): Process<Outcome<Issued>> {
    const { runner, windowMs } = this.#ground;
    const fetchedFromMs = runner.now() + windowMs;
    const files = this.#entries.get(name) ?? [];
    this.#entries.set(name, files);
    const file: PrintFile = new Signal();
    files.push(file);
    try {
      const issued = yield* sound.issue(order);
      if (!issued.ok) return issued;
      file.fire(issued.value.document);
      // Drawn in milliseconds by a real server, where the incidents’ took as long as the moment.
      yield sleep(Math.max(0, fetchedFromMs - runner.now()));
      const document = yield* within(PATIENCE_MS, fetched(files), 'measured');
      if (document === TIMED_OUT) return refused('print-timeout');
      return granted({ issuance: issued.value.issuance, document });
    } finally {
      file.fire(undefined);
      if (files.every(({ fired }) => fired)) this.#entries.delete(name);
    }
  }
}

/** What the name leads to once it is there: the file of the latest whose request has come off. */
function* fetched(files: readonly PrintFile[]): Process<CertificateDocument> {
  for (const file of files.toReversed()) {
    const document = yield* file.wait();
    if (document !== undefined) return document;
  }
  assert.fail('who fetches has written a file');
}
