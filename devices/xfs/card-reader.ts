import { z } from 'zod';
import type { Payload } from '../../server/contract-bus.ts';
import { type Process, ready } from '../../sim/process.ts';
import { responseBytes } from '../card/card.ts';
import type { CardReader } from '../card-reader/card-reader.ts';
import type { WatchedSlot } from './card-watch.ts';
import { type Completion, inTurn, refused, SUCCESS, type TellEvent } from './command.ts';
import type { XfsInterface } from './device.ts';

/** What a My Number card speaks: contact (ISO 7816), contactless (ISO 14443-B). */
const PROTOCOLS = ['chipT1', 'chipTypeB', 'chipProtocolNotRequired'];

const TRACKS = ['track1', 'track2', 'track3', 'track1Front', 'track1JIS', 'track3JIS'] as const;
const IMAGES = ['frontImage', 'backImage', 'security', 'memoryChip', 'watermark', 'ddi'] as const;
const flag = z.boolean().nullish();

const ReadRawData = z.object({
  chip: flag,
  ...(Object.fromEntries([...TRACKS, ...IMAGES].map((name) => [name, flag])) as Record<
    (typeof TRACKS)[number] | (typeof IMAGES)[number],
    typeof flag
  >),
});

const ChipPower = z.object({ chipPower: z.enum(['cold', 'warm', 'off']) });

const ChipIO = z.object({
  chipProtocol: z.string().nullish(),
  chipData: z.base64().min(4).max(90_000).describe('A command APDU, short or extended'),
});

const Reset = z.object({
  to: z.enum(['exit', 'retain', 'currentPosition', 'auto']).nullish(),
  storageId: z.string().nullish(),
});

/** A card reader as the CardReader interface: a hand puts cards in and takes them out. */
export class CardReaderInterface implements XfsInterface {
  readonly name = 'CardReader';
  readonly events = [
    'InsertCardEvent',
    'MediaInsertedEvent',
    'MediaRemovedEvent',
    'InvalidMediaEvent',
  ];
  readonly commands = {
    ReadRawData: inTurn(ReadRawData, (asked, tell) => this.#read(asked, tell)),
    ChipPower: inTurn(ChipPower, ({ chipPower }) => this.#power(chipPower)),
    ChipIO: inTurn(ChipIO, (asked) => this.#exchange(asked)),
    Reset: inTurn(Reset.nullish(), (asked) => this.#reset(asked?.to ?? 'auto')),
  };
  readonly capabilities: Payload = {
    type: 'dip',
    readTracks: { track1: false, track2: false, track3: false },
    chipProtocols: { chipT0: false, chipT1: true, chipTypeB: true, chipProtocolNotRequired: true },
    chipPower: { cold: true, warm: true, off: true },
    cardTakenSensor: true,
  };
  readonly #reader: CardReader;
  readonly #slot: WatchedSlot;
  #isPowered = false;
  /** Told when a card is to be put in, and when it is to be taken out. */
  onWanted: () => void = () => {};
  onUnwanted: () => void = () => {};

  constructor(reader: CardReader, slot: WatchedSlot) {
    this.#reader = reader;
    this.#slot = slot;
    slot.watch((occupied) => {
      if (!occupied) this.#isPowered = false;
    });
  }

  readonly status = (): Process<Payload> =>
    ready({
      media: this.#slot.occupied ? 'present' : 'notPresent',
      chipPower: this.#slot.occupied ? (this.#isPowered ? 'online' : 'poweredOff') : 'noCard',
      chipModule: 'ok',
    });

  *#read(asked: z.infer<typeof ReadRawData>, tell: TellEvent): Process<Completion> {
    if ([...TRACKS, ...IMAGES].some((name) => asked[name])) {
      return { code: 'unsupportedData', description: 'it reads chips, no tracks and no images' };
    }
    if (!this.#slot.occupied) {
      tell('CardReader.InsertCardEvent');
      this.onWanted();
      yield* this.#slot.inserted.wait();
    }
    tell('CardReader.MediaInsertedEvent');
    if (!asked.chip) return SUCCESS;
    const found = yield* this.#connect();
    if (found.atr === undefined) {
      if (found.errorCode === 'atrNotObtained') tell('CardReader.InvalidMediaEvent');
      return refused(found.errorCode === 'atrNotObtained' ? 'invalidMedia' : found.errorCode);
    }
    return { code: 'success', payload: { chip: [{ protocol: 'chipTypeB', data: found.atr }] } };
  }

  *#power(how: 'cold' | 'warm' | 'off'): Process<Completion> {
    if (!this.#slot.occupied) return refused('noMedia');
    yield* this.#reader.disconnect(how === 'warm' ? 'reset' : 'unpower');
    this.#isPowered = false;
    if (how === 'off') return SUCCESS;
    const found = yield* this.#connect();
    if (found.atr === undefined) return refused(found.errorCode);
    return { code: 'success', payload: { chipData: found.atr } };
  }

  *#connect(): Process<
    { readonly atr: string } | { readonly atr?: undefined; readonly errorCode: string }
  > {
    const connection = yield* this.#reader.connect();
    this.#isPowered = connection.kind === 'connected';
    if (connection.kind === 'connected') return { atr: base64(connection.atr) };
    return { errorCode: connection.kind === 'no-card' ? 'noMedia' : 'atrNotObtained' };
  }

  *#exchange({ chipProtocol, chipData }: z.infer<typeof ChipIO>): Process<Completion> {
    if (chipProtocol && !PROTOCOLS.includes(chipProtocol)) return refused('protocolNotSupported');
    if (!this.#slot.occupied) return refused('noMedia');
    if (!this.#isPowered) return refused('atrNotObtained');
    const response = yield* this.#reader.transmit(bytesOf(chipData));
    if (response === 'removed') return refused('noMedia');
    if (response === 'mute') {
      this.#isPowered = false;
      return { code: 'hardwareError', description: 'the chip does not answer' };
    }
    return {
      code: 'success',
      payload: {
        chipProtocol: chipProtocol ?? 'chipTypeB',
        chipData: base64(responseBytes(response)),
      },
    };
  }

  *#reset(to: z.infer<typeof Reset>['to']): Process<Completion> {
    if (to === 'retain') {
      return { code: 'unsupportedData', description: 'there is no bin for cards in it' };
    }
    yield* this.#reader.disconnect('unpower');
    this.#isPowered = false;
    if (to !== 'currentPosition' && this.#slot.occupied) this.onUnwanted();
    return SUCCESS;
  }
}

/** Text of bytes (RFC 4648 §4), as XFS4IoT has them. */
export function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** The bytes of such a text. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
