import type { Process } from '../../sim/process.ts';
import {
  type CardFailure,
  failed,
  failure,
  type Opening,
  readCommand,
  selectApplicationCommand,
  selectFileCommand,
  selection,
} from '../card-reader/card-exchange.ts';
import type { CardReader, Silence } from '../card-reader/card-reader.ts';
import { type CardResponse, STATUS } from './card.ts';

export type PinVerification =
  | { readonly kind: 'verified' }
  /** At least one try is left. */
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  | { readonly kind: 'blocked' }
  | CardFailure;

export type CertificateReading =
  | { readonly kind: 'read'; readonly certificate: Uint8Array }
  | { readonly kind: 'malformed' }
  | CardFailure;

export type Signing = { readonly kind: 'signed'; readonly signature: Uint8Array } | CardFailure;

/**
 * Selects 公的個人認証AP; the other functions here need it selected (facts: hil.md §1.3). It is
 * absent on a 住基カード too, which has the application, but no pair of keys for a user.
 */
export function* openJpki(reader: CardReader): Process<Opening> {
  let first = yield* reader.transmit(SELECT_JPKI);
  // A real card may say so to its first command after power-up, and be well afterwards.
  if (typeof first !== 'string' && first.status === STATUS.noDiagnosis) {
    first = yield* reader.transmit(SELECT_JPKI);
  }
  const application = selection(first);
  if (application.kind !== 'opened') return application;
  return selection(yield* reader.transmit(SELECT_CERTIFICATE));
}

/** Has the card check the PIN (利用者証明用パスワード) of four digits. */
export function* verifyPin(reader: CardReader, pin: string): Process<PinVerification> {
  const unselected = failure(yield* reader.transmit(SELECT_PIN));
  if (unselected !== undefined) return unselected;
  const response = yield* transmitPin(reader, pin);
  if (typeof response === 'string') return failed(response);
  const { status } = response;
  if (status === STATUS.success) return VERIFIED;
  if (status === STATUS.pinClosed || status === STATUS.pinBlocked) return BLOCKED;
  if ((status & 0xfff0) !== STATUS.pinWrong) return { kind: 'card-error', status };
  const triesLeft = status & 0x0f;
  return triesLeft === 0 ? BLOCKED : { kind: 'wrong', triesLeft };
}

/** Nothing of the PIN stays behind, even if nobody waits for the card's answer any more. */
function* transmitPin(reader: CardReader, pin: string): Process<CardResponse | Silence> {
  const command = verifyCommand(pin);
  try {
    return yield* reader.transmit(command);
  } finally {
    command.fill(0);
  }
}

/** Reads 利用者証明用電子証明書: as much of the file as its DER header says, in steps of 256. */
export function* readCertificate(reader: CardReader): Process<CertificateReading> {
  const unselected = failure(yield* reader.transmit(SELECT_CERTIFICATE));
  if (unselected !== undefined) return unselected;
  const first = yield* reader.transmit(READ_FIRST);
  if (typeof first === 'string' || first.status !== STATUS.success) return failed(first);
  const size = derSize(first.data);
  if (size === undefined || size > FILE_BYTES_MAX) return MALFORMED;
  if (size === first.data.length) return { kind: 'read', certificate: first.data };
  if (size < first.data.length) return { kind: 'read', certificate: first.data.slice(0, size) };
  const certificate = new Uint8Array(size);
  certificate.set(first.data);
  let filled = first.data.length;
  while (filled < size) {
    const response = yield* reader.transmit(readCommand(filled, Math.min(256, size - filled)));
    if (typeof response === 'string' || response.status !== STATUS.success) return failed(response);
    const { data } = response;
    if (data.length === 0 || data.length > size - filled) return MALFORMED;
    certificate.set(data, filled);
    filled += data.length;
  }
  return { kind: 'read', certificate };
}

/**
 * Has the card sign a challenge, once the PIN is verified. `digestInfo` makes what the card signs:
 * the DER DigestInfo of the challenge's SHA-256 for a real card, at most 245 bytes.
 */
export function* signChallenge(
  reader: CardReader,
  challenge: Uint8Array,
  digestInfo: (challenge: Uint8Array) => Uint8Array,
): Process<Signing> {
  const unselected = failure(yield* reader.transmit(SELECT_KEY));
  if (unselected !== undefined) return unselected;
  const response = yield* reader.transmit(signCommand(digestInfo(challenge)));
  if (typeof response === 'string' || response.status !== STATUS.success) return failed(response);
  return { kind: 'signed', signature: response.data };
}

const SELECT_JPKI = selectApplicationCommand([
  ...[0xd3, 0x92, 0xf0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01],
]);
const SELECT_CERTIFICATE = selectFileCommand(0x000a);
const SELECT_KEY = selectFileCommand(0x0017);
const SELECT_PIN = selectFileCommand(0x0018);
const READ_FIRST = readCommand(0, 256);

/** READ BINARY has 15 bits for the offset. */
const FILE_BYTES_MAX = 0x8000;

const VERIFIED: PinVerification = { kind: 'verified' };
const BLOCKED: PinVerification = { kind: 'blocked' };
const MALFORMED: CertificateReading = { kind: 'malformed' };

function verifyCommand(pin: string): Uint8Array {
  const command = new Uint8Array(5 + pin.length);
  command[1] = 0x20;
  command[3] = 0x80;
  command[4] = pin.length;
  for (let index = 0; index < pin.length; index++) command[5 + index] = pin.charCodeAt(index);
  return command;
}

function signCommand(digestInfo: Uint8Array): Uint8Array {
  const command = new Uint8Array(6 + digestInfo.length);
  command[0] = 0x80;
  command[1] = 0x2a;
  command[3] = 0x80;
  command[4] = digestInfo.length;
  command.set(digestInfo, 5);
  return command;
}

/** The length of the DER SEQUENCE that begins here, header included; undefined if none does. */
function derSize(bytes: Uint8Array): number | undefined {
  const first = bytes[1];
  if (bytes[0] !== 0x30 || first === undefined) return undefined;
  if (first < 0x80) return 2 + first;
  if (first === 0x81 && bytes.length >= 3) return 3 + (bytes[2] as number);
  if (first !== 0x82 || bytes.length < 4) return undefined;
  return 4 + (((bytes[2] as number) << 8) | (bytes[3] as number));
}
