import { JOB_STATE } from './ipp-codes.ts';
import type { IppAttribute } from './ipp-message.ts';
import { absent, attribute } from './ipp-values.ts';
import type { PrintJob } from './print-job.ts';
import type { PrinterClock } from './printer-clock.ts';

/** What a job is told of with. */
export interface JobTelling {
  readonly printerUri: string;
  readonly printerUuid: string;
  readonly clock: PrinterClock;
  /** Jobs that are printed before it. */
  readonly before: number;
}

/** All attributes of a job (RFC 8011 §5.3, PWG 5100.13). */
export function jobAttributes(
  job: Readonly<PrintJob>,
  { printerUri, printerUuid, clock, before }: JobTelling,
): readonly IppAttribute[] {
  const { id, identity, ticket } = job;
  return [
    attribute('job-id', 'integer', id),
    attribute('job-uri', 'uri', `${printerUri}/${id}`),
    attribute('job-printer-uri', 'uri', printerUri),
    attribute('job-uuid', 'uri', jobUuid(printerUuid, id)),
    attribute('job-name', 'nameWithoutLanguage', identity.name),
    attribute('job-originating-user-name', 'nameWithoutLanguage', identity.user),
    ...stateAttributes(job, before),
    attribute('job-k-octets', 'integer', Math.ceil(job.octets / 1024)),
    counted('job-impressions', job.impressions),
    counted('job-media-sheets', job.sheets),
    attribute('job-impressions-completed', 'integer', job.impressionsCompleted),
    attribute('job-media-sheets-completed', 'integer', job.sheetsCompleted),
    attribute('job-printer-up-time', 'integer', clock.upTime),
    ...times('creation', job.createdMs, clock),
    ...times('processing', job.processingMs, clock),
    ...times('completed', job.endedMs, clock),
    ...ticket.attributes,
  ];
}

/** What tells how a job goes, and answers a job that was sent. */
export function stateAttributes(job: Readonly<PrintJob>, before: number): readonly IppAttribute[] {
  const reasons = job.reasons.length === 0 ? ['none'] : job.reasons;
  return [
    attribute('job-state', 'enum', JOB_STATE[job.state]),
    attribute('job-state-reasons', 'keyword', ...reasons),
    attribute('job-state-message', 'textWithoutLanguage', messageOf(job)),
    attribute('number-of-intervening-jobs', 'integer', before),
  ];
}

function messageOf({ state, sheets, sheetsCompleted }: Readonly<PrintJob>): string {
  const isUnderWay = state === 'processing' || state === 'processing-stopped';
  return isUnderWay && sheets !== undefined
    ? `${state}, ${sheetsCompleted} of ${sheets} sheets are out`
    : state;
}

function counted(name: string, count: number | undefined): IppAttribute {
  return count === undefined ? absent(name, 'noValue') : attribute(name, 'integer', count);
}

function times(what: string, ms: number | undefined, clock: PrinterClock): readonly IppAttribute[] {
  const names = [`time-at-${what}`, `date-time-at-${what}`] as const;
  if (ms === undefined) return names.map((name) => absent(name, 'noValue'));
  return [
    attribute(names[0], 'integer', clock.upTimeAt(ms)),
    attribute(names[1], 'dateTime', clock.dateTimeAt(ms)),
  ];
}

/** The printer's UUID with the number of the job in its last digits. */
function jobUuid(printerUuid: string, id: number): string {
  return `urn:uuid:${printerUuid.slice(0, -8)}${id.toString(16).padStart(8, '0').slice(-8)}`;
}
