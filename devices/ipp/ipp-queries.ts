import { describedJob } from './ipp-job-telling.ts';
import { GROUP, type IppAttribute } from './ipp-message.ts';
import {
  descriptionAttributes,
  mediaDatabase,
  templateAttributes,
} from './ipp-printer-attributes.ts';
import { type IppRequest, refused } from './ipp-request.ts';
import { formatRefusal } from './ipp-submission.ts';
import { attribute, named, textsOf, valuesOf } from './ipp-values.ts';
import type { PrintJob } from './print-job.ts';
import type { IppReply, PrinterParts } from './printer-parts.ts';

export function getPrinterAttributes(parts: PrinterParts, { attributes }: IppRequest): IppReply {
  const format = formatRefusal(attributes);
  if (format !== undefined) return format;
  const telling = parts.telling();
  const template = templateAttributes(telling);
  const description = descriptionAttributes(telling);
  const groups = {
    'job-template': new Set(template.map(({ name }) => name)),
    'printer-description': new Set(description.map(({ name }) => name)),
  };
  const all = [...description, ...template];
  const told = requested(all, attributes, groups, ['all']);
  const wantsMedia = textsOf(attributes, 'requested-attributes').includes('media-col-database');
  const extra = wantsMedia ? [mediaDatabase(telling)] : [];
  return {
    status: 'successful-ok',
    groups: [{ tag: GROUP.printer, attributes: [...told, ...extra] }],
  };
}

export function getJobAttributes(parts: PrinterParts, request: IppRequest): IppReply {
  const job = parts.spool.job(request.jobId ?? 0);
  if (job === undefined) return refused('client-error-not-found', `no job ${request.jobId}`);
  const attributes = requested(describedJob(parts, job), request.attributes, JOB_GROUPS, ['all']);
  return { status: 'successful-ok', groups: [{ tag: GROUP.job, attributes }] };
}

const WHICH_JOBS = {
  completed: ({ hasEnded }: Readonly<PrintJob>) => hasEnded,
  'not-completed': ({ hasEnded }: Readonly<PrintJob>) => !hasEnded,
  all: () => true,
} as const;

export function getJobs(parts: PrinterParts, request: IppRequest): IppReply {
  const { attributes, user } = request;
  const [which = 'not-completed'] = valuesOf(attributes, 'which-jobs', 'keyword');
  if (!Object.hasOwn(WHICH_JOBS, which)) {
    const wrong = attribute('which-jobs', 'keyword', which);
    const groups = [{ tag: GROUP.unsupported, attributes: [wrong] }];
    return { status: 'client-error-attributes-or-values-not-supported', groups };
  }
  const [mine = false] = valuesOf(attributes, 'my-jobs', 'boolean');
  const [limit = Number.MAX_SAFE_INTEGER] = valuesOf(attributes, 'limit', 'integer');
  if (limit < 1) return refused('client-error-bad-request', 'a limit below 1');
  const ids = valuesOf(attributes, 'job-ids', 'integer');
  const found = parts.spool.jobs
    .filter(WHICH_JOBS[which as keyof typeof WHICH_JOBS])
    .filter(({ identity }) => !mine || identity.user === user)
    .filter(({ id }) => ids.length === 0 || ids.includes(id));
  // What is done comes with the latest first, what is to do in its order (RFC 8011 §4.2.6.2).
  const jobs = (which === 'completed' ? found.reverse() : found).slice(0, limit);
  const groups = jobs.map((job) => {
    const all = describedJob(parts, job);
    return {
      tag: GROUP.job,
      attributes: requested(all, attributes, JOB_GROUPS, ['job-uri', 'job-id']),
    };
  });
  return { status: 'successful-ok', groups };
}

const JOB_GROUPS = {
  'job-template': { has: (name: string) => TEMPLATE_NAMES.test(name) },
  'job-description': { has: (name: string) => !TEMPLATE_NAMES.test(name) },
};

/** Names of job template attributes among those that a job is told with. */
const TEMPLATE_NAMES =
  /^(copies|sides|media|media-col|finishings|number-up|output-bin|overrides|page-ranges|print-.*|printer-resolution|orientation-requested|job-hold-until|multiple-document-handling)$/;

/** What `requested-attributes` asks for, by name or by the name of a group (RFC 8011 §4.2.5.1). */
function requested(
  all: readonly IppAttribute[],
  request: readonly IppAttribute[],
  groups: Readonly<Record<string, { has(name: string): boolean }>>,
  otherwise: readonly string[],
): readonly IppAttribute[] {
  const isSaid = named(request, 'requested-attributes') !== undefined;
  const asked = isSaid ? textsOf(request, 'requested-attributes') : otherwise;
  if (asked.includes('all')) return all;
  const isAsked = (name: string) =>
    asked.some((each) => each === name || groups[each]?.has(name) === true);
  return all.filter(({ name }) => isAsked(name));
}
