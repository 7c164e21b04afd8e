import type { Words } from '../../devices/panel/panel-view.ts';
import { cardPin } from '../../server/contract-card-pin.ts';
import { ageOf } from '../../server/population/population-synthetic.ts';
import type { Register, Resident } from '../../server/register/register.ts';
import type { Process } from '../../sim/process.ts';
import type { Scenario } from '../scenario.ts';
import { pursesOf } from '../traffic/cards.ts';

/** Somebody whose card a tester can put on the reader. */
export interface TestResident {
  readonly no: number;
  readonly name: string;
  readonly age: number;
  readonly pin: string;
  readonly card: Card;
  readonly cardWords: Words;
  /** What is to be expected of this card. */
  readonly note: Words;
}

type Card = ReturnType<ReturnType<typeof pursesOf>>;

/** Every card there is: most people have the one of the service. */
export const PURSES: Readonly<Record<Card, number>> = {
  'my-number': 20,
  'my-number-expired': 1,
  'my-number-revoked': 1,
  'basic-resident': 1,
  citizen: 1,
  other: 1,
  'my-number-under-15': 1,
  'my-number-damaged': 1,
};

const CARD_WORDS: Readonly<Record<Card, Words>> = {
  'my-number': { ja: '個人番号カード', en: 'My Number card' },
  'my-number-expired': { ja: '個人番号カード（期限切れ）', en: 'My Number card, expired' },
  'my-number-revoked': { ja: '個人番号カード（失効）', en: 'My Number card, revoked' },
  'basic-resident': { ja: '住民基本台帳カード', en: 'Basic resident register card' },
  citizen: { ja: '市民カード', en: 'Citizen card' },
  other: { ja: 'その他のカード', en: 'Some other card' },
  'my-number-under-15': {
    ja: '個人番号カード（署名用なし）',
    en: 'My Number card, no signature key',
  },
  'my-number-damaged': { ja: '個人番号カード（破損）', en: 'My Number card, broken chip' },
};

/** Of each kind the first resident who is of it. */
interface Kind {
  readonly note: Words;
  readonly card: Card;
  is(resident: Resident, age: number, household: number): boolean;
}

const ADULT_AGE = 15;

function person(ja: string, en: string, is: Kind['is'], card: Card = 'my-number'): Kind {
  return { note: { ja, en }, card, is };
}

const isGrownUp: Kind['is'] = (_, age) => age >= ADULT_AGE;

const KINDS: readonly Kind[] = [
  person(
    '家族と同居、印鑑登録あり',
    'Lives with a family, seal registered',
    ({ sealNumber, standing }, age, household) =>
      sealNumber !== undefined && standing === 'resident' && age >= 30 && household >= 4,
  ),
  person(
    '一人暮らし、印鑑登録あり',
    'Lives alone, seal registered',
    ({ sealNumber, standing }, age, household) =>
      sealNumber !== undefined && standing === 'resident' && age >= 20 && household === 1,
  ),
  person(
    '印鑑登録なし',
    'No seal registered',
    ({ sealNumber }, age) => sealNumber === undefined && age >= 20,
  ),
  person('15歳未満', 'Under 15', (_, age) => age >= 10 && age < ADULT_AGE),
  person(
    '転出予定',
    'Has given notice of moving out',
    ({ standing }, age) => standing === 'moving-out' && age >= ADULT_AGE,
  ),
  person(
    '支援措置の対象',
    'Protected by support measures',
    ({ supportMeasures }, age) => supportMeasures && age >= ADULT_AGE,
  ),
  person('電子証明書の有効期限切れ', 'Certificate has expired', isGrownUp, 'my-number-expired'),
  person('電子証明書が失効', 'Certificate was revoked', isGrownUp, 'my-number-revoked'),
  person('旧方式のカード', 'A card of the older method', isGrownUp, 'basic-resident'),
  person('市独自のカード', 'A card of the city’s own', isGrownUp, 'citizen'),
  person('署名用電子証明書なし', 'No key for signatures', isGrownUp, 'my-number-under-15'),
  person('ICチップの破損', 'Its chip is broken', isGrownUp, 'my-number-damaged'),
  person('この店では使えないカード', 'A card of no use here', isGrownUp, 'other'),
];

/** So many residents are looked through. */
const LOOKED_AT = 4_000;

/** Somebody of every kind whom the register has. */
export function* testResidents(
  scenario: Scenario,
  register: Register,
): Process<readonly TestResident[]> {
  const { code, population } = scenario.municipality;
  const found = new Map<Kind, TestResident>();
  for (let no = 0; no < Math.min(population, LOOKED_AT) && found.size < KINDS.length; no++) {
    const resident = yield* register.resident(code, no);
    if (resident === undefined) continue;
    const { length } = yield* register.household(code, resident.householdNo);
    const card = pursesOf(scenario)(no);
    const age = ageOf(no);
    const kind = KINDS.find(
      (each) => !found.has(each) && each.card === card && each.is(resident, age, length),
    );
    if (kind !== undefined) found.set(kind, testResident(scenario, resident, kind.note));
  }
  return KINDS.flatMap((kind) => found.get(kind) ?? []);
}

function testResident(scenario: Scenario, { no, name }: Resident, note: Words): TestResident {
  const card = pursesOf(scenario)(no);
  const pin = cardPin(scenario.municipality.code, no);
  return { no, name, age: ageOf(no), pin, card, cardWords: CARD_WORDS[card], note };
}
