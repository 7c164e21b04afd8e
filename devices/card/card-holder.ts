/** What is printed on a My Number card. Everybody here is invented, and looks it. */
export interface CardHolder {
  /** 全国地方公共団体コード of the municipality that issued the card, five digits. */
  readonly municipality: string;
  /** Fifteen digits. */
  readonly cardNumber: string;
  readonly name: string;
  readonly address: string;
  /** YYYYMMDD. */
  readonly birthDate: string;
  /** JIS X 0303: 1 male, 2 female. */
  readonly sex: '1' | '2';
  /** 個人番号, twelve digits; the last one is wrong on purpose, so that it is nobody's. */
  readonly individualNumber: string;
  /** Last year, month and day of the card, YYYYMMDD. */
  readonly expiryDate: string;
  /** Four digits on its face. */
  readonly securityCode: string;
}

/** Which card of whom, and in which years it may be used. */
export interface HeldBy {
  readonly municipality: string;
  readonly residentNo: number;
  readonly generation: number;
  /** The year in which the card was handed out. */
  readonly issuedIn: number;
  /** Whether the holder was under fifteen then. */
  readonly child: boolean;
}

/** An invented holder, always the same for the same card. */
export function inventedHolder(held: HeldBy): CardHolder {
  const { municipality, residentNo, generation, issuedIn, child } = held;
  const scattered = Math.imul(residentNo ^ 0x2545f491, 0x9e3779b1) >>> 0;
  const birthYear = issuedIn - (child ? 10 : 20 + (scattered % 60));
  const birthDay = two(1 + ((scattered >>> 6) % 12)) + two(1 + ((scattered >>> 10) % 28));
  // A card lasts until the tenth birthday after it was handed out, for the young until the fifth.
  const expiryDate = `${issuedIn + (child ? 5 : 10)}${birthDay}`;
  const eleven = String(10_000_000_000 + residentNo).slice(0, 11);
  return {
    municipality,
    cardNumber: `9${two(generation)}${String(1_000_000_000_000 + residentNo).slice(1)}`,
    name: `試験　見本${wide(residentNo)}`,
    address: `架空県架空市架空町${wide(1 + (scattered % 999))}番地`,
    birthDate: `${birthYear}${birthDay}`,
    sex: scattered % 2 === 0 ? '1' : '2',
    individualNumber: eleven + ((checkDigit(eleven) + 1) % 10),
    expiryDate,
    securityCode: String(10_000 + (scattered % 10_000)).slice(1),
  };
}

/** The date of birth as the card asks for it: YYMMDD, the year counted in its era. */
export function birthCode({ birthDate }: CardHolder): string {
  const era = ERAS.find(({ from }) => birthDate >= from) as (typeof ERAS)[number];
  const year = Number(birthDate.slice(0, 4)) - era.yearZero;
  return two(year) + birthDate.slice(4);
}

/** 照合番号A: the individual number. */
export function codeA({ individualNumber }: CardHolder): string {
  return individualNumber;
}

/** 照合番号B: date of birth, year of expiry and security code, fourteen digits. */
export function codeB(holder: CardHolder): string {
  return birthCode(holder) + holder.expiryDate.slice(0, 4) + holder.securityCode;
}

/** 令和, 平成, 昭和 and whatever was before, which nobody lives to see printed. */
const ERAS = [
  { from: '20190501', yearZero: 2018 },
  { from: '19890108', yearZero: 1988 },
  { from: '19261225', yearZero: 1925 },
  { from: '00000000', yearZero: 1911 },
] as const;

/** The check digit of an individual number of which eleven digits are known (総務省令 2014/85). */
function checkDigit(eleven: string): number {
  let sum = 0;
  for (let place = 1; place <= 11; place++) {
    const weight = place <= 6 ? place + 1 : place - 5;
    sum += Number(eleven[11 - place]) * weight;
  }
  const rest = sum % 11;
  return rest <= 1 ? 0 : 11 - rest;
}

function two(number: number): string {
  return String(100 + (number % 100)).slice(1);
}

/** A number in the wide digits of Japanese print. */
function wide(number: number): string {
  return [...String(number)]
    .map((digit) => String.fromCharCode(digit.charCodeAt(0) + FULL))
    .join('');
}

/** From a digit of ASCII to the same one of full width. */
const FULL = 0xff10 - 0x30;
