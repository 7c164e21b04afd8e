import type { Process } from '../../sim/process.ts';
import { JOB_STATE, OPERATION, PRINTER_STATE } from '../ipp/ipp-codes.ts';
import { GROUP, type IppAttribute } from '../ipp/ipp-message.ts';
import { attribute, groupOf, named, textsOf, valuesOf } from '../ipp/ipp-values.ts';
import type { PrinterStop } from './printer.ts';
import type { IppAnswer, IppClient } from './printer-ipp-client.ts';

/** What of a printer decides how it is used. */
export interface IppPrinterStanding {
  /** Why it would print nothing now; undefined if it would. */
  readonly stop: PrinterStop | undefined;
  /** Whether that is its state, and not only a reason, which may be of yesterday. */
  readonly isFirm: boolean;
  /** Whether its jobs tell how many sheets have come out, and not how many were sent on. */
  readonly countsSheets: boolean;
  /** Whether it takes a job and its document one after the other. */
  readonly takesJobsFirst: boolean;
  /** Whether it prints a part of a document. */
  readonly printsRanges: boolean;
  /** Values of `sides` that it takes; none if it does not say. */
  readonly sides: readonly string[];
  readonly printsPdf: boolean;
}

const PRINTER_QUESTIONS = [
  'printer-state',
  'printer-state-reasons',
  'printer-is-accepting-jobs',
  'operations-supported',
  'document-format-supported',
  'page-ranges-supported',
  'sides-supported',
  'printer-make-and-model',
  'cups-version',
] as const;

/** Asks a printer how it is. */
export function* askStanding(
  client: IppClient,
  limitMs: number,
): Process<IppPrinterStanding | Exclude<IppAnswer, { kind: 'granted' }>> {
  const requested = attribute('requested-attributes', 'keyword', ...PRINTER_QUESTIONS);
  const answer = yield* client.ask('Get-Printer-Attributes', { attributes: [requested], limitMs });
  if (answer.kind !== 'granted') return answer;
  return standingOf(groupOf(answer.message, GROUP.printer)?.attributes);
}

export function standingOf(attributes: readonly IppAttribute[] | undefined): IppPrinterStanding {
  const operations = valuesOf(attributes, 'operations-supported', 'enum');
  const formats = textsOf(attributes, 'document-format-supported').map((each) =>
    each.toLowerCase(),
  );
  const isQueue = named(attributes, 'cups-version') !== undefined;
  const isRaw = textsOf(attributes, 'printer-make-and-model').some((each) => /\braw\b/i.test(each));
  return {
    stop: stopOf(attributes, isQueue),
    isFirm: valuesOf(attributes, 'printer-state', 'enum')[0] === PRINTER_STATE.stopped,
    countsSheets: !isQueue || isRaw,
    takesJobsFirst:
      operations.includes(OPERATION['Create-Job']) &&
      operations.includes(OPERATION['Send-Document']),
    printsRanges: valuesOf(attributes, 'page-ranges-supported', 'boolean')[0] === true,
    sides: textsOf(attributes, 'sides-supported'),
    printsPdf: formats.includes('application/pdf'),
  };
}

/** No answer, or none in time: printer-state-reasons `timed-out` (RFC 8011 §5.4.12). */
export const TIMED_OUT: PrinterStop = { kind: 'stopped', reason: 'timed-out' };

/** A reason that has no word of its own (RFC 8011 §5.4.12). */
export const OTHER: PrinterStop = { kind: 'stopped', reason: 'other' };

/**
 * Why a printer does not print. An error has stopped it also where its state does not say so: a
 * CUPS queue goes on processing while the paper is jammed behind it.
 */
function stopOf(
  attributes: readonly IppAttribute[] | undefined,
  isQueue: boolean,
): PrinterStop | undefined {
  const [state] = valuesOf(attributes, 'printer-state', 'enum');
  const reasons = textsOf(attributes, 'printer-state-reasons').filter((each) => KEYWORD.test(each));
  const error = reasons.find((each) => each.endsWith('-error'));
  // Of an idle queue it is what was the matter with the last job: nobody has looked since.
  const isPast = isQueue && state === PRINTER_STATE.idle;
  if (error !== undefined && !isPast)
    return { kind: 'stopped', reason: error.slice(0, -'-error'.length) };
  const [accepts] = valuesOf(attributes, 'printer-is-accepting-jobs', 'boolean');
  if (state !== PRINTER_STATE.stopped && accepts !== false) return undefined;
  const plain = reasons.find((each) => each !== 'none' && !/-(report|warning)$/.test(each));
  return plain === undefined ? OTHER : { kind: 'stopped', reason: plain };
}

/** Keywords are lower case (RFC 8011 §5.1.4); anything else is not repeated. */
const KEYWORD = /^[a-z][a-z0-9._-]{0,254}$/;

/** How far a job is. */
export interface IppJobStanding {
  readonly phase: 'under-way' | 'stopped' | 'completed' | 'given-up';
  /** Pages or sheets stacked in the output tray; undefined if the printer does not count. */
  readonly impressions: number | undefined;
  readonly sheets: number | undefined;
  readonly reasons: readonly string[];
}

export const JOB_QUESTIONS = [
  'job-state',
  'job-state-reasons',
  'job-impressions-completed',
  'job-media-sheets-completed',
] as const;

/** Undefined if the printer does not even tell the state. */
export function jobStandingOf(
  attributes: readonly IppAttribute[] | undefined,
): IppJobStanding | undefined {
  const [state] = valuesOf(attributes, 'job-state', 'enum');
  const phase = PHASES.get(state ?? 0);
  if (phase === undefined) return undefined;
  const [impressions] = valuesOf(attributes, 'job-impressions-completed', 'integer');
  const [sheets] = valuesOf(attributes, 'job-media-sheets-completed', 'integer');
  const reasons = textsOf(attributes, 'job-state-reasons').filter((each) => KEYWORD.test(each));
  return { phase, impressions, sheets, reasons };
}

const PHASES: ReadonlyMap<number, IppJobStanding['phase']> = new Map([
  [JOB_STATE.pending, 'under-way'],
  [JOB_STATE['pending-held'], 'under-way'],
  [JOB_STATE.processing, 'under-way'],
  [JOB_STATE['processing-stopped'], 'stopped'],
  [JOB_STATE.canceled, 'given-up'],
  [JOB_STATE.aborted, 'given-up'],
  [JOB_STATE.completed, 'completed'],
]);
