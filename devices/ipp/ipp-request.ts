import { OPERATION, type OperationName, type StatusName } from './ipp-codes.ts';
import { GROUP, type IppAttribute, type IppMessage, type IppValue } from './ipp-message.ts';
import { textsOf, valuesOf } from './ipp-values.ts';

/** A request whose frame is in order. */
export interface IppRequest {
  readonly operation: OperationName;
  readonly attributes: readonly IppAttribute[];
  readonly jobAttributes: readonly IppAttribute[];
  readonly data: Uint8Array;
  /** Who asks, as authenticated, or else as they say. */
  readonly user: string;
  /** Which job is meant; undefined where the printer itself is. */
  readonly jobId: number | undefined;
}

export interface IppRefusal {
  readonly status: StatusName;
  readonly message: string;
}

/** Operations on a job; the others are on the printer. */
const JOB_OPERATIONS: ReadonlySet<OperationName> = new Set([
  'Send-Document',
  'Cancel-Job',
  'Get-Job-Attributes',
  'Hold-Job',
  'Release-Job',
  'Close-Job',
]);

const NAMES = new Map(
  Object.entries(OPERATION).map(([name, code]) => [code as number, name as OperationName]),
);

/** The path of the printer; its jobs are below. */
export const PRINTER_PATH = '/ipp/print';

/** Looks at what every request must have (RFC 8011 §4.1); answers it, or why it is refused. */
export function requestOf(message: IppMessage, authenticated?: string): IppRequest | IppRefusal {
  const { version, code, requestId, groups, data } = message;
  if (version.major !== 1 && version.major !== 2) {
    return refused('server-error-version-not-supported', 'IPP 1.1 and 2.0 are spoken here');
  }
  if (requestId < 1) return refused('client-error-bad-request', 'a request-id below 1');
  const operation = NAMES.get(code);
  if (operation === undefined) {
    return refused('server-error-operation-not-supported', `operation 0x${code.toString(16)}`);
  }
  const attributes = groups[0]?.tag === GROUP.operation ? groups[0].attributes : [];
  const wrong = wrongFrame(message, attributes) ?? groups.flatMap(wrongValues)[0];
  if (wrong !== undefined) return wrong;
  const target = targetOf(operation, attributes);
  if ('status' in target) return target;
  const jobAttributes = groups.find(({ tag }) => tag === GROUP.job)?.attributes ?? [];
  const user = authenticated ?? textsOf(attributes, 'requesting-user-name')[0] ?? 'anonymous';
  return { operation, attributes, jobAttributes, data, user, jobId: target.jobId };
}

/** Charset first and natural language second (RFC 8011 §4.1.4), no attribute twice in a group. */
function wrongFrame(
  { groups }: IppMessage,
  attributes: readonly IppAttribute[],
): IppRefusal | undefined {
  const [charset, language] = attributes;
  if (!isOne(charset, 'attributes-charset', 'charset')) {
    return refused('client-error-bad-request', 'attributes-charset is not first');
  }
  if (!isOne(language, 'attributes-natural-language', 'naturalLanguage')) {
    return refused('client-error-bad-request', 'attributes-natural-language is not second');
  }
  const [name = ''] = textsOf(attributes, 'attributes-charset');
  if (!['utf-8', 'us-ascii'].includes(name.toLowerCase())) {
    return refused('client-error-charset-not-supported', `the charset ${name}; utf-8 is read here`);
  }
  for (const [index, group] of groups.entries()) {
    if (index > 0 && group.tag === GROUP.operation) {
      return refused('client-error-bad-request', 'operation attributes twice');
    }
    const names = new Set(group.attributes.map((each) => each.name));
    if (names.size < group.attributes.length) {
      return refused('client-error-bad-request', 'an attribute twice in a group');
    }
  }
  return undefined;
}

function isOne(attribute: IppAttribute | undefined, name: string, tag: IppValue['tag']): boolean {
  const isIt = attribute?.name === name && attribute.values.length === 1;
  return isIt && attribute.values[0]?.tag === tag;
}

/** Longest values by syntax, in characters at least as many as bytes allow (RFC 8011 §5.1). */
const LONGEST: Partial<Record<IppValue['tag'], number>> = {
  textWithoutLanguage: 1023,
  nameWithoutLanguage: 255,
  keyword: 255,
  uri: 1023,
  uriScheme: 63,
  charset: 63,
  naturalLanguage: 63,
  mimeMediaType: 255,
};

function wrongValues({ attributes }: { readonly attributes: readonly IppAttribute[] }) {
  return attributes.flatMap(({ name, values }): readonly IppRefusal[] => {
    const isLong = (value: IppValue) =>
      'value' in value &&
      typeof value.value === 'string' &&
      value.value.length > (LONGEST[value.tag] ?? Number.POSITIVE_INFINITY);
    if (name.length <= 255 && !values.some(isLong)) return [];
    const what = `a value of ${name.slice(0, 40)} is too long`;
    return [refused('client-error-request-value-too-long', what)];
  });
}

/** Which printer or job a request is for (RFC 8011 §4.1.5). */
function targetOf(
  operation: OperationName,
  attributes: readonly IppAttribute[],
): { readonly jobId: number | undefined } | IppRefusal {
  const [printerUri] = valuesOf(attributes, 'printer-uri', 'uri');
  const [jobUri] = valuesOf(attributes, 'job-uri', 'uri');
  const isOnJob = JOB_OPERATIONS.has(operation);
  if (printerUri === undefined && !(isOnJob && jobUri !== undefined)) {
    return refused('client-error-bad-request', 'no printer-uri');
  }
  const path = pathOf(printerUri ?? jobUri ?? '');
  const [, ofJob] = /^\/ipp\/print\/([1-9]\d{0,8})$/.exec(path ?? '') ?? [];
  if (printerUri === undefined ? ofJob === undefined : path !== PRINTER_PATH) {
    return refused('client-error-not-found', `nothing is at ${printerUri ?? jobUri}`);
  }
  if (!isOnJob) return { jobId: undefined };
  const [jobId] = valuesOf(attributes, 'job-id', 'integer');
  const id = printerUri === undefined ? Number(ofJob) : jobId;
  return id === undefined ? refused('client-error-bad-request', 'no job-id') : { jobId: id };
}

/** The path of an ipp, ipps, http or https URI, whatever host and port the client knows it by. */
function pathOf(uri: string): string | undefined {
  const [, path = '/'] = /^(?:ipp|http)s?:\/\/[^/?#]+(\/[^?#]*)?$/i.exec(uri) ?? [undefined, ''];
  return path === '' ? undefined : path.replace(/\/$/, '') || '/';
}

export function refused(status: StatusName, message: string): IppRefusal {
  return { status, message };
}
