import type { Process } from '../../sim/process.ts';
import type { StatusName } from './ipp-codes.ts';
import type { JobTemplate } from './ipp-job-template.ts';
import type { IppGroup } from './ipp-message.ts';
import type { PrinterTelling } from './ipp-printer-attributes.ts';
import { type IppRefusal, type IppRequest, refused } from './ipp-request.ts';
import type { PrintEngine } from './print-engine.ts';
import type { PrintJob } from './print-job.ts';
import type { PrintSpool } from './print-spool.ts';

/** Unpacks a document, at most so many bytes of it. */
export type Inflate = (
  compression: 'gzip' | 'deflate',
  bytes: Uint8Array,
  maxBytes: number,
) => Process<Uint8Array | 'corrupt' | 'too-large'>;

/** What operations work on. */
export interface PrinterParts {
  readonly spool: PrintSpool;
  readonly engine: PrintEngine;
  readonly template: JobTemplate;
  readonly inflate: Inflate;
  readonly maxBytes: number;
  /** Who may print; undefined is everybody, and nobody's jobs are guarded from others. */
  readonly users: ReadonlySet<string> | undefined;
  readonly telling: () => PrinterTelling;
  readonly identify: (actions: readonly string[], text: string) => void;
}

export interface IppReply {
  readonly status: StatusName;
  readonly message?: string;
  readonly groups?: readonly IppGroup[];
}

export type Operation = (parts: PrinterParts, request: IppRequest) => Process<IppReply>;

/** The job that is meant, if it has not ended and is the user's. */
export function ownJob(
  { spool, users }: PrinterParts,
  { jobId, user }: IppRequest,
): Readonly<PrintJob> | IppRefusal {
  const job = spool.job(jobId ?? 0);
  if (job === undefined) return refused('client-error-not-found', `no job ${jobId}`);
  if (users !== undefined && job.identity.user !== user) {
    return refused('client-error-not-authorized', `job ${job.id} is not ${user}'s`);
  }
  return job.hasEnded ? impossible(job) : job;
}

export function impossible({ id, state }: Readonly<PrintJob>): IppRefusal {
  return refused('client-error-not-possible', `job ${id} is ${state}`);
}
