import { expect, test } from 'vitest';
import type {
  CardRegistryOffice,
  NewCard,
  PinAnswer,
} from '../../../server/cards/card-registry.ts';
import { cardId } from '../../../server/contract-card-id.ts';
import { cardPin } from '../../../server/contract-card-pin.ts';
import { SyntheticCards } from '../../../server/population/card-registry-synthetic.ts';
import { RealTime } from '../../../sim/real-time.ts';

const TOWN = '27203';
const USABLE_FROM_MS = Date.parse('2013-12-04T00:00:00+09:00');
const AS_OF_MS = Date.parse('2013-12-05T00:00:00+09:00');

/**
 * Whose cards a registry under test is made of: residents hold 住基カード, but every third one a
 * 市民カード, and those of 900,000 and more none. All of the first generation.
 */
export const ORIGIN = new SyntheticCards((_, residentNo) => {
  if (residentNo >= 900_000) return undefined;
  return { kind: residentNo % 3 === 2 ? 'citizen' : 'basic-resident', generation: 1 };
}, AS_OF_MS);

let residents = 0;
let entries = 0;

/** A resident with a 住基カード whom no other test has looked at. */
function newResident(): number {
  residents += 3;
  return residents;
}

/**
 * What every registry of cards keeps to. `open` answers another view of the same registry, as a
 * restart or another server has it; the registry may hold cards of other tests.
 */
