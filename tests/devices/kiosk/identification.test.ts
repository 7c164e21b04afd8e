import { describe, expect, test } from 'vitest';
import type { Centre, Credentials } from '../../../devices/bus/centre.ts';
import { ready } from '../../../sim/process.ts';
import { eventsOf, type ScenarioData, scenarioData } from '../../scenarios/small-scenario.ts';
import {
  AUTHENTICATE_MS,
  centreWith,
  JOURNEY_MS,
  type Shopping,
  SmallShop,
  THINK_MS,
} from '../small-shop.ts';

type Cards = NonNullable<ScenarioData['citizens']['cards']>;

/** A shop in a town that accepts these methods and whose citizens carry this card. */
function shopWhere(
  methods: ('jpki' | 'card-ap')[],
  card: keyof Cards,
  shopping: Shopping = {},
): SmallShop {
  const { municipality, citizens } = scenarioData();
  const scenario = {
    municipality: { ...municipality, methods },
    citizens: { ...citizens, cards: { [card]: 1 } },
  };
  return new SmallShop({ ...shopping, scenario });
}

const of2013 = (shopping?: Shopping) => shopWhere(['card-ap'], 'basic-resident', shopping);

/** Stages in their order with how long they took, from the PIN to the authentication. */
function pinStages({ events }: SmallShop): readonly (readonly [string, number])[] {
  return eventsOf('stage', events)
    .filter(({ stage }) => stage === 'pin' || stage === 'authenticate')
    .map(({ stage, ms }) => [stage, ms] as const);
}

const ENTRY = [
  ['pin', THINK_MS],
  ['authenticate', AUTHENTICATE_MS],
] as const;

/** A centre that is asked with other credentials than the kiosk's. */
function asking(change: (credentials: Credentials) => Credentials) {
  return (sound: Centre): Centre =>
    centreWith(sound, {
      authenticate: (kioskId, sessionId, credentials) =>
        sound.authenticate(kioskId, sessionId, change(credentials)),
    });
}

describe('a 住基カード', () => {
  test('is accepted where its method is, and the journey is like any other', () => {
    const shop = of2013();
    expect(shop.serve({})).toEqual([{ outcome: 'completed', stage: 'take', reason: '' }]);
    expect(pinStages(shop)).toEqual(ENTRY);
    expect(eventsOf('ended', shop.events)[0]?.ms).toBe(JOURNEY_MS);
  });

  test('is refused where it is not, once the centre has been asked', () => {
    const shop = shopWhere(['jpki'], 'basic-resident');
    const reason = 'method-not-accepted';
    expect(shop.serve({})).toEqual([{ outcome: 'refused', stage: 'authenticate', reason }]);
  });

  test('has its PIN typed again after an error, in the same session', () => {
    const sessions = new Set<string>();
    const attempts: number[] = [];
    const shop = of2013({
      centre: (sound) =>
        centreWith(sound, {
          authenticate: (kioskId, sessionId, credentials) => {
            if (credentials.method !== 'card-ap') throw new Error('not asked by card id');
            sessions.add(sessionId);
            attempts.push(credentials.attempt);
            const pin = credentials.attempt < 3 ? wrong(credentials.pin) : credentials.pin;
            return sound.authenticate(kioskId, sessionId, { ...credentials, pin });
          },
        }),
    });
    expect(shop.serve({})[0]?.outcome).toBe('completed');
    expect(pinStages(shop)).toEqual([...ENTRY, ...ENTRY, ...ENTRY]);
    expect([sessions.size, attempts]).toEqual([1, [1, 2, 3]]);
  });

  test('is locked by the third error, for the next visit too', () => {
    const shop = of2013({ behaviour: { pinErrorShare: 1 } });
    const locked = { outcome: 'refused', stage: 'authenticate', reason: 'pin-locked' };
    expect(shop.serve({})).toEqual([locked]);
    expect(pinStages(shop)).toEqual([...ENTRY, ...ENTRY, ...ENTRY]);
    expect(shop.serve({})).toEqual([locked, locked]);
    expect(pinStages(shop)).toHaveLength(8);
    shop.serve({ resident: 41 });
    expect(pinStages(shop)).toHaveLength(14);
  });

  test('loses no try to an answer that is lost', () => {
    const asked = new Map<number, number>();
    const shop = of2013({
      behaviour: { pinErrorShare: 1 },
      centre: (sound) =>
        centreWith(sound, {
          *authenticate(kioskId, sessionId, credentials) {
            const reply = yield* sound.authenticate(kioskId, sessionId, credentials);
            const attempt = credentials.method === 'card-ap' ? credentials.attempt : 0;
            asked.set(attempt, (asked.get(attempt) ?? 0) + 1);
            return asked.get(attempt) === 1 ? { kind: 'failed', reason: 'broken off' } : reply;
          },
        }),
    });
    expect(shop.serve({})[0]?.reason).toBe('pin-locked');
    expect([...asked]).toEqual([
      [1, 2],
      [2, 2],
      [3, 2],
    ]);
  });

  test('is given back after three entries even if nobody counts them', () => {
    const deaf = (sound: Centre) =>
      centreWith(sound, { authenticate: () => ready({ kind: 'refused', code: 'pin-wrong' }) });
    const shop = of2013({ centre: deaf });
    const reason = 'pin-wrong';
    expect(shop.serve({})).toEqual([{ outcome: 'refused', stage: 'authenticate', reason }]);
    expect(pinStages(shop).filter(([stage]) => stage === 'pin')).toHaveLength(3);
  });

  test('of somebody else’s town is not registered here', () => {
    const shop = of2013({
      centre: asking((credentials) =>
        credentials.method === 'card-ap'
          ? { ...credentials, cardId: 'J1122030000004001' }
          : credentials,
      ),
    });
    expect(shop.serve({})[0]?.reason).toBe('card-not-registered');
  });
});

