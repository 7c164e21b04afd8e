import { setTimeout as delay } from 'node:timers/promises';
import { type Process, perform } from '../../sim/process.ts';
import type { CardResponse } from '../card/card.ts';
import type { CardReader, Connection, Disposition } from './card-reader.ts';
import {
  messageOf,
  type OpenReader,
  openReader,
  type PcscHandle,
  type Smartcard,
} from './smartcard-pcsc.ts';

export interface PcscReaderOptions {
  /**
   * How long a card is waited for, ms of the machine's time (3,000): pcscd looks into a virtual
   * reader every 400 ms, and a person needs longer.
   */
  readonly insertionMs?: number;
  /** Whether a card that was let go of must leave the reader before it counts again (false). */
  readonly eachCardOnce?: boolean;
  /** How long an answer that is still due is waited for when the reader is closed, ms (12,000). */
  readonly closingMs?: number;
  /** The package that speaks PC/SC (the one that is installed). */
  readonly smartcard?: Smartcard;
}

const INSERTION_MS = 3_000;

/** Longer than a virtual card may take (`CARD_DEADLINE_MS`); a real one may be mute for ever. */
const CLOSING_MS = 12_000;

/** How long a card may be silent to the reset before it counts as unreadable, ms. */
const RESET_MS = 1_500;

/** How often a reader is looked into, ms. */
const LOOK_MS = 20;

/** The longest answers to a short and to an extended command, status included. */
const SHORT_BYTES = 258;
const EXTENDED_BYTES = 65_538;

/**
 * A reader of PC/SC, from the package `smartcard`. The kiosk has it for itself: no other program
 * may use a card whose PIN it has verified.
 *
 * What waits for a card is done beside the event loop. A call that waits inside it would stop a
 * virtual card in the same process from ever answering; so power is never cut by disconnecting, but
 * by reconnecting before (which the package does beside), and nothing is let go of while an answer
 * is still due.
 */
export class PcscCardReader implements CardReader {
  /** Its full name. */
  readonly name: string;
  readonly #open: OpenReader;
  readonly #insertionMs: number;
  readonly #eachCardOnce: boolean;
  readonly #closingMs: number;
  #handle: PcscHandle | undefined;
  /** An answer that is due, whether or not anybody waits for it any more. */
  #due: Promise<unknown> | undefined;
  /** Whether the card that was let go of still counts as lying there. */
  #isStale = false;
  /**
   * Whether the card that lies there may be another than before, or none: pcscd looks at times
   * only, and until then connects to what it knew. A reset tells.
   */
  #isUnknown = true;
  #closed = false;

  /** Opens the reader whose name is this, or alone begins so; throws `PcscUnavailable`. */
  constructor(name: string, options: PcscReaderOptions = {}) {
    this.#open = openReader(name, options.smartcard);
    this.name = this.#open.slot.name;
    this.#insertionMs = options.insertionMs ?? INSERTION_MS;
    this.#eachCardOnce = options.eachCardOnce ?? false;
    this.#closingMs = options.closingMs ?? CLOSING_MS;
  }

