import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PinAnswer } from '../../../server/cards/card-registry.ts';
import { MemoryCardRegistry } from '../../../server/cards/card-registry-memory.ts';
import { SqlCardRegistry } from '../../../server/cards/card-registry-sql.ts';
import { hmacPinDigest } from '../../../server/cards/pin-digest-system.ts';
import { cardId } from '../../../server/contract-card-id.ts';
import { openPglite } from '../../../server/database/database-pglite.ts';
import { migrate } from '../../../server/database/schema.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { ORIGIN } from '../cards/card-registry.contract.ts';
import { someResident } from '../register/small-register.ts';
import { codeOf, pinsOf, run, TOWN, Towns } from './towns.ts';

// Number 0 holds a 住基カード by the origin of the contract.
const entries = { [TOWN]: { residents: [someResident(0), someResident(1)] } };
const municipality = { methods: ['card-ap'] } as const;
const { right, wrong } = pinsOf(0);
const ID = cardId('basic-resident', TOWN, 0, 1);

describe('the PIN of a card whose PIN the municipality keeps', () => {
  test('may be typed again in the same session, and at the third error locks the card', () => {
    const towns = new Towns({ entries, municipality });
    const session = towns.open();
    const enter = (pin: string, attempt: number) =>
      codeOf(towns.types(0, pin, { session, attempt }));
    const answers = [wrong, wrong, wrong, right].map((pin, index) => enter(pin, index + 1));
    expect(answers).toEqual(['pin-wrong', 'pin-wrong', 'pin-locked', 'pin-locked']);
    expect(codeOf(towns.issue(session, 'resident-record'))).toBe('not-authenticated');
  });

  test('counts errors over sessions and kiosks until a right one', () => {
    const towns = new Towns({ entries, municipality });
    const enter = (pin: string, kiosk: string) =>
      codeOf(towns.types(0, pin, { session: towns.open(kiosk) }));
    expect(enter(wrong, 'in-001')).toBe('pin-wrong');
    expect(enter(wrong, 'out-040')).toBe('pin-wrong');
    expect(enter(right, 'in-001')).toBe('granted');
    const answers = ['in-001', 'in-002', 'in-003'].map((kiosk) => enter(wrong, kiosk));
    expect(answers).toEqual(['pin-wrong', 'pin-wrong', 'pin-locked']);
    expect(enter(right, 'in-004')).toBe('pin-locked');
  });

  test('locks one citizen’s card and nobody else’s', () => {
    const towns = new Towns({ entries, municipality });
    for (const _ of [1, 2, 3]) towns.types(0, wrong);
    expect(codeOf(towns.types(0, right))).toBe('pin-locked');
    expect(codeOf(towns.types(1, pinsOf(1).right))).toBe('granted');
  });

  test('counts a request once that is made again because its answer was lost', () => {
    const towns = new Towns({ entries, municipality });
    const session = towns.open();
    const asked = [1, 1, 1, 2, 2, 3];
    const answers = asked.map((attempt) => codeOf(towns.types(0, wrong, { session, attempt })));
    expect(answers).toEqual([...Array(5).fill('pin-wrong'), 'pin-locked']);
  });

  test('is free again when the counter has reset it, and only then', () => {
    const cards = new MemoryCardRegistry(ORIGIN);
    const towns = new Towns({ entries, municipality, cards });
    for (const _ of [1, 2, 3]) towns.types(0, wrong);
    towns.nowMs += 365 * 86_400_000;
    expect(codeOf(towns.types(0, right))).toBe('pin-locked');
    expect(run(cards.resetPin(TOWN, ID, '9753'))).toBe(true);
    expect(codeOf(towns.types(0, right))).toBe('pin-wrong');
    expect(codeOf(towns.types(0, '9753'))).toBe('granted');
  });
});

test('a lock outlives the server, and so does every error', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'kofu-pins-'));
  const time = new RealTime();
  /** PINs typed at a server that is started for them and stopped; the answer to the last one. */
  const enter = async (session: string, ...pins: readonly string[]) => {
    const database = await openPglite({ directory: join(directory, 'data') });
    await migrate(database);
    const cards = new SqlCardRegistry(database, ORIGIN, hmacPinDigest(new Uint8Array(32)));
    let answer: PinAnswer = 'unknown-card';
    for (const [index, pin] of pins.entries()) {
      const attempt = `${session}/${index + 1}`;
      answer = await time.run(cards.tryPin({ municipality: TOWN, cardId: ID, pin, attempt }));
    }
    await database.close();
    return answer;
  };
  try {
    expect(await enter('a', wrong)).toBe('wrong');
    expect(await enter('b', wrong, wrong)).toBe('locked');
    expect(await enter('c', right)).toBe('locked');
  } finally {
    await rm(directory, { recursive: true });
  }
});
