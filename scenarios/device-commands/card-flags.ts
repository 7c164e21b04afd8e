import { Command, InvalidArgumentError, Option } from 'commander';
import { CARD_INTERFACES, type CardInterface } from '../../devices/card/card-designs.ts';
import { ISSUED_KINDS, type IssuedKind } from '../../devices/card/card-kinds.ts';
import { CARD_FAULTS, type CardFault } from '../../devices/card-reader/card-reader-faulty.ts';
import type { VpcdPlace } from '../../devices/card-reader/vpcd-socket.ts';
import { vpcdPlace } from '../hardware/hardware.ts';

/** What `kofu devices card` can be told. */
export interface CardFlags {
  /** Offers a card there; `true` is where the first reader of vpcd takes it. */
  readonly vpcd?: VpcdPlace | true;
  readonly readers?: boolean;
  readonly list?: boolean;
  readonly kind: IssuedKind;
  readonly municipality: string;
  readonly resident: number;
  readonly pin?: string;
  readonly password?: string;
  readonly interface: CardInterface;
  readonly pace: 'contactless' | 'none';
  readonly fault?: { readonly fault: CardFault; readonly nth: number };
  readonly out?: string;
  readonly json?: boolean;
}

/** `kofu devices card`, without what it does. */
export function cardCommand(): Command {
  return new Command('card')
    .description('put a virtual card into a PC/SC reader (vpcd), until Ctrl-C; or list readers')
    .option(
      '--vpcd [host:port]',
      'offer the card to vpcd, there (default: 127.0.0.1:35963, its first reader)',
      placeOf,
    )
    .option('--readers', 'list the PC/SC readers of this machine instead')
    .option('--list', 'list the kinds of cards instead')
    .addOption(
      new Option('--kind <kind>', 'which card (--list tells of them)')
        .choices(ISSUED_KINDS)
        .default('my-number'),
    )
    .option('--municipality <code>', 'where its holder lives; any five digits', fiveDigits, '27203')
    .option('--resident <n>', 'number of its holder', whole, 1)
    .option('--pin <digits>', 'PIN of the user-authentication key (default: its holder’s)', pinOf)
    .option('--password <text>', 'password of the signature key (default: its holder’s)', password)
    .addOption(
      new Option('--interface <kind>', 'which answer to reset it gives')
        .choices(CARD_INTERFACES)
        .default('contactless'),
    )
    .addOption(
      new Option('--pace <pace>', 'takes as long as a real contactless card, or no time at all')
        .choices(['contactless', 'none'])
        .default('contactless'),
    )
    .option(
      '--fault <fault[@n]>',
      `at its nth command (1): ${Object.keys(CARD_FAULTS).join(', ')} (--list tells of them)`,
      faultOf,
    )
    .option('--out <dir>', 'write its certificates there, and those of their authorities (DER)')
    .option('--json', 'tell it as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ devices/card-reader/pcscd-namespace.sh          a shell beside a pcscd with virtual readers
  $ kofu devices card --vpcd --pin 1234 &           in it: a My Number card in the first one
  $ pkcs15-tool --dump                              any PC/SC program can use it
  $ kofu devices card --readers                     the names by which a scenario can use readers`,
    );
}

function placeOf(text: string): VpcdPlace {
  const place = vpcdPlace(text);
  if (place === undefined)
    throw new InvalidArgumentError('write a port of this machine, e.g. 127.0.0.1:35963');
  return place;
}

function faultOf(text: string): CardFlags['fault'] {
  const [, fault = '', nth = '1'] = /^([a-z]+)(?:@([1-9]\d{0,8}))?$/.exec(text) ?? [];
  if (Object.hasOwn(CARD_FAULTS, fault)) return { fault: fault as CardFault, nth: Number(nth) };
  throw new InvalidArgumentError('write a fault and when, e.g. mute@5; --list names them');
}

function pinOf(text: string): string {
  if (/^\d{4}$/.test(text)) return text;
  throw new InvalidArgumentError('write four digits');
}

function password(text: string): string {
  if (/^[A-Z0-9]{6,16}$/.test(text)) return text;
  throw new InvalidArgumentError('write 6 to 16 letters A to Z and digits');
}

function fiveDigits(text: string): string {
  if (/^\d{5}$/.test(text)) return text;
  throw new InvalidArgumentError('write the five digits of its code, e.g. 27203');
}

function whole(text: string): number {
  if (/^[1-9]\d{0,7}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('write a whole number from 1 to 99999999');
}