  connect(): Process<Connection> {
    return perform((signal) => this.#connect(signal));
  }

  transmit(command: Uint8Array): Process<CardResponse | 'removed'> {
    return perform(() => this.#transmit(command));
  }

  disconnect(disposition: Disposition): Process {
    return perform(() => this.#disconnect(disposition));
  }

  /**
   * Lets go of the reader. Waits for an answer that is still due, and if it does not come in time
   * leaves the rest until it does.
   */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const letGo = () => {
      this.#release();
      this.#open.close();
    };
    const due = this.#due;
    if (due === undefined) return letGo();
    const waiting = new AbortController();
    const { signal } = waiting;
    const patience = delay(this.#closingMs, undefined, { signal }).catch(FORGET);
    await Promise.race([due.then(letGo), patience]).finally(() => waiting.abort());
  }

  async #connect(signal: AbortSignal): Promise<Connection> {
    await this.#due;
    this.#release();
    const beganMs = performance.now();
    let answeredMs = beganMs;
    while (!signal.aborted && !this.#closed) {
      const found = await this.#look();
      if (typeof found === 'object') {
        this.#handle = found;
        return { kind: 'connected', atr: new Uint8Array(found.atr ?? []) };
      }
      const nowMs = performance.now();
      if (found === 'empty') answeredMs = nowMs;
      if (nowMs - answeredMs >= RESET_MS) return UNREADABLE;
      if (nowMs - beganMs >= this.#insertionMs) return found === 'empty' ? NO_CARD : UNREADABLE;
      await delay(LOOK_MS);
    }
    return NO_CARD;
  }

  /** The card that lies there now and answers, or what there is instead. */
  async #look(): Promise<PcscHandle | 'empty' | 'silent'> {
    let handle: PcscHandle | undefined;
    try {
      handle = await this.#handleOf();
      if (!this.#isStale && this.#isUnknown) await this.#reset(handle, 'reset');
      if (!this.#isStale) return handle;
    } catch (error) {
      if (handle !== undefined) this.#drop(handle);
      if (!ABSENT.includes(messageOf(error))) return 'silent';
      this.#isStale = false;
      return 'empty';
    }
    this.#drop(handle);
    return 'empty';
  }

  /** T=1 if the card knows it, as contactless ones do: there a command has one answer. */
  async #handleOf(): Promise<PcscHandle> {
    const { smartcard, slot } = this.#open;
    const {
      SCARD_SHARE_EXCLUSIVE: alone,
      SCARD_PROTOCOL_T0: t0,
      SCARD_PROTOCOL_T1: t1,
    } = smartcard;
    try {
      return await slot.connect(alone, t1);
    } catch (error) {
      if (messageOf(error) !== PROTOCOL_MISMATCH) throw error;
      return await slot.connect(alone, t0 | t1);
    }
  }

  async #transmit(command: Uint8Array): Promise<CardResponse | 'removed'> {
    const handle = this.#handle;
    if (handle === undefined) return 'removed';
    const answer = this.#send(handle, command);
    this.#due = answer.then(FORGET, FORGET);
    let bytes: Uint8Array | undefined;
    try {
      bytes = await answer;
    } catch {
      // Taken out, reset by somebody else, unplugged: this connection is over in any case.
    } finally {
      this.#due = undefined;
    }
    // Of a card that goes away in the middle PC/SC tells as an answer without any status.
    if (bytes === undefined || bytes.length < 2) {
      this.#release();
      return 'removed';
    }
    const size = bytes.length - 2;
    const status = ((bytes[size] as number) << 8) | (bytes[size + 1] as number);
    return { data: new Uint8Array(bytes.subarray(0, size)), status };
  }

  async #send(handle: PcscHandle, command: Uint8Array): Promise<Uint8Array> {
    const { smartcard } = this.#open;
    const isExtended = command.length > 5 && command[4] === 0;
    const maxRecvLength = isExtended ? EXTENDED_BYTES : SHORT_BYTES;
    const copy = Buffer.from(command);
    try {
      return handle.protocol === smartcard.SCARD_PROTOCOL_T0
        ? await smartcard.transmitWithAutoResponse(handle, copy, {
            maxRecvLength,
            autoGetResponse: true,
          })
        : await handle.transmit(copy, { maxRecvLength });
    } finally {
      // There may be a PIN in it.
      copy.fill(0);
    }
  }

  async #disconnect(disposition: Disposition): Promise<void> {
    const handle = this.#handle;
    if (handle === undefined) return;
    // Nobody waits for a mute card: it is let go of when its answer comes after all.
    if (this.#due !== undefined) {
      this.#forget();
      void this.#due.then(() => this.#drop(handle));
      return;
    }
    if (disposition !== 'leave') {
      this.#due = this.#reset(handle, disposition).then(FORGET, FORGET);
      await this.#due;
      this.#due = undefined;
    }
    this.#release();
    this.#isUnknown = disposition !== 'leave';
  }

  async #reset(handle: PcscHandle, how: 'reset' | 'unpower'): Promise<void> {
    const { smartcard } = this.#open;
    const power = how === 'reset' ? smartcard.SCARD_RESET_CARD : smartcard.SCARD_UNPOWER_CARD;
    await handle.reconnect(smartcard.SCARD_SHARE_EXCLUSIVE, handle.protocol, power);
  }

  #release(): void {
    const handle = this.#handle;
    if (handle === undefined) return;
    this.#forget();
    this.#drop(handle);
  }

  #forget(): void {
    this.#handle = undefined;
    this.#isUnknown = true;
    this.#isStale = this.#eachCardOnce;
  }

  #drop(handle: PcscHandle): void {
    try {
      handle.disconnect(this.#open.smartcard.SCARD_LEAVE_CARD);
    } catch {
      // Of a card that is gone there is nothing to let go of.
    }
  }
}

const FORGET = () => {};

const NO_CARD: Connection = { kind: 'no-card' };
const UNREADABLE: Connection = { kind: 'unreadable' };

/** How PC/SC says that there is no card, or none any more. */
const ABSENT = ['No smart card present', 'Card was removed'];
const PROTOCOL_MISMATCH = 'Protocol mismatch';
