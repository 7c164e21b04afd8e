import { describe, expect, test } from 'vitest';
import { cardId } from '../../../server/contract-card-id.ts';
import { ORIGIN } from '../cards/card-registry.contract.ts';
import { inTurn } from '../in-turn.ts';
import { someResident } from '../register/small-register.ts';
import { codeOf, pinsOf, run, TOWN, Towns } from './towns.ts';

// Number 0 holds a 住基カード by the origin of the contract.
const entries = { [TOWN]: { residents: [someResident(0), someResident(1)] } };
const municipality = { methods: ['card-ap'] } as const;
const { right, wrong } = pinsOf(0);
const ID = cardId('basic-resident', TOWN, 0, 1);

describe('the PIN of a card whose PIN the municipality keeps', () => {
  test('may be typed again in the same session, and at the third error locks the card', async () => {
    const towns = new Towns({ entries, municipality });
    const session = towns.open();
    const enter = async (pin: string, attempt: number) =>
      codeOf(await towns.types(0, pin, { session, attempt }));
    const pins = [wrong, wrong, wrong, right];
    const answers = await inTurn(pins, (pin, index) => enter(pin, index + 1));
    expect(answers).toEqual(['pin-wrong', 'pin-wrong', 'pin-locked', 'pin-locked']);
    expect(codeOf(await towns.issue(session, 'resident-record'))).toBe('not-authenticated');
  });

  test('counts errors over sessions and kiosks until a right one', async () => {
    const towns = new Towns({ entries, municipality });
    const enter = async (pin: string, kiosk: string) =>
      codeOf(await towns.types(0, pin, { session: towns.open(kiosk) }));
    expect(await enter(wrong, 'in-001')).toBe('pin-wrong');
    expect(await enter(wrong, 'out-040')).toBe('pin-wrong');
    expect(await enter(right, 'in-001')).toBe('granted');
    const kiosks = ['in-001', 'in-002', 'in-003'];
    const answers = await inTurn(kiosks, (kiosk) => enter(wrong, kiosk));
    expect(answers).toEqual(['pin-wrong', 'pin-wrong', 'pin-locked']);
    expect(await enter(right, 'in-004')).toBe('pin-locked');
  });

  test('locks one citizen’s card and nobody else’s', async () => {
    const towns = new Towns({ entries, municipality });
    for (const _ of [1, 2, 3]) await towns.types(0, wrong);
    expect(codeOf(await towns.types(0, right))).toBe('pin-locked');
    expect(codeOf(await towns.types(1, pinsOf(1).right))).toBe('granted');
  });

  test('counts a request once that is made again because its answer was lost', async () => {
    const towns = new Towns({ entries, municipality });
    const session = towns.open();
    const asked = [1, 1, 1, 2, 2, 3];
    const answers = await inTurn(asked, async (attempt) =>
      codeOf(await towns.types(0, wrong, { session, attempt })),
    );
    expect(answers).toEqual([...Array(5).fill('pin-wrong'), 'pin-locked']);
  });

  test('is free again when the counter has reset it, and only then', async () => {
    const towns = new Towns({ entries, municipality, cards: ORIGIN });
    for (const _ of [1, 2, 3]) await towns.types(0, wrong);
    towns.nowMs += 365 * 86_400_000;
    expect(codeOf(await towns.types(0, right))).toBe('pin-locked');
    expect(await run(towns.cards.resetPin(TOWN, ID, '9753'))).toBe(true);
    expect(codeOf(await towns.types(0, right))).toBe('pin-wrong');
    expect(codeOf(await towns.types(0, '9753'))).toBe('granted');
  });
});
