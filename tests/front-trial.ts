import type { CertificateType } from '../server/contract.ts';
import type { CertificateContent } from '../server/document/document.ts';
import { someFamilyName, someGivenName, TOWNS } from '../server/population/names-synthetic.ts';
import type { Resident, TaxRecord } from '../server/register/register.ts';
import type { Scan } from '../server/scramble/scramble.ts';
import type { Rng } from '../sim/rng.ts';
import { PERFECT, type Scanning } from './degradations.ts';
import { contentOf } from './server/document/certificate-content.ts';
import {
  someApplicant,
  someFamily,
  someMember,
  someResident,
  someTaxRecord,
} from './server/register/small-register.ts';

/** Some documents, by their numbers: each gives the same trials whoever tries it. */
export interface FrontTrial {
  readonly seed: number;
  readonly first: number;
  readonly count: number;
  /** As drawn, as scanned (2 s of a processor each), or both. */
  readonly by: readonly TriedFront['by'][];
}

/** What was done to a printed front, or nothing. */
export type Forgery = 'none' | (typeof FORGERIES)[number];

export const FORGERIES = [
  'a digit',
  'a character of a name',
  'a stroke',
  'another person',
  'another page',
  'a page number',
  'a line whited out',
  'a seal pasted',
] as const;

/** What comparing said, of a front as drawn and of one as scanned. */
export interface TriedFront {
  readonly document: number;
  readonly type: CertificateType;
  readonly forgery: Forgery;
  readonly by: 'drawn' | 'scanned';
  readonly verdict: 'equal' | 'different' | 'unreadable';
  readonly likeness: number | undefined;
}

/** Five documents in a row, one of each type, suffer the same forgery. */
export function forgeryOf(document: number): Exclude<Forgery, 'none'> {
  return FORGERIES[Math.floor(document / TYPES.length) % FORGERIES.length] ?? 'a digit';
}

/** Scans that somebody makes of a front: what a back has to survive as well, at random. */
export function someScanning(rng: Rng): Scanning {
  const within = (limit: number) => (2 * rng.uniform() - 1) * limit;
  const one = (values: readonly number[]) => values[Math.floor(rng.uniform() * values.length)]!;
  return {
    ...PERFECT,
    dpi: one([200, 200, 200, 240, 300]),
    turns: one([0, 0, 1, 2, 3]) as Scanning['turns'],
    skewDegrees: within(2),
    scale: 1 + within(0.02),
    noise: 20 * rng.uniform(),
    brightness: 1 + within(0.2),
    blurPixels: 0.8 * rng.uniform(),
    wobbleMm: 0.2 * rng.uniform(),
    jpegQuality: rng.uniform() < 0.3 ? 50 + Math.floor(45 * rng.uniform()) : undefined,
  };
}

/** Everything of which a certificate can be made. */
export interface Facts {
  readonly type: CertificateType;
  readonly residents: readonly Resident[];
  readonly taxRecord: TaxRecord;
}

const TYPES = [
  'resident-record',
  'resident-record-items',
  'seal-registration',
  'tax',
  'family-register-full',
] as const satisfies readonly CertificateType[];

export function someFacts(rng: Rng, document: number): Facts {
  const upTo = (most: number) => 1 + Math.floor(rng.uniform() * most);
  const family = someFamilyName(rng);
  const town = TOWNS[Math.floor(rng.uniform() * TOWNS.length)] ?? '';
  const person = (no: number): Resident => {
    const sex = rng.uniform() < 0.5 ? 'female' : 'male';
    return someResident(no, {
      nonce: `${String(document).padStart(8, '0')}${String(no).padStart(8, '0')}`,
      name: `${family} ${someGivenName(rng, sex)}`,
      sex,
      birthDate: `${1940 + upTo(55)}-${two(upTo(12))}-${two(upTo(28))}`,
      address: `${town}${KANJI_DIGITS[upTo(3)]}丁目${upTo(30)}番${upTo(20)}号`,
      sealNumber: String(100_000 + upTo(800_000)),
    });
  };
  const people = 1 + Math.floor(rng.uniform() * 6);
  return {
    type: TYPES[document % TYPES.length] ?? 'tax',
    residents: Array.from({ length: people }, (_, index) => person(index)),
    taxRecord: someTaxRecord(0, {
      incomeYen: 1_000 * upTo(9_000),
      deductionsYen: 1_000 * upTo(900),
      municipalTaxYen: 100 * upTo(3_000),
      prefecturalTaxYen: 100 * upTo(2_000),
    }),
  };
}

/** A certificate about these facts, under the number of the document. */
export function contentAbout({ type, residents, taxRecord }: Facts, document: number) {
  const families = [someFamily(residents.map((resident) => someMember(resident)))];
  const content = contentOf(
    type,
    someApplicant({ residents, taxRecords: [taxRecord], families } as never),
    { domicile: false },
  );
  return { ...content, documentNumber: numberOf(document) };
}

export function numberOf(document: number): string {
  return `27203-${String(document).padStart(7, '0')}`;
}

