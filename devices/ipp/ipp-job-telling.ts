import { jobAttributes, stateAttributes } from './ipp-job-attributes.ts';
import { GROUP, type IppAttribute, type IppGroup } from './ipp-message.ts';
import type { PrintJob } from './print-job.ts';
import type { PrinterParts } from './printer-parts.ts';

export function told(parts: PrinterParts, job: Readonly<PrintJob>): readonly IppGroup[] {
  const identifying = describedJob(parts, job).slice(0, 2);
  const state = stateAttributes(job, jobsBefore(parts, job));
  return [{ tag: GROUP.job, attributes: [...identifying, ...state] }];
}

export function describedJob(
  parts: PrinterParts,
  job: Readonly<PrintJob>,
): readonly IppAttribute[] {
  const { identity, clock } = parts.telling();
  const before = jobsBefore(parts, job);
  const { uri: printerUri, uuid: printerUuid } = identity;
  return jobAttributes(job, { printerUri, printerUuid, clock, before });
}

function jobsBefore({ spool }: PrinterParts, { id, hasEnded }: Readonly<PrintJob>): number {
  return hasEnded ? 0 : spool.unfinished.filter((each) => each.id < id).length;
}
