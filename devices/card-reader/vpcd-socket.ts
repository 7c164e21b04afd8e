import { connect, type Socket } from 'node:net';
import type { Process } from '../../sim/process.ts';
import { TIMED_OUT, within } from '../../sim/waiting.ts';
import { type CardResponse, responseBytes } from '../card/card.ts';
import type { CardReader, Silence } from './card-reader.ts';
import { VpcdFrames, type VpcdRequest, vpcdFrame } from './vpcd-frames.ts';

/**
 * How long a virtual card may take for an answer before it is taken away, ms of the machine's time.
 * vpcd waits for ever, and with it pcscd and every program that asks it (facts: hil.md §1.2). It is
 * longer than a kiosk waits (`CARD_PATIENCE_MS`), so that a kiosk finds a mute card mute.
 */
export const CARD_DEADLINE_MS = 12_000;

/** Where vpcd waits for the card of one reader, or a Unix socket that leads there. */
export type VpcdPlace =
  | { readonly host: string; readonly port: number }
  | { readonly path: string };

/** A place as people write it. */
export function placeText(place: VpcdPlace): string {
  return 'path' in place ? place.path : `${place.host}:${place.port}`;
}

/** Nobody waits for a card there. */
export class VpcdUnreachable extends Error {
  override readonly name = 'VpcdUnreachable';

  constructor(place: VpcdPlace, cause: unknown) {
    const where = placeText(place);
    super(`no vpcd takes a card at ${where} (${codeOf(cause)}): ${VPCD_REMEDY}`, { cause });
  }
}

const VPCD_REMEDY =
  'start one with devices/card-reader/pcscd-namespace.sh, and this inside of it; ' +
  'the first reader takes its card at 127.0.0.1:35963';

export interface OfferedCard {
  /** Answer to reset. */
  readonly atr: Uint8Array;
  /** A reader in process with the card in it: its pace, and whatever can befall it. */
  readonly reader: CardReader;
}

export interface OfferingPorts {
  /** Runs what the card does (`RealTime.run`). */
  readonly run: <A>(process: Process<A>) => Promise<A>;
  /** Told each time the card is asked something, e.g. to see that anybody asks at all. */
  readonly onRequest?: (request: VpcdRequest) => void;
  /** The card's own deadline (`CARD_DEADLINE_MS`). */
  readonly deadlineMs?: number;
}

/** Why a card does not lie in a reader of vpcd any more. */
export type OfferingEnd =
  | 'taken-out'
  /** The card itself says that it is gone. */
  | 'removed'
  /** It has let its deadline pass. */
  | 'mute'
  /** vpcd has closed: its pcscd has ended. */
  | 'vpcd-closed';

/** A virtual card that lies in a reader of vpcd. */
export interface Offering {
  /** Resolves when it does not lie there any more; rejects with what its reader has thrown. */
  readonly ended: Promise<OfferingEnd>;
  /** Takes it out. */
  close(): void;
}

/** Puts a card into a reader of vpcd: to connect is to insert, to close is to take out. */
export function offerCard(
  place: VpcdPlace,
  card: OfferedCard,
  ports: OfferingPorts,
): Promise<Offering> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...place, noDelay: true });
    const refused = (error: unknown) => reject(new VpcdUnreachable(place, error));
    socket.once('error', refused);
    socket.once('connect', () => {
      socket.off('error', refused);
      resolve(new OpenOffering(socket, card, ports));
    });
  });
}

class OpenOffering implements Offering {
  readonly ended: Promise<OfferingEnd>;
  readonly #socket: Socket;
  readonly #card: OfferedCard;
  readonly #ports: OfferingPorts;
  readonly #frames = new VpcdFrames();
  /** What is asked is done one after the other, in its order. */
  #work: Promise<void> = Promise.resolve();
  #end: OfferingEnd = 'vpcd-closed';
  #broken: { readonly error: unknown } | undefined;

  constructor(socket: Socket, card: OfferedCard, ports: OfferingPorts) {
    this.#socket = socket;
    this.#card = card;
    this.#ports = ports;
    this.ended = new Promise((resolve, reject) => {
      socket.once('close', () => {
        if (this.#broken === undefined) resolve(this.#end);
        else reject(this.#broken.error);
      });
    });
    // Whoever does not ask how it ended is not told.
    this.ended.catch(() => {});
    // A connection that breaks is closed; that is all there is to know of it.
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      for (const request of this.#frames.take(bytes)) this.#queue(request);
    });
  }

  close(): void {
    this.#close('taken-out');
  }

  #close(end: OfferingEnd): void {
    if (this.#socket.destroyed) return;
    this.#end = end;
    this.#socket.destroy();
  }

  #queue(request: VpcdRequest): void {
    this.#ports.onRequest?.(request);
    this.#work = this.#work.then(() => this.#answer(request)).catch((error) => this.#break(error));
  }

  #break(error: unknown): void {
    this.#broken ??= { error };
    this.#socket.destroy();
  }

  async #answer(request: VpcdRequest): Promise<void> {
    if (this.#socket.destroyed) return;
    const { run, deadlineMs = CARD_DEADLINE_MS } = this.#ports;
    if (request.kind === 'answer-to-reset') {
      const { atr } = this.#card;
      this.#socket.write(vpcdFrame(atr.length === 0 ? NO_ANSWER_TO_RESET : atr));
      return;
    }
    const answer = await run(within(deadlineMs, this.#asked(request), 'measured'));
    if (answer === TIMED_OUT || answer === 'mute') this.#close('mute');
    else if (answer === 'removed') this.#close('removed');
    else if (answer !== undefined) this.#socket.write(vpcdFrame(responseBytes(answer)));
  }

  *#asked(request: VpcdRequest): Process<CardResponse | Silence | undefined> {
    const { reader } = this.#card;
    switch (request.kind) {
      case 'command':
        return yield* reader.transmit(request.command);
      case 'power-on':
        yield* reader.connect();
        return;
      case 'power-off':
        yield* reader.disconnect('unpower');
        return;
      case 'reset':
        yield* reader.disconnect('reset');
        yield* reader.connect();
        return;
      case 'answer-to-reset':
      case 'unknown':
        return;
    }
  }
}

/**
 * What vpcd is told of a card that does not answer to reset: a byte with which no answer begins.
 * Nothing at all would mean that there is no card (facts: hil.md §1.2).
 */
const NO_ANSWER_TO_RESET = Uint8Array.of(0x00);

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