export function cardRegistryContract(open: () => CardRegistryOffice): void {
  const time = new RealTime();
  const find = (id: string, municipality = TOWN) => time.run(open().find(municipality, id));
  const enter = (id: string, pin: string, attempt = `s/${++entries}`, municipality = TOWN) =>
    time.run(open().tryPin({ municipality, cardId: id, pin, attempt }));
  const idOf = (residentNo: number) => cardId('basic-resident', TOWN, residentNo, 1);
  const newCard = (residentNo: number): NewCard => ({
    cardId: cardId('citizen', TOWN, residentNo, 2),
    kind: 'citizen',
    residentNo,
    generation: 2,
    usableFromMs: AS_OF_MS,
    pin: '2468',
  });

  async function answersTo(id: string, pins: readonly string[]): Promise<readonly PinAnswer[]> {
    const answers: PinAnswer[] = [];
    for (const pin of pins) answers.push(await enter(id, pin));
    return answers;
  }

  test('a card of the origin is found as it is there, the first time and later', async () => {
    const residentNo = newResident();
    const expected = {
      cardId: idOf(residentNo),
      kind: 'basic-resident',
      residentNo,
      generation: 1,
      usableFromMs: USABLE_FROM_MS,
      wrongPins: 0,
    };
    expect(await find(idOf(residentNo))).toEqual(expected);
    expect(await find(idOf(residentNo))).toEqual(expected);
    const citizen = cardId('citizen', TOWN, residentNo + 2, 1);
    expect(await find(citizen)).toMatchObject({ kind: 'citizen', residentNo: residentNo + 2 });
  });

  test('a card nobody has registered is not, nor its PIN', async () => {
    const residentNo = newResident();
    const right = cardPin(TOWN, residentNo);
    const strangers = [
      cardId('citizen', TOWN, residentNo, 1),
      cardId('basic-resident', TOWN, residentNo, 2),
      cardId('basic-resident', TOWN, 900_000, 1),
      cardId('basic-resident', '12203', residentNo, 1),
      'F000',
    ];
    for (const id of strangers) {
      expect(await find(id)).toBeUndefined();
      expect(await enter(id, right)).toBe('unknown-card');
    }
    expect(await find(idOf(residentNo), '12203')).toBeUndefined();
    expect(await enter(idOf(residentNo), right, 's/0', '12203')).toBe('unknown-card');
  });

  test('the third wrong PIN in a row locks, a right one before starts again', async () => {
    const residentNo = newResident();
    const [id, right] = [idOf(residentNo), cardPin(TOWN, residentNo)];
    const wrong = wrongPin(right);
    expect(await answersTo(id, [wrong, wrong, right])).toEqual(['wrong', 'wrong', 'right']);
    expect((await find(id))?.wrongPins).toBe(0);
    expect(await answersTo(id, [wrong, wrong, wrong])).toEqual(['wrong', 'wrong', 'locked']);
    expect(await answersTo(id, [right, wrong, right])).toEqual(['locked', 'locked', 'locked']);
    expect((await find(id))?.wrongPins).toBe(3);
  });

  test('a lock is of one card and no other', async () => {
    const [mine, other] = [newResident(), newResident()];
    const wrong = wrongPin(cardPin(TOWN, mine));
    await answersTo(idOf(mine), [wrong, wrong, wrong]);
    expect(await enter(idOf(other), cardPin(TOWN, other))).toBe('right');
    expect(await enter(idOf(mine), cardPin(TOWN, mine))).toBe('locked');
  });

  test('only the counter unlocks, with the PIN it was told', async () => {
    const residentNo = newResident();
    const [id, right] = [idOf(residentNo), cardPin(TOWN, residentNo)];
    const wrong = wrongPin(right);
    await answersTo(id, [wrong, wrong, wrong]);
    expect(await time.run(open().resetPin(TOWN, id, wrong))).toBe(true);
    expect((await find(id))?.wrongPins).toBe(0);
    expect(await answersTo(id, [right, wrong])).toEqual(['wrong', 'right']);
    const nobody = cardId('basic-resident', TOWN, 900_000, 1);
    expect(await time.run(open().resetPin(TOWN, nobody, '0000'))).toBe(false);
  });

  test('an entry that is made again is answered as before and counted once', async () => {
    const residentNo = newResident();
    const [id, right] = [idOf(residentNo), cardPin(TOWN, residentNo)];
    const wrong = wrongPin(right);
    for (const _ of [1, 2, 3]) expect(await enter(id, wrong, 'a/1')).toBe('wrong');
    expect((await find(id))?.wrongPins).toBe(1);
    for (const _ of [1, 2]) expect(await enter(id, wrong, 'a/2')).toBe('wrong');
    for (const _ of [1, 2]) expect(await enter(id, wrong, 'a/3')).toBe('locked');
    expect((await find(id))?.wrongPins).toBe(3);
    expect(await enter(id, right, 'a/3')).toBe('locked');
    await time.run(open().resetPin(TOWN, id, right));
    for (const _ of [1, 2]) expect(await enter(id, right, 'a/4')).toBe('right');
  });

  test('an entry under the name of another one is counted for itself', async () => {
    const residentNo = newResident();
    const id = idOf(residentNo);
    const right = cardPin(TOWN, residentNo);
    const guesses = [1, 2, 3].map((more) => String((Number(right) + more) % 10_000));
    const answers: PinAnswer[] = [];
    for (const pin of guesses) answers.push(await enter(id, pin.padStart(4, '0'), 'b/1'));
    expect(answers).toEqual(['wrong', 'wrong', 'locked']);
    expect(await enter(id, right, 'b/1')).toBe('locked');
  });

  test('of many wrong entries at the same time two are wrong and the others locked', async () => {
    const residentNo = newResident();
    const [id, right] = [idOf(residentNo), cardPin(TOWN, residentNo)];
    const wrong = Array.from({ length: 20 }, () => enter(id, wrongPin(right)));
    const answers = [...(await Promise.all(wrong))].sort();
    expect(answers).toEqual([...Array.from({ length: 18 }, () => 'locked'), 'wrong', 'wrong']);
    expect((await find(id))?.wrongPins).toBe(3);
  });

  test('the counter registers a card once', async () => {
    const card = newCard(newResident());
    expect(await time.run(open().register(TOWN, card))).toBe(true);
    const { pin, ...registered } = card;
    expect(await find(card.cardId)).toEqual({ ...registered, wrongPins: 0 });
    expect(await time.run(open().register(TOWN, { ...card, pin: '0000' }))).toBe(false);
    expect(await enter(card.cardId, pin)).toBe('right');
    const known = { ...card, cardId: idOf(newResident()) };
    expect(await time.run(open().register(TOWN, known))).toBe(false);
    expect(await find(known.cardId)).toMatchObject({ generation: 1 });
  });

  test('a card that was unregistered is unknown until it is registered anew', async () => {
    const residentNo = newResident();
    const id = idOf(residentNo);
    const right = cardPin(TOWN, residentNo);
    const wrong = wrongPin(right);
    await answersTo(id, [wrong, wrong]);
    expect(await time.run(open().unregister(TOWN, id))).toBe(true);
    expect(await time.run(open().unregister(TOWN, id))).toBe(false);
    expect(await find(id)).toBeUndefined();
    expect(await enter(id, right)).toBe('unknown-card');
    expect(await time.run(open().resetPin(TOWN, id, right))).toBe(false);
    const anew = { ...newCard(residentNo), cardId: id };
    expect(await time.run(open().register(TOWN, anew))).toBe(true);
    expect(await find(id)).toMatchObject({ generation: 2, wrongPins: 0 });
    expect(await answersTo(id, [right, right, anew.pin])).toEqual(['wrong', 'wrong', 'right']);
  });
}

/** Another PIN than this one. */
export function wrongPin(right: string): string {
  return right.slice(0, -1) + ((Number(right.at(-1)) + 1) % 10);
}
