import { z } from 'zod';
import type { VpcdPlace } from '../../devices/card-reader/vpcd-socket.ts';
import { Stretch } from '../../sim/units.ts';

/**
 * Where vpcd takes the card of a reader: `host:port` on this machine, or the absolute path of a
 * Unix socket. Undefined if the text names no such place.
 */
export function vpcdPlace(text: string): VpcdPlace | undefined {
  if (text.startsWith('/')) return { path: text };
  const [, host, digits] = /^(127\.0\.0\.1|localhost):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  return host !== undefined && port >= 1 && port <= 65_535 ? { host, port } : undefined;
}

const VirtualSlot = z
  .string()
  .refine(
    (text) => vpcdPlace(text) !== undefined,
    'write a port of this machine, e.g. 127.0.0.1:35963',
  )
  .meta({ examples: ['127.0.0.1:35963'] });

const Reader = z
  .strictObject({
    pcsc: z
      .string()
      .min(1)
      .describe(
        'Name of a PC/SC reader, or a beginning that no other name has; ' +
          '`kofu devices card --readers` lists them',
      ),
    vpcd: VirtualSlot.optional().describe(
      'A virtual reader: where its vpcd takes cards. The citizens’ own cards are put there; ' +
        'without it the reader is a real one, and whoever runs this is asked for a real card',
    ),
    pinFile: z
      .string()
      .min(1)
      .optional()
      .describe(
        'A real card: file with its PIN, four digits, sent in the place of what citizens type. ' +
          'Without it no PIN is ever sent to a real card',
      ),
    wait: Stretch.optional().describe(
      'A real card: how long a kiosk waits until somebody has put it there (60s)',
    ),
  })
  .describe('Its card reader, over PC/SC');
export type HardwareReader = z.infer<typeof Reader>;

const Printer = z
  .strictObject({
    ipp: z
      .string()
      .regex(/^(ipps?|https?):\/\/[^/\s]+(\/\S*)?$/, 'write e.g. ipp://127.0.0.1:8631/ipp/print')
      .describe('URL of an IPP printer or of a CUPS queue'),
  })
  .describe('Its printer, over IPP');

const KioskDevices = z
  .strictObject({ reader: Reader.optional(), printer: Printer.optional() })
  .describe('What of a kiosk is not simulated');

/** The true devices of a live run, by the kiosks that have them. */
export const Hardware = z
  .record(z.string(), KioskDevices)
  .describe(
    'Real time only: devices that are attached to this machine, by the kiosk that uses them; all ' +
      'others are models',
  );
export type Hardware = z.infer<typeof Hardware>;

interface Complaint {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What no single field can know: kiosks that there are, and one kiosk for a device. */
export function whyNotAttached(
  hardware: Hardware,
  kiosks: readonly string[],
): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const users = new Map<string, string>();
  for (const [kiosk, devices] of Object.entries(hardware)) {
    const complain = (path: readonly string[], message: string) =>
      complaints.push({ path: ['hardware', kiosk, ...path], message });
    if (!kiosks.includes(kiosk)) {
      complain([], `there is no such kiosk; there are ${kiosks[0]} to ${kiosks.at(-1)}`);
    }
    for (const [path, device] of devicesIn(devices)) {
      const other = users.get(device);
      if (other !== undefined) complain(path, `${other} has it; a device has one kiosk`);
      users.set(device, kiosk);
    }
    for (const key of pointlessIn(devices.reader)) {
      complain(['reader', key], 'it is for real cards: leave it out, or leave out vpcd');
    }
  }
  return complaints;
}

function devicesIn({ reader, printer }: Hardware[string]) {
  const places = [
    [['reader', 'pcsc'], reader?.pcsc],
    [['reader', 'vpcd'], reader?.vpcd],
    [['printer', 'ipp'], printer?.ipp],
  ] as const;
  return places.flatMap(([path, device]) =>
    device === undefined ? [] : [[path, device] as const],
  );
}

/** What is said of a real card although the citizens' own cards are used. */
function pointlessIn(reader: HardwareReader | undefined) {
  if (reader?.vpcd === undefined) return [];
  return (['pinFile', 'wait'] as const).filter((key) => reader[key] !== undefined);
}

/** Why a run in virtual time cannot have them, with the remedy; undefined if it asks for none. */
export function whyNotInVirtualTime(hardware: Hardware = {}): string | undefined {
  const kiosks = Object.keys(hardware);
  if (kiosks.length === 0) return undefined;
  return (
    `the hardware of ${kiosks.join(', ')} takes real time: add --time real, or leave ` +
    '`hardware` out of the scenario'
  );
}

/** Why a run that draws no documents cannot have them; undefined if it can. */
export function whyNotUndrawn(hardware: Hardware = {}): string | undefined {
  const kiosks = Object.keys(hardware).filter((kiosk) => hardware[kiosk]?.printer !== undefined);
  if (kiosks.length === 0) return undefined;
  return (
    `the printer of ${kiosks.join(', ')} prints documents, and with --render digest there are ` +
    'none: leave --render out, or leave out the printer, and a model prints'
  );
}