test('a 個人番号カード is of no use in 2013', () => {
  const shop = shopWhere(['card-ap'], 'my-number');
  expect(shop.serve({})[0]?.reason).toBe('method-not-accepted');
});

test('a 市民カード is refused even where 住基カード are accepted', () => {
  const shop = shopWhere(['card-ap'], 'citizen');
  const reason = 'method-not-accepted';
  expect(shop.serve({})).toEqual([{ outcome: 'refused', stage: 'authenticate', reason }]);
});

test('any other card is refused when it is put on the reader, and nobody is asked', () => {
  let asked = 0;
  const shop = shopWhere(['jpki', 'card-ap'], 'other', {
    centre: (sound) =>
      centreWith(sound, {
        openSession: (...of) => {
          asked += 1;
          return sound.openSession(...of);
        },
      }),
  });
  const reason = 'method-not-accepted';
  expect(shop.serve({})).toEqual([{ outcome: 'refused', stage: 'card-set', reason }]);
  expect(asked).toBe(0);
});

test.each([
  ['my-number-expired', 'certificate-invalid'],
  ['my-number-revoked', 'certificate-revoked'],
] as const)('a card that is %s is refused as %s', (card, reason) => {
  const shop = shopWhere(['jpki'], card);
  expect(shop.serve({})).toEqual([{ outcome: 'refused', stage: 'authenticate', reason }]);
});

test('every session is ended, whatever came of it', () => {
  for (const card of ['my-number', 'basic-resident', 'citizen', 'my-number-expired'] as const) {
    let open = 0;
    const shop = shopWhere(['jpki'], card, {
      centre: (sound) =>
        centreWith(sound, {
          *openSession(...of) {
            open += 1;
            return yield* sound.openSession(...of);
          },
          *endSession(...of) {
            open -= 1;
            return yield* sound.endSession(...of);
          },
          *reportPrint(kioskId, result) {
            if (result.sessionId !== undefined) open -= 1;
            return yield* sound.reportPrint(kioskId, result);
          },
        }),
    });
    shop.serve({});
    expect(open).toBe(0);
  }
});

function wrong(pin: string): string {
  return pin === '0000' ? '0001' : '0000';
}
