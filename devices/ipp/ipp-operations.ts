import { ready } from '../../sim/process.ts';
import type { OperationName } from './ipp-codes.ts';
import { GROUP } from './ipp-message.ts';
import { getJobAttributes, getJobs, getPrinterAttributes } from './ipp-queries.ts';
import type { IppRequest } from './ipp-request.ts';
import { createJob, printJob, sendDocument, validateJob } from './ipp-submission.ts';
import { attribute, textsOf, valuesOf } from './ipp-values.ts';
import type { PrintJob } from './print-job.ts';
import {
  type IppReply,
  impossible,
  type Operation,
  ownJob,
  type PrinterParts,
} from './printer-parts.ts';

/** What each operation does. */
export const OPERATIONS: Readonly<Record<OperationName, Operation>> = {
  'Print-Job': printJob,
  'Validate-Job': (parts, request) => ready(validateJob(parts, request)),
  'Create-Job': (parts, request) => ready(createJob(parts, request)),
  'Send-Document': sendDocument,
  'Cancel-Job': onJob(({ spool }, { id }) => spool.cancel(id)),
  'Get-Job-Attributes': (parts, request) => ready(getJobAttributes(parts, request)),
  'Get-Jobs': (parts, request) => ready(getJobs(parts, request)),
  'Get-Printer-Attributes': (parts, request) => ready(getPrinterAttributes(parts, request)),
  'Hold-Job': onJob(({ spool }, { id }) => spool.hold(id), isWaiting),
  'Release-Job': onJob(({ spool }, { id }) => spool.release(id), isWaiting),
  'Pause-Printer': ({ engine }) => ready(done(() => engine.inject({ condition: 'paused' }))),
  'Resume-Printer': ({ engine }) => ready(done(() => engine.clear('paused'))),
  'Cancel-My-Jobs': (parts, request) => ready(cancelMyJobs(parts, request)),
  'Close-Job': onJob(({ spool }, { id, isClosed }) => {
    if (!isClosed) spool.close(id);
  }),
  'Identify-Printer': (parts, request) => ready(identifyPrinter(parts, request)),
};

function done(act: () => void): IppReply {
  act();
  return { status: 'successful-ok' };
}

/** An operation on a job that has not ended, by its owner. */
function onJob(
  act: (parts: PrinterParts, job: Readonly<PrintJob>) => void,
  isPossible: (job: Readonly<PrintJob>) => boolean = () => true,
): Operation {
  return (parts, request) => {
    const job = ownJob(parts, request);
    if ('status' in job) return ready(job);
    if (job.isCancelled || !isPossible(job)) return ready(impossible(job));
    return ready(done(() => act(parts, job)));
  };
}

function isWaiting({ processingMs }: Readonly<PrintJob>): boolean {
  return processingMs === undefined;
}

function cancelMyJobs({ spool }: PrinterParts, { attributes, user }: IppRequest): IppReply {
  const ids = valuesOf(attributes, 'job-ids', 'integer');
  const mine = spool.unfinished.filter(({ identity }) => identity.user === user);
  const asked = mine.filter(({ id }) => ids.length === 0 || ids.includes(id));
  const wrong = ids.filter((id) => !mine.some((job) => job.id === id));
  if (wrong.length > 0) {
    const groups = [
      { tag: GROUP.unsupported, attributes: [attribute('job-ids', 'integer', ...wrong)] },
    ];
    return { status: 'client-error-not-possible', groups };
  }
  for (const { id, isCancelled } of asked) if (!isCancelled) spool.cancel(id);
  return { status: 'successful-ok' };
}

function identifyPrinter({ identify }: PrinterParts, { attributes }: IppRequest): IppReply {
  const actions = valuesOf(attributes, 'identify-actions', 'keyword');
  const known = ['display', 'flash', 'sound'];
  const wrong = actions.filter((action) => !known.includes(action));
  if (wrong.length > 0) {
    const attributes = [attribute('identify-actions', 'keyword', ...wrong)];
    return {
      status: 'client-error-attributes-or-values-not-supported',
      groups: [{ tag: GROUP.unsupported, attributes }],
    };
  }
  const [text = ''] = textsOf(attributes, 'message');
  identify(actions.length === 0 ? ['display'] : actions, text);
  return { status: 'successful-ok' };
}