/** The same facts with one digit changed that is printed, of a date, an address or an amount. */
export function withDigit(facts: Facts, rng: Rng): Facts {
  const [head, ...others] = facts.residents as [Resident, ...Resident[]];
  const isTax = facts.type === 'tax' && rng.uniform() < 0.7;
  if (isTax) {
    const incomeYen = Number(otherDigit(String(facts.taxRecord.incomeYen), /[1-9]/g, rng));
    return { ...facts, taxRecord: { ...facts.taxRecord, incomeYen } };
  }
  const isFamily = facts.type === 'family-register-full';
  const changed =
    isFamily || rng.uniform() < 0.5
      ? { ...head, birthDate: otherDay(head.birthDate, rng) }
      : { ...head, address: otherDigit(head.address, /[1-9]/g, rng) };
  return { ...facts, residents: [changed, ...others] };
}

/** Another last digit of the day: 11 to 19 and 21 to 28 keep their length. */
function otherDay(date: string, rng: Rng): string {
  const last = Number(date.at(-1));
  const other = 1 + ((last + Math.floor(rng.uniform() * 7)) % 8);
  return `${date.slice(0, -1)}${other === last ? (last % 8) + 1 : other}`;
}

function otherDigit(text: string, digits: RegExp, rng: Rng): string {
  const places = [...text.matchAll(digits)].map(({ index }) => index);
  const place = places[Math.floor(rng.uniform() * places.length)] ?? 0;
  const digit = 1 + ((Number(text[place]) + Math.floor(rng.uniform() * 8)) % 9);
  return `${text.slice(0, place)}${digit}${text.slice(place + 1)}`;
}

/** The same facts with another given name of the head. */
export function withName(facts: Facts, rng: Rng): Facts {
  const [head, ...others] = facts.residents as [Resident, ...Resident[]];
  const [family = '', given = ''] = head.name.split(' ');
  let other = given;
  while (other === given) other = someGivenName(rng, head.sex);
  // One character only, so that all others stand where they stood.
  const letter = [...other].find((each) => !given.includes(each)) ?? '葵';
  const name = `${family} ${letter}${[...given].slice(1).join('')}`;
  return { ...facts, residents: [{ ...head, name }, ...others] };
}

/** By their values; neighbours are one stroke apart. */
const KANJI_DIGITS = '〇一二三';

/** The same facts with one stroke more or less in the address of the head: 二 for 三, or 三 for 二. */
export function withStroke(facts: Facts): Facts {
  const [head, ...others] = facts.residents as [Resident, ...Resident[]];
  const address = head.address.replace(/([一二三])丁目/, (_, digit: string) => {
    return `${KANJI_DIGITS[digit === '二' ? 3 : 2]}丁目`;
  });
  return { ...facts, residents: [{ ...head, address }, ...others] };
}

/** What another person's certificate says, under the mark of this one. */
export function withMarkOf(other: CertificateContent, own: CertificateContent) {
  const { documentNumber, requestId, ownerNonce, pages } = own;
  return { ...other, documentNumber, requestId, ownerNonce, pages };
}

/** White over a piece of a line of text, which `plain`, without any ground, says where it is. */
export function whitedOut(page: Scan, plain: Scan, rng: Rng): Scan {
  const pixels = page.width / 210;
  const [width, height] = [Math.round(30 * pixels), Math.round(4 * pixels)];
  const grey = page.grey.slice();
  for (let tried = 0; tried < 200; tried++) {
    const left = Math.round((25 + 120 * rng.uniform()) * pixels);
    const top = Math.round((40 + 200 * rng.uniform()) * pixels);
    let ink = 0;
    for (let y = top; y < top + height; y++) {
      for (let x = left; x < left + width; x++)
        ink += plain.grey[y * page.width + x]! < 128 ? 1 : 0;
    }
    if (ink < 0.06 * width * height) continue;
    for (let y = top; y < top + height; y++) {
      grey.fill(255, y * page.width + left, y * page.width + left + width);
    }
    return { ...page, grey };
  }
  throw new Error('a page without a line of text');
}

/** Grey of vermilion ink. */
const VERMILION = 87;

/** A round seal of 18 mm over whatever is there. */
export function sealed(page: Scan, rng: Rng): Scan {
  const pixels = page.width / 210;
  const grey = page.grey.slice();
  const [left, top] = [30 + 130 * rng.uniform(), 40 + 190 * rng.uniform()];
  for (let y = Math.round((top - 10) * pixels); y < (top + 10) * pixels; y++) {
    for (let x = Math.round((left - 10) * pixels); x < (left + 10) * pixels; x++) {
      const [right, down] = [x / pixels - left, y / pixels - top];
      const radius = Math.hypot(right, down);
      const isRing = radius > 8.1 && radius < 9;
      const isLetter = radius < 6 && (Math.abs(right) % 3 < 0.8 || Math.abs(down) % 4 < 0.8);
      if (isRing || isLetter) grey[y * page.width + x] = VERMILION;
    }
  }
  return { ...page, grey };
}

/** The page number of another page over one's own, at the right of the foot. */
export function renumbered(page: Scan, other: Scan): Scan {
  const pixels = page.width / 210;
  const grey = page.grey.slice();
  for (let y = Math.round(264 * pixels); y < 272 * pixels; y++) {
    for (let x = Math.round(170 * pixels); x < 192 * pixels; x++) {
      grey[y * page.width + x] = other.grey[y * page.width + x]!;
    }
  }
  return { ...page, grey };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
