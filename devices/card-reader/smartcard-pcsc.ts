import { createRequire } from 'node:module';
import { readerNamed } from './reader-name.ts';

/** The package that speaks PC/SC. It is native, and nothing but a real reader needs it. */
export const SMARTCARD_PACKAGE = 'smartcard@3.7.0';

/** PC/SC cannot be used here; the message says why and what to do. */
export class PcscUnavailable extends Error {
  override readonly name = 'PcscUnavailable';
}

/** What is used of a card handle of `smartcard`. */
export interface PcscHandle {
  readonly protocol: number;
  readonly atr: Uint8Array | null;
  transmit(command: Uint8Array, options: { readonly maxRecvLength: number }): Promise<Uint8Array>;
  reconnect(shareMode: number, protocol: number, initialization: number): Promise<number>;
  disconnect(disposition: number): void;
}

/** What is used of a reader of `smartcard`. */
export interface PcscSlot {
  readonly name: string;
  connect(shareMode: number, protocol: number): Promise<PcscHandle>;
}

interface PcscContext {
  listReaders(): readonly PcscSlot[];
  close(): void;
}

/** What is used of the package: its constants bear the names and values of PC/SC. */
export interface Smartcard {
  readonly Context: new () => PcscContext;
  readonly SCARD_SHARE_EXCLUSIVE: number;
  readonly SCARD_PROTOCOL_T0: number;
  readonly SCARD_PROTOCOL_T1: number;
  readonly SCARD_LEAVE_CARD: number;
  readonly SCARD_RESET_CARD: number;
  readonly SCARD_UNPOWER_CARD: number;
  transmitWithAutoResponse(
    card: PcscHandle,
    command: Uint8Array,
    options: { readonly maxRecvLength: number; readonly autoGetResponse: true },
  ): Promise<Uint8Array>;
}

/** A reader, with the context of its own in which nobody else waits. */
export interface OpenReader {
  readonly smartcard: Smartcard;
  readonly slot: PcscSlot;
  close(): void;
}

/** The names of all readers, those without a card included. */
export function readerNames(smartcard: Smartcard = loadSmartcard()): readonly string[] {
  const context = contextOf(smartcard);
  try {
    return readersIn(context).map(({ name }) => name);
  } finally {
    context.close();
  }
}

/** Opens the reader of this name, or whose name alone begins so. */
export function openReader(wanted: string, smartcard: Smartcard = loadSmartcard()): OpenReader {
  const context = contextOf(smartcard);
  const slots = readersIn(context);
  const names = slots.map(({ name }) => name);
  const choice = readerNamed(wanted, names);
  const slot = choice.kind === 'found' && slots.find(({ name }) => name === choice.name);
  if (slot) return { smartcard, slot, close: () => context.close() };
  context.close();
  if (choice.kind === 'ambiguous') {
    throw new PcscUnavailable(
      `"${wanted}" begins the names of several readers; name one of: ${listed(choice.names)}`,
    );
  }
  throw new PcscUnavailable(
    names.length === 0
      ? `there is no reader "${wanted}": pcscd has none; plug one in, or start virtual ones with devices/card-reader/pcscd-namespace.sh`
      : `there is no reader "${wanted}"; there are: ${listed(names)}`,
  );
}

/** Loads the package, if it is installed; `NODE_PATH` counts. */
export function loadSmartcard(): Smartcard {
  const [name] = SMARTCARD_PACKAGE.split('@') as [string];
  try {
    return createRequire(import.meta.url)(name) as Smartcard;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === 'MODULE_NOT_FOUND' ? 'is not installed' : `does not load (${code})`;
    throw new PcscUnavailable(
      `the package ${name}, which speaks PC/SC, ${why}: ` +
        'apt-get install -y --no-install-recommends pcscd libpcsclite-dev g++ make python3 ' +
        `&& npm install --no-save ${SMARTCARD_PACKAGE}`,
      { cause },
    );
  }
}

function contextOf({ Context }: Smartcard): PcscContext {
  try {
    return new Context();
  } catch (cause) {
    throw new PcscUnavailable(
      `no PC/SC service answers (${messageOf(cause)}): for real readers start pcscd ` +
        '(systemctl start pcscd.socket), for virtual ones run this inside of ' +
        'devices/card-reader/pcscd-namespace.sh',
      { cause },
    );
  }
}

function readersIn(context: PcscContext): readonly PcscSlot[] {
  try {
    return context.listReaders();
  } catch (cause) {
    throw new PcscUnavailable(`pcscd does not list its readers: ${messageOf(cause)}`, { cause });
  }
}

function listed(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

/** What PC/SC calls the error: it has no code that could be asked for. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
