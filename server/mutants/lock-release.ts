import type { Process, Runner } from '../../sim/process.ts';
import { Signal, TIMED_OUT, within } from '../../sim/waiting.ts';
import type { CertificateDocument } from '../contract.ts';
import {
  drawing,
  type PrintImages,
  type PrintJob,
  type PrintStagePorts,
} from '../document/print-images.ts';
import type { Mutant } from '../mutant.ts';
import { granted, type Outcome } from '../problems.ts';

/** M1: a time-out in the print queue frees the ordering lock and leaves the transaction going. */
export const lockRelease: Mutant = {
  id: 'M1',
  title: {
    ja: '横浜市：タイムアウトによるロックのみの解放',
    en: 'Yokohama: a time-out frees the lock alone',
  },
  incident: 'Yokohama, 2023-03-27: 10 documents of 18 people (P10, P11, P12, P13, P14)',
  mechanism: {
    ja: '印刷待ちがタイムアウトを超えると順序制御のロックだけが解放され、処理は取り消されず、次の印刷イメージファイルを取得する。印刷段が飽和したときにだけ起きる。',
    en: 'A job that waits longer for its print image than the time-out loses its place in the order, is not cancelled, and takes the next print-image file there is. Needs a saturated print stage.',
  },
  plantedIn: 'print stage',
  oracle: 'page-ownership',
  needs:
    'a print stage that cannot keep up: `server.printImages.workers` 1, 10 to 16 requests a minute and more, waits above `server.printImages.timeout`',
  plant: ({ runner }) => ({
    printImages: (ports) => new LockReleasingStage(ports, runner),
  }),
};

/** How often a transaction without its lock looks whether there is a file; inference. */
const LOOK_EVERY_MS = 1_000;

/** A transaction that waits for its print-image file. */
interface Waiting {
  /** Fires when its drawing begins: from then on it waits no longer for its place in the order. */
  readonly turn: Signal;
  readonly file: Signal<CertificateDocument>;
  /** Whether it still waits for one: nobody has given it one, nor has it gone. */
  waits: boolean;
}

class LockReleasingStage implements PrintImages {
  readonly #ports: PrintStagePorts;
  readonly #runner: Runner;
  /** Those whose lock was freed, with the instant: each takes the next file, whosever it is. */
  readonly #unlocked = new Map<Waiting, number>();

  constructor(ports: PrintStagePorts, runner: Runner) {
    this.#ports = ports;
    this.#runner = runner;
  }

  *make(job: PrintJob): Process<Outcome<CertificateDocument>> {
    const waiting: Waiting = { turn: new Signal(), file: new Signal(), waits: true };
    try {
      this.#runner.spawn(this.#printed(job, waiting));
      const turn = yield* within(this.#ports.timeoutMs, waiting.turn.wait(), 'measured');
      if (turn === TIMED_OUT) this.#unlock(waiting);
      return granted(yield* waiting.file.wait());
    } finally {
      waiting.waits = false;
      this.#unlocked.delete(waiting);
    }
  }

  /** The drawing goes on whatever becomes of who has asked for it. */
  *#printed(job: PrintJob, asker: Waiting): Process {
    const document = yield* this.#ports.stage.use(this.#draw(job, asker));
    this.#give(this.#firstToLook() ?? asker, document);
    // Whose file was taken has lost its place, too.
    this.#unlock(asker);
  }

  #unlock(waiting: Waiting): void {
    if (!waiting.waits || this.#unlocked.has(waiting)) return;
    this.#unlocked.set(waiting, this.#runner.now());
  }

  /** Who of those without a lock looks for a file first from now on: they do once a second. */
  #firstToLook(): Waiting | undefined {
    const nowMs = this.#runner.now();
    let first: Waiting | undefined;
    let firstInMs = Number.POSITIVE_INFINITY;
    for (const [waiting, sinceMs] of this.#unlocked) {
      const inMs = (LOOK_EVERY_MS - ((nowMs - sinceMs) % LOOK_EVERY_MS)) % LOOK_EVERY_MS;
      if (inMs < firstInMs) [first, firstInMs] = [waiting, inMs];
    }
    return first;
  }

  *#draw(job: PrintJob, asker: Waiting): Process<CertificateDocument> {
    asker.turn.fire();
    return yield* drawing(this.#ports, job);
  }

  #give(taker: Waiting, document: CertificateDocument): void {
    this.#unlocked.delete(taker);
    taker.waits = false;
    taker.file.fire(document);
  }
}
