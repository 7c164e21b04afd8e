import type { Process } from '../../sim/process.ts';
import { PRINTED_FORMATS, sniffedFormat } from './document-format.ts';
import { told } from './ipp-job-telling.ts';
import type { GrantedTicket } from './ipp-job-template.ts';
import { GROUP, type IppAttribute, type IppGroup } from './ipp-message.ts';
import { type IppRefusal, type IppRequest, refused } from './ipp-request.ts';
import { attribute, textsOf, valuesOf } from './ipp-values.ts';
import type { PrintDocument } from './print-job.ts';
import { type IppReply, impossible, ownJob, type PrinterParts } from './printer-parts.ts';

export function* printJob(parts: PrinterParts, request: IppRequest): Process<IppReply> {
  const granted = grantedTicket(parts, request);
  if ('status' in granted) return granted;
  if (request.data.length === 0) return refused('client-error-bad-request', 'no document');
  const document = yield* documentOf(parts, request);
  if ('status' in document) return document;
  const refusal = spoolRefusal(parts, document.bytes.length);
  if (refusal !== undefined) return refusal;
  const { spool } = parts;
  const job = spool.create(identityOf(request), granted.ticket);
  spool.send(job.id, document, request.data.length);
  spool.close(job.id);
  return accepted(granted, told(parts, job));
}

export function validateJob(parts: PrinterParts, request: IppRequest): IppReply {
  const granted = grantedTicket(parts, request);
  return 'status' in granted ? granted : accepted(granted, []);
}

export function createJob(parts: PrinterParts, request: IppRequest): IppReply {
  const granted = grantedTicket(parts, request);
  if ('status' in granted) return granted;
  const refusal = spoolRefusal(parts, 0);
  if (refusal !== undefined) return refusal;
  const job = parts.spool.create(identityOf(request), granted.ticket);
  parts.spool.expect(job.id);
  return accepted(granted, told(parts, job));
}

/** One document; an empty last one only says that no more will come (RFC 8011 §4.3.1). */
export function* sendDocument(parts: PrinterParts, request: IppRequest): Process<IppReply> {
  const { attributes, data } = request;
  const [isLast] = valuesOf(attributes, 'last-document', 'boolean');
  if (isLast === undefined) return refused('client-error-bad-request', 'no last-document');
  const format = formatRefusal(attributes);
  if (format !== undefined) return format;
  const document = data.length === 0 ? undefined : yield* documentOf(parts, request);
  if (document !== undefined && 'status' in document) return document;
  const job = ownJob(parts, request);
  if ('status' in job) return job;
  if (job.isClosed) return impossible(job);
  if (document !== undefined && job.document !== undefined) {
    return refused('server-error-multiple-document-jobs-not-supported', 'one document a job');
  }
  if (document !== undefined) {
    const refusal = parts.spool.send(job.id, document, data.length);
    if (refusal !== undefined) return tooMuch(refusal);
  }
  if (isLast) parts.spool.close(job.id);
  return { status: 'successful-ok', groups: told(parts, job) };
}

/** Looks at everything of a job but its document. */
function grantedTicket(
  { template }: PrinterParts,
  { attributes, jobAttributes: asked }: IppRequest,
): GrantedTicket | IppReply {
  const format = formatRefusal(attributes);
  if (format !== undefined) return format;
  const compression = compressionOf(attributes);
  if (typeof compression !== 'string') return compression;
  const granted = template.grant(asked);
  const [fidelity = false] = valuesOf(attributes, 'ipp-attribute-fidelity', 'boolean');
  if (!fidelity || granted.unsupported.length === 0) return granted;
  return {
    status: 'client-error-attributes-or-values-not-supported',
    groups: [{ tag: GROUP.unsupported, attributes: granted.unsupported }],
  };
}

/** Why a document of the format that is said is not printed; undefined if it is. */
export function formatRefusal(attributes: readonly IppAttribute[]): IppReply | undefined {
  const [said = 'application/octet-stream'] = valuesOf(
    attributes,
    'document-format',
    'mimeMediaType',
  );
  const known: readonly string[] = ['application/octet-stream', ...PRINTED_FORMATS];
  if (known.includes(said.toLowerCase())) return undefined;
  const wrong = attribute('document-format', 'mimeMediaType', said);
  return {
    status: 'client-error-document-format-not-supported',
    groups: [{ tag: GROUP.unsupported, attributes: [wrong] }],
  };
}

function compressionOf(
  attributes: readonly IppAttribute[],
): 'none' | 'gzip' | 'deflate' | IppReply {
  const [said = 'none'] = valuesOf(attributes, 'compression', 'keyword');
  if (said === 'none' || said === 'gzip' || said === 'deflate') return said;
  const wrong = attribute('compression', 'keyword', said);
  return {
    status: 'client-error-compression-not-supported',
    groups: [{ tag: GROUP.unsupported, attributes: [wrong] }],
  };
}

/** The document as it was before it was compressed, and what it is. */
function* documentOf(
  { inflate, maxBytes }: PrinterParts,
  { attributes, data }: IppRequest,
): Process<PrintDocument | IppReply> {
  const compression = compressionOf(attributes);
  if (typeof compression !== 'string') return compression;
  const bytes = compression === 'none' ? data : yield* inflate(compression, data, maxBytes);
  if (bytes === 'corrupt') {
    return refused('client-error-compression-error', `the document is not ${compression}`);
  }
  if (bytes === 'too-large' || bytes.length > maxBytes) {
    return refused('client-error-request-entity-too-large', `more than ${maxBytes} bytes`);
  }
  return { format: sniffedFormat(bytes), bytes };
}

function spoolRefusal({ spool }: PrinterParts, bytes: number): IppRefusal | undefined {
  const refusal = spool.refusal(bytes);
  return refusal && tooMuch(refusal);
}

function tooMuch(refusal: 'too-many-jobs' | 'spool-full'): IppRefusal {
  return refusal === 'too-many-jobs'
    ? refused('server-error-too-many-jobs', 'too many jobs are waiting')
    : refused('server-error-busy', 'the spool is full');
}

function identityOf({ attributes, user }: IppRequest): { name: string; user: string } {
  const [name = textsOf(attributes, 'document-name')[0]] = textsOf(attributes, 'job-name');
  return { name: name ?? 'Untitled', user };
}

/** A job that is taken, with what of it is not. */
function accepted({ unsupported }: GrantedTicket, groups: readonly IppGroup[]): IppReply {
  if (unsupported.length === 0) return { status: 'successful-ok', groups };
  return {
    status: 'successful-ok-ignored-or-substituted-attributes',
    groups: [{ tag: GROUP.unsupported, attributes: unsupported }, ...groups],
  };
}
