import type { Process } from '../../sim/process.ts';
import type { Resource } from '../../sim/resource.ts';
import { TIMED_OUT, within } from '../../sim/waiting.ts';
import type { CertificateDocument } from '../contract.ts';
import type { Pace } from '../pace.ts';
import { granted, type Outcome, refused } from '../problems.ts';
import type { Draft, Renderer } from './document.ts';

/** A certificate to be turned into what the kiosk prints. */
export interface PrintJob {
  readonly draft: Draft;
  /** Civil time at which the request came in, ms since 1970-01-01T00:00Z. */
  readonly nowMs: number;
}

/**
 * 印刷イメージ: the stage of an issuing server where documents are drawn, few at a time. The wrong
 * documents of 2023 and 2024 came from what surrounds it: queues, keys, files, time-outs.
 */
export interface PrintImages {
  /** The document of a job, or 'print-timeout' if its turn and its drawing took too long. */
  make(job: PrintJob): Process<Outcome<CertificateDocument>>;
}

export interface PrintStagePorts {
  readonly renderer: Renderer;
  readonly pace: Pace;
  /** Drawings that are made at the same time; the others wait in the order they came. */
  readonly stage: Resource;
  /** How long a job waits and is drawn at most, ms of the server's own time. */
  readonly timeoutMs: number;
}

/**
 * The stage as it has to be: what a job's drawing returns is handed to that job alone, nothing is
 * filed under a name in between, and a job that waited too long is given up as a whole.
 */
export class PrintStage implements PrintImages {
  readonly #ports: PrintStagePorts;

  constructor(ports: PrintStagePorts) {
    this.#ports = ports;
  }

  make(job: PrintJob): Process<Outcome<CertificateDocument>> {
    return inTurn(this.#ports, drawing(this.#ports, job));
  }
}

/** Does the work of a job when its turn has come, and gives it up as a whole at the time-out. */
export function* inTurn(
  { stage, timeoutMs }: PrintStagePorts,
  work: Process<CertificateDocument>,
): Process<Outcome<CertificateDocument>> {
  const made = yield* within(timeoutMs, stage.use(work), 'measured');
  return made === TIMED_OUT ? refused('print-timeout') : granted(made);
}

/** Draws the document of a job, whose turn it is. */
export function* drawing(
  { pace, renderer }: PrintStagePorts,
  { draft, nowMs }: PrintJob,
): Process<CertificateDocument> {
  yield* pace.work('print-image', `${draft.requestId}@${nowMs}`);
  return yield* renderer.render(draft);
}
