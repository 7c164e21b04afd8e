import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IssuedCard, issueCard } from '../../devices/card/card-issue-rsa.ts';
import { CONTACTLESS_CARD } from '../../devices/card/card-timing.ts';
import type { CardReader } from '../../devices/card-reader/card-reader.ts';
import { FaultyCardReader } from '../../devices/card-reader/card-reader-faulty.ts';
import { CardReaderModel } from '../../devices/card-reader/card-reader-model.ts';
import { readerNames } from '../../devices/card-reader/smartcard-pcsc.ts';
import {
  type OfferingEnd,
  offerCard,
  placeText,
  type VpcdPlace,
} from '../../devices/card-reader/vpcd-socket.ts';
import { RealTime } from '../../sim/real-time.ts';
import { streams } from '../../sim/rng.ts';
import { EXIT } from '../exit-code.ts';
import type { CardFlags } from './card-flags.ts';
import { cardList } from './card-list.ts';

interface Sink {
  write(text: string): unknown;
}

export interface CardPorts {
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Takes the card out. */
  readonly signal: AbortSignal;
}

/** What was asked of `kofu devices card` cannot be done: said in a sentence with the remedy. */
export class CardRefused extends Error {
  override readonly name = 'CardRefused';
}

/** Where the first reader of vpcd takes its card. */
const FIRST_PLACE: VpcdPlace = { host: '127.0.0.1', port: 35_963 };

/** Lists cards or readers, or offers a card until it is taken out; answers the exit code. */
export async function cards(flags: CardFlags, ports: CardPorts): Promise<number> {
  const asked = [flags.vpcd !== undefined, flags.readers, flags.list].filter(Boolean).length;
  if (asked !== 1) {
    throw new CardRefused(
      'name one of --vpcd (offer a card), --readers and --list (tell what there is)',
    );
  }
  const { stdout } = ports;
  const told = (data: unknown, text: () => string) =>
    stdout.write(flags.json ? `${JSON.stringify(data, null, 2)}\n` : text());
  if (flags.list) {
    const list = cardList();
    told(list.data, () => list.text);
    return EXIT.pass;
  }
  if (flags.readers) {
    const names = readerNames();
    told({ readers: names }, () => (names.length === 0 ? NO_READERS : `${names.join('\n')}\n`));
    return EXIT.pass;
  }
  return await offer(flags, ports);
}

const NO_READERS =
  'pcscd has no readers: plug one in, or see devices/card-reader/pcscd-namespace.sh\n';

async function offer(flags: CardFlags, { stdout, stderr, signal }: CardPorts): Promise<number> {
  const place = typeof flags.vpcd === 'object' ? flags.vpcd : FIRST_PLACE;
  const issued = await issuedCard(flags);
  const { card, pin, signaturePassword } = issued;
  if (flags.out !== undefined) writeCertificates(flags.out, issued);
  const time = new RealTime();
  let isAsked = false;
  const offering = await offerCard(
    place,
    { atr: card.atr, reader: readerOf(issued, flags) },
    {
      run: (process) => time.run(process),
      onRequest: () => {
        isAsked = true;
      },
    },
  );
  const doubt = setTimeout(() => {
    if (!isAsked) stderr.write(`${NOT_ASKED}\n`);
  }, DOUBT_MS);
  const at = placeText(place);
  const { kind, municipality, resident } = flags;
  const atr = Buffer.from(card.atr).toString('hex').toUpperCase();
  const said = { kind, municipality, resident, vpcd: at, atr, pin, signaturePassword };
  const secrets =
    signaturePassword === undefined ? '' : `, signature password ${signaturePassword}`;
  stdout.write(
    flags.json
      ? `${JSON.stringify(said)}\n`
      : `${kind} card of ${municipality}/${resident} lies in the reader of vpcd ${at}: ` +
          `PIN ${pin}${secrets}; Ctrl-C takes it out\n`,
  );
  const takeOut = () => offering.close();
  if (signal.aborted) takeOut();
  else signal.addEventListener('abort', takeOut, { once: true });
  const end = await Promise.race([offering.ended, time.failure]).finally(() => {
    clearTimeout(doubt);
    offering.close();
    time.stop();
  });
  if (flags.json) stdout.write(`${JSON.stringify({ ended: end })}\n`);
  else stdout.write(`${ENDS[end]}\n`);
  if (end === 'taken-out' || flags.fault !== undefined) return EXIT.pass;
  stderr.write(`exit ${EXIT.inconclusive}: the card was not taken out by you\n`);
  return EXIT.inconclusive;
}

const ENDS: Readonly<Record<OfferingEnd, string>> = {
  'taken-out': 'taken out',
  removed: 'taken off the reader, as the fault has it',
  mute: 'said nothing for too long and was taken out, so that pcscd does not wait for ever',
  'vpcd-closed': 'vpcd has closed the connection: its pcscd has ended',
};

/** vpcd looks for a card every 400 ms. */
const DOUBT_MS = 3_000;
const NOT_ASKED =
  'vpcd has not asked for anything yet: does another card lie in this reader? ' +
  'Take that one out, or choose another port';

async function issuedCard(flags: CardFlags): Promise<IssuedCard> {
  return await issueCard({
    // Valid since midnight UTC, so that no clock finds it too young.
    validFromMs: Math.floor(Date.now() / 86_400_000) * 86_400_000,
    kind: flags.kind,
    municipality: flags.municipality,
    residentNo: flags.resident,
    interface: flags.interface,
    ...(flags.pin !== undefined && { pin: flags.pin }),
    ...(flags.password !== undefined && { signaturePassword: flags.password }),
  });
}

/** The reader in process whose card it is, with its pace and its fault. */
function readerOf({ card }: IssuedCard, { pace, fault }: CardFlags): CardReader {
  const model =
    pace === 'none'
      ? new CardReaderModel()
      : new CardReaderModel({ timing: CONTACTLESS_CARD, rng: streams(1).stream('card', 'pace') });
  model.insert(card);
  return fault === undefined ? model : new FaultyCardReader(model, fault.fault, fault.nth);
}

function writeCertificates(folder: string, issued: IssuedCard): void {
  const files = {
    'user.der': issued.userCertificate,
    'user-authority.der': issued.userAuthority,
    'signature.der': issued.signatureCertificate,
    'signature-authority.der': issued.signatureAuthority,
  };
  try {
    mkdirSync(folder, { recursive: true });
    for (const [name, der] of Object.entries(files)) {
      if (der !== undefined) writeFileSync(join(folder, name), der);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CardRefused(
      `the certificates cannot be written to ${folder} (${code}): name a folder with --out`,
    );
  }
}
