import { readFileSync } from 'node:fs';
import { municipalCard } from '../../devices/card/card-municipal.ts';
import {
  GuardedCardReader,
  type PinWithheld,
} from '../../devices/card-reader/card-reader-guarded.ts';
import { PcscCardReader } from '../../devices/card-reader/card-reader-pcsc.ts';
import { CardSlotByHand } from '../../devices/card-reader/card-slot-by-hand.ts';
import { VpcdCardSlot } from '../../devices/card-reader/card-slot-vpcd-socket.ts';
import { placeText, type VpcdPlace } from '../../devices/card-reader/vpcd-socket.ts';
import { RealTime } from '../../sim/real-time.ts';
import { durationMs } from '../../sim/units.ts';
import { type Hardware, type HardwareReader, vpcdPlace } from './hardware.ts';
import {
  CardReaderWithSlot,
  HardwareRefused,
  type KioskHardware,
  type KioskHardwareOf,
} from './kiosk-hardware.ts';
import { type AttachedPrinter, type PrinterAt, printerAt } from './printer-at.ts';

export interface HardwarePorts {
  /** Tells whoever runs this what to do, or what goes wrong; one line. */
  readonly tell: (line: string) => void;
  readonly printerAt?: PrinterAt;
}

/** Devices attached to this machine, open for one run. */
export interface LiveHardware {
  readonly devicesOf: KioskHardwareOf;
  close(): Promise<void>;
}

/**
 * Opens what a scenario asks for, and puts a card into each virtual reader once to see that it
 * comes out where it should. Throws HardwareRefused, PcscUnavailable or VpcdUnreachable.
 */
export async function openLiveHardware(
  hardware: Hardware,
  ports: HardwarePorts,
): Promise<LiveHardware> {
  // Cards live in the machine's own time, whatever the speed of the citizens.
  const time = new RealTime();
  const readers = new Map<string, AttachedReader>();
  const printers = new Map<string, AttachedPrinter>();
  const openPrinter: PrinterAt = ports.printerAt ?? printerAt;
  const close = async () => {
    for (const { reader, slot } of readers.values()) {
      if (slot instanceof VpcdCardSlot) await slot.close();
      await reader.close();
    }
    for (const printer of printers.values()) await printer.close();
    time.stop();
  };
  try {
    for (const [kiosk, { reader, printer }] of Object.entries(hardware)) {
      if (reader !== undefined) readers.set(kiosk, attach(kiosk, reader, time, ports));
      if (printer === undefined) continue;
      const tell = (line: string) => ports.tell(`${kiosk}: printer: ${line}`);
      printers.set(kiosk, await openPrinter(printer.ipp, tell));
    }
    await Promise.all(Array.from(readers.values(), (attached) => attached.check()));
  } catch (error) {
    await close();
    throw error;
  }
  const devicesOf: KioskHardwareOf = (kiosk, means) => {
    const [reader, printer] = [readers.get(kiosk), printers.get(kiosk)];
    if (reader === undefined && printer === undefined) return undefined;
    return { ...reader?.devices, ...(printer && { printer: printer.printer(means) }) };
  };
  return { devicesOf, close };
}

interface AttachedReader {
  readonly reader: PcscCardReader;
  readonly slot: VpcdCardSlot | CardSlotByHand;
  readonly devices: KioskHardware;
  check(): Promise<void>;
}

function attach(
  kiosk: string,
  asked: HardwareReader,
  time: RealTime,
  { tell }: HardwarePorts,
): AttachedReader {
  const place = asked.vpcd === undefined ? undefined : vpcdPlace(asked.vpcd);
  return place === undefined
    ? realReader(kiosk, asked, (line) => tell(`${kiosk}: ${line}`))
    : virtualReader(asked.pcsc, place, time, (line) => tell(`${kiosk}: ${line}`));
}

type Tell = (line: string) => void;

/** A reader of vpcd, where the citizens' own cards are put. */
function virtualReader(name: string, place: VpcdPlace, time: RealTime, tell: Tell): AttachedReader {
  const reader = new PcscCardReader(name);
  let trouble: Error | undefined;
  const slot = new VpcdCardSlot(place, {
    run: (process) => time.run(process),
    onTrouble: (error) => {
      trouble = error;
      tell(error.message);
    },
  });
  const devices = {
    reader: new CardReaderWithSlot(reader, slot),
    patience: { clock: 'measured' as const },
  };
  const check = async () => {
    const { card } = municipalCard('other', '00000', 1, 1);
    slot.insert(card);
    const found = await time.run(reader.connect());
    if (trouble !== undefined) throw trouble;
    if (found.kind !== 'connected') {
      throw new HardwareRefused(
        `a card put into vpcd at ${placeText(place)} does not appear in the reader ` +
          `"${reader.name}" (${found.kind}): take out any card that lies there already, and name ` +
          'the port of this reader',
      );
    }
    await time.run(reader.disconnect('unpower'));
    slot.remove();
  };
  return { reader, slot, devices, check };
}

/** A reader on which somebody has to put a card. */
function realReader(kiosk: string, asked: HardwareReader, tell: Tell): AttachedReader {
  const { pcsc, pinFile, wait = '60s' } = asked;
  const waitMs = durationMs(wait);
  const pin = pinFile === undefined ? undefined : pinIn(pinFile);
  const reader = new PcscCardReader(pcsc, { insertionMs: waitMs, eachCardOnce: true });
  const slot = new CardSlotByHand((what) => {
    if (what === 'insert') tell(`put a card on the reader "${reader.name}" within ${wait}`);
    else tell(`take the card off the reader "${reader.name}"`);
  });
  const guarded = new GuardedCardReader(reader, {
    pin,
    onWithheld: (why) => tell(`no PIN was sent to the card: ${WITHHELD[why](kiosk)}`),
  });
  const devices = {
    reader: new CardReaderWithSlot(guarded, slot),
    // The reader itself waits as long for a card.
    patience: { clock: 'measured' as const, connectMs: waitMs + 10_000 },
  };
  return { reader, slot, devices, check: async () => {} };
}

const WITHHELD: Readonly<Record<PinWithheld, (kiosk: string) => string>> = {
  'none-given': (kiosk) => `to send the owner’s, set hardware.${kiosk}.reader.pinFile to its file`,
  'tries-used': () =>
    'somebody has mistyped it before; the right PIN, entered elsewhere, gives it all tries back',
  'was-wrong': () => 'the one in the file was wrong; correct it, and start again',
};

function pinIn(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new HardwareRefused(
      `the PIN cannot be read from ${file} (${code}): write its four digits there`,
    );
  }
  if (/^\d{4}$/.test(text)) return text;
  throw new HardwareRefused(`${file} holds no PIN: write its four digits there, and nothing else`);
}
