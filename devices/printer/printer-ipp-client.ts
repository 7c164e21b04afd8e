import type { Process } from '../../sim/process.ts';
import { TIMED_OUT, within } from '../../sim/waiting.ts';
import {
  isSuccessful,
  OPERATION,
  type OperationName,
  type STATUS,
  statusName,
} from '../ipp/ipp-codes.ts';
import { decodeIpp } from '../ipp/ipp-decoding.ts';
import { encodeIpp } from '../ipp/ipp-encoding.ts';
import { GROUP, type IppAttribute, type IppGroup, type IppMessage } from '../ipp/ipp-message.ts';
import { attribute, groupOf, textsOf } from '../ipp/ipp-values.ts';

/** Carries requests to one printer. */
export interface IppWire {
  exchange(request: Uint8Array): Process<WireAnswer>;
}

/** What came back for a request: bytes, nothing, or something that is no IPP at all. */
export type WireAnswer = { readonly kind: 'answered'; readonly bytes: Uint8Array } | IppFailure;

/** No answer that says anything: whether the request was carried out nobody knows. */
export interface IppFailure {
  /** Nothing came, or what came was no answer to this request. */
  readonly kind: 'silent' | 'unusable';
  /** What happened, in a few words. */
  readonly what: string;
}

export type IppAnswer =
  | { readonly kind: 'granted'; readonly message: IppMessage }
  | {
      readonly kind: 'refused';
      /** A status code, in the printer's or this project's words. */
      readonly status: string;
      readonly what: string;
    }
  | IppFailure;

export interface IppAsked {
  /** After charset, language, printer-uri and user. */
  readonly attributes?: readonly IppAttribute[];
  readonly jobAttributes?: readonly IppAttribute[];
  readonly data?: Uint8Array;
  /** How long the answer is waited for, ms of the printer's time. */
  readonly limitMs: number;
}

/** Versions that are spoken, the one tried first in front. */
const VERSIONS = [
  { major: 2, minor: 0 },
  { major: 1, minor: 1 },
] as const;

/** Asks a printer over IPP (RFC 8011) and never throws, whatever it answers. */
export class IppClient {
  readonly #wire: IppWire;
  readonly #printerUri: string;
  readonly #user: string;
  #version: (typeof VERSIONS)[number] = VERSIONS[0];
  #lastRequestId = 0;

  constructor(wire: IppWire, printerUri: string, user: string) {
    this.#wire = wire;
    this.#printerUri = printerUri;
    this.#user = user;
  }

  /** Asks once more in IPP/1.1 if the printer does not speak 2.0, and from then on. */
  *ask(operation: OperationName, asked: IppAsked): Process<IppAnswer> {
    const answer = yield* this.#ask(operation, asked);
    const isTooNew = answer.kind === 'refused' && answer.status === TOO_NEW;
    if (!isTooNew || this.#version === VERSIONS[1]) return answer;
    this.#version = VERSIONS[1];
    return yield* this.#ask(operation, asked);
  }

  *#ask(operation: OperationName, asked: IppAsked): Process<IppAnswer> {
    const request = this.#request(operation, asked);
    const exchange = this.#wire.exchange(encodeIpp(request));
    const answer = yield* within(asked.limitMs, exchange, 'measured');
    if (answer === TIMED_OUT) {
      return { kind: 'silent', what: `no answer to ${operation} within ${asked.limitMs} ms` };
    }
    if (answer.kind !== 'answered') return { ...answer, what: `${operation}: ${answer.what}` };
    const read = readAnswer(answer.bytes, request);
    return 'what' in read ? { ...read, what: `${operation}: ${read.what}` } : read;
  }

  #request(
    operation: OperationName,
    { attributes = [], jobAttributes, data }: IppAsked,
  ): IppMessage {
    this.#lastRequestId += 1;
    const frame = [
      attribute('attributes-charset', 'charset', 'utf-8'),
      attribute('attributes-natural-language', 'naturalLanguage', 'en'),
      attribute('printer-uri', 'uri', this.#printerUri),
    ];
    // The target comes before all else, and of it the job behind the printer (RFC 8011 §4.1.5).
    const [target, others] = [attributes.filter(isJobId), attributes.filter((a) => !isJobId(a))];
    const user = attribute('requesting-user-name', 'nameWithoutLanguage', this.#user);
    const groups: IppGroup[] = [
      { tag: GROUP.operation, attributes: [...frame, ...target, user, ...others] },
    ];
    if (jobAttributes !== undefined && jobAttributes.length > 0) {
      groups.push({ tag: GROUP.job, attributes: jobAttributes });
    }
    return {
      version: this.#version,
      code: OPERATION[operation],
      requestId: this.#lastRequestId,
      groups,
      data: data ?? new Uint8Array(),
    };
  }
}

const TOO_NEW = 'server-error-version-not-supported' satisfies keyof typeof STATUS;

function isJobId({ name }: IppAttribute): boolean {
  return name === 'job-id';
}

function readAnswer(bytes: Uint8Array, { requestId }: IppMessage): IppAnswer {
  const decoded = decodeIpp(bytes);
  if (decoded.kind === 'malformed') {
    return { kind: 'unusable', what: `${decoded.what} at byte ${decoded.at} of the answer` };
  }
  const { message } = decoded;
  const { code } = message;
  // A printer that cannot read a request may not know its number either (RFC 8011 §4.1.8).
  const isOurs =
    message.requestId === requestId || (message.requestId === 0 && !isSuccessful(code));
  if (!isOurs) {
    const what = `the answer is to request ${message.requestId}, and ${requestId} was asked`;
    return { kind: 'unusable', what };
  }
  if (isSuccessful(code)) return { kind: 'granted', message };
  const status = statusName(code) ?? `status 0x${code.toString(16).padStart(4, '0')}`;
  const said = textsOf(groupOf(message, GROUP.operation)?.attributes, 'status-message')[0];
  const what = said === undefined ? status : `${status} (${printable(said)})`;
  return { kind: 'refused', status, what };
}

/** What a printer says is shown to people: one line of it, and nothing that moves a cursor. */
function printable(text: string): string {
  return text.replaceAll(/\p{C}+/gu, ' ').slice(0, 120);
}
