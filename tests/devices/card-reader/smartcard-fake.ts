import type { PcscHandle, Smartcard } from '../../../devices/card-reader/smartcard-pcsc.ts';

/** What a made-up PC/SC service is asked, and how it answers. */
export interface FakeService {
  readonly readers: readonly string[];
  /** Answers a connection with a set of protocols, or throws as PC/SC would. */
  connect(protocols: number): Promise<PcscHandle>;
}

/** The package `smartcard` with a made-up service behind it; tells all that it is asked. */
export function fakeSmartcard(service: FakeService, told: string[] = []): Smartcard {
  class Context {
    listReaders() {
      return service.readers.map((name) => ({
        name,
        connect: (shareMode: number, protocols: number) => {
          told.push(`connect ${shareMode} ${protocols}`);
          return service.connect(protocols);
        },
      }));
    }
    close() {
      told.push('close');
    }
  }
  return {
    Context,
    SCARD_SHARE_EXCLUSIVE: 1,
    SCARD_PROTOCOL_T0: 1,
    SCARD_PROTOCOL_T1: 2,
    SCARD_LEAVE_CARD: 0,
    SCARD_RESET_CARD: 1,
    SCARD_UNPOWER_CARD: 2,
    transmitWithAutoResponse: (card, command, options) => {
      told.push('T=0');
      return card.transmit(command, options);
    },
  };
}

/** A card handle that answers with these bytes, and tells what is done with it. */
export function fakeHandle(
  told: string[],
  answer: (command: Uint8Array) => Promise<Uint8Array>,
  protocol = 2,
): PcscHandle {
  return {
    protocol,
    atr: Uint8Array.of(0x3b),
    transmit: (command, { maxRecvLength }) => {
      told.push(`transmit ${Buffer.from(command).toString('hex')} ${maxRecvLength}`);
      return answer(command);
    },
    reconnect: async (_, __, initialization) => {
      told.push(`reconnect ${initialization}`);
      return protocol;
    },
    disconnect: (disposition) => void told.push(`disconnect ${disposition}`),
  };
}
