import { cardName } from '../../server/contract-card-name.ts';
import { cardPin } from '../../server/contract-card-pin.ts';
import type { STATUS } from './card.ts';
import { DAMAGED_CARD } from './card-damaged.ts';
import type { CardInterface } from './card-designs.ts';
import type { IssuedKind } from './card-kinds.ts';
import { type CardBehaviour, CardModel } from './card-model.ts';
import { municipalCard } from './card-municipal.ts';
import { MyNumberChip, signaturePassword } from './card-my-number.ts';
import { CERTIFICATE_VALIDITY_MS, type HeldCard, type Period } from './card-office.ts';
import { openRsaCardKeys, type RsaCardKeys } from './card-office-rsa.ts';
import { PINS, type PinDesign, PinMemory } from './card-pins.ts';

/** What somebody asks for who wants a card. */
export interface CardOrder {
  /** Civil time from which its certificates are valid, whole seconds in ms since 1970. */
  readonly validFromMs: number;
  /** A My Number card, if not given. */
  readonly kind?: IssuedKind;
  /** 13101, if not given. */
  readonly municipality?: string;
  /** 1, if not given. */
  readonly residentNo?: number;
  /** Counts the cards this resident has been given, from 1. */
  readonly generation?: number;
  /** Four digits; those of the resident, if not given. */
  readonly pin?: string;
  /** 6 to 16 capitals and digits; SIGN and the PIN, if not given. */
  readonly signaturePassword?: string;
  /** Contactless, if not given. */
  readonly interface?: CardInterface;
  /** What VERIFY answers once the PIN is blocked: 6984, if not given. */
  readonly blockedStatus?: typeof STATUS.pinClosed | typeof STATUS.pinBlocked;
  /** What it answers to the first command after power-up, such as 6F00. */
  readonly firstStatus?: number;
  /** Authorities and keys that are there already, so that none are made. */
  readonly keys?: RsaCardKeys;
}

/** A card, and what only its maker knows of it: the DER of its certificates. */
export interface IssuedCard extends HeldCard {
  readonly userCertificate: Uint8Array | undefined;
  readonly userAuthority: Uint8Array | undefined;
  readonly signatureCertificate: Uint8Array | undefined;
  readonly signatureAuthority: Uint8Array | undefined;
}

/**
 * Issues one card with true keys, outside of any run. Throws RangeError for a PIN or a password
 * that no card takes.
 */
export async function issueCard(order: CardOrder): Promise<IssuedCard> {
  const { kind = 'my-number', municipality = '13101', residentNo = 1, generation = 1 } = order;
  const behaviour = behaviourOf(order);
  if (kind === 'basic-resident' || kind === 'citizen' || kind === 'other') {
    const held = municipalCard(kind, municipality, residentNo, generation, behaviour);
    return { ...held, ...NO_CERTIFICATES };
  }
  const { pin = cardPin(municipality, residentNo) } = order;
  const { signaturePassword: password = signaturePassword(pin) } = order;
  demand(PINS.user, 'a PIN', pin);
  demand(PINS.signature, 'a password for signatures', password);
  const keys = order.keys ?? (await openRsaCardKeys(order.validFromMs, 2));
  const memory = new PinMemory();
  const signaturePair = kind !== 'my-number-under-15';
  const validity = validityOf(kind, order.validFromMs);
  const bearer = { municipality, residentNo, generation, pin, validity, signaturePair };
  const chip = new MyNumberChip(bearer, keys, memory);
  if (signaturePair) chip.change(PINS.signature, password);
  const card = kind === 'my-number-damaged' ? DAMAGED_CARD : new CardModel(chip, behaviour);
  return {
    card,
    name: cardName(chip.serial),
    pin,
    ...(signaturePair && { signaturePassword: password }),
    userCertificate: chip.certificate('user'),
    userAuthority: chip.authority('user'),
    signatureCertificate: chip.certificate('signature'),
    signatureAuthority: chip.authority('signature'),
  };
}

const NO_CERTIFICATES = {
  userCertificate: undefined,
  userAuthority: undefined,
  signatureCertificate: undefined,
  signatureAuthority: undefined,
};

function behaviourOf({ interface: by, blockedStatus, firstStatus }: CardOrder): CardBehaviour {
  return {
    ...(by && { interface: by }),
    ...(blockedStatus && { blockedStatus }),
    ...(firstStatus && { firstStatus }),
  };
}

function demand({ form }: PinDesign, what: string, secret: string): void {
  if (!form.test(secret)) throw new RangeError(`${what} of '${secret}', which no card takes`);
}

/** Five years from then; of an expired card, the five years up to then. */
function validityOf(kind: IssuedKind, validFromMs: number): Period {
  return kind === 'my-number-expired'
    ? { fromMs: validFromMs - CERTIFICATE_VALIDITY_MS, untilMs: validFromMs }
    : { fromMs: validFromMs, untilMs: validFromMs + CERTIFICATE_VALIDITY_MS };
}
