import { describe, expect, test } from 'vitest';
import type { Card } from '../../../devices/card/card.ts';
import type { CardOffice } from '../../../devices/card/card-office.ts';
import { eventsOf } from '../../scenarios/small-scenario.ts';
import { centreWith, SmallShop, THINK_MS } from '../small-shop.ts';

describe('a PIN', () => {
  test('that is wrong three times locks the card, also for the next visit', () => {
    const shop = new SmallShop({ behaviour: { pinErrorShare: 1 } });
    expect(shop.serve({ resident: 40 })).toEqual([
      { outcome: 'refused', stage: 'pin', reason: 'pin-locked' },
    ]);
    const [, , , first] = eventsOf('stage', shop.events);
    expect(first).toMatchObject({ stage: 'pin', ms: 3 * THINK_MS });
    shop.serve({ resident: 40 });
    expect(shop.ends[1]).toEqual(shop.ends[0]);
    const pins = eventsOf('stage', shop.events).filter(({ stage }) => stage === 'pin');
    expect(pins[1]?.ms).toBe(THINK_MS);
  });

  test('that is locked locks one card and no other', () => {
    const cards = new SmallShop({ behaviour: { pinErrorShare: 1 } });
    cards.serve({ resident: 40 });
    const again = cards.serve({ resident: 41 });
    const pins = eventsOf('stage', cards.events).filter(({ stage }) => stage === 'pin');
    expect(again[1]?.reason).toBe('pin-locked');
    expect(pins[1]?.ms).toBe(3 * THINK_MS);
  });

  test('that is wrong in one visit is counted in the next one', () => {
    // Taken out of the reader after each wrong PIN: the third visit locks the card.
    let verifies = 0;
    const shop = new SmallShop({
      behaviour: { pinErrorShare: 1 },
      cards: (sound) => ({
        authority: sound.authority,
        *card(...of) {
          const held = yield* sound.card(...of);
          return { ...held, card: mutedAfter(held.card, () => ++verifies < 3) };
        },
      }),
    });
    shop.serve({}, {}, {});
    expect(shop.ends.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['failed', 'card: card-error'],
      ['failed', 'card: card-error'],
      ['refused', 'pin-locked'],
    ]);
  });
});

describe('a card', () => {
  test('lies in the reader from its stage until the citizen is known, and no longer', () => {
    const shop = new SmallShop();
    const seen: string[] = [];
    const look = function* () {
      // In the middle of menu, card-set, municipality, pin, authenticate, select and options.
      for (const ms of [5_000, 10_000, 10_000, 10_000, 6_000, 6_000, 10_000]) {
        yield ms;
        seen.push((yield* shop.reader.connect()).kind);
      }
    };
    shop.runner.spawn(look());
    shop.serve({});
    const [out, lies] = ['no-card', 'connected'];
    expect(seen).toEqual([out, out, lies, lies, lies, out, out]);
  });

  test('that does not answer ends the journey where it is put', () => {
    const mute = { atr: new Uint8Array(0) };
    const shop = new SmallShop({ cards: withCard((card) => ({ ...bound(card), ...mute })) });
    expect(shop.serve({})).toEqual([
      { outcome: 'failed', stage: 'card-set', reason: 'card: unreadable' },
    ]);
  });

  test('that breaks down ends it there, too', () => {
    // A breakdown tells nothing about what is on a card, whatever it says afterwards.
    let status = 0x6581;
    const broken = {
      transmit: () => {
        const answer = { data: new Uint8Array(0), status };
        status = 0x6a82;
        return answer;
      },
    };
    const shop = new SmallShop({ cards: withCard((card) => ({ ...bound(card), ...broken })) });
    expect(shop.serve({})).toEqual([
      { outcome: 'failed', stage: 'card-set', reason: 'card: card-error' },
    ]);
  });

  test('that cannot sign ends it in the authentication, and its session with it', () => {
    let ended = 0;
    const shop = new SmallShop({
      cards: withCard((card) => ({
        ...bound(card),
        transmit: (command) =>
          command[1] === 0x2a
            ? { data: new Uint8Array(0), status: 0x6f00 }
            : card.transmit(command),
      })),
      centre: (sound) =>
        centreWith(sound, {
          endSession: (...of) => {
            ended += 1;
            return sound.endSession(...of);
          },
        }),
    });
    expect(shop.serve({})).toEqual([
      { outcome: 'failed', stage: 'authenticate', reason: 'card: card-error' },
    ]);
    expect(ended).toBe(1);
  });
});

function withCard(change: (card: Card) => Card) {
  return (sound: CardOffice): CardOffice => ({
    authority: sound.authority,
    *card(...of) {
      const held = yield* sound.card(...of);
      return { ...held, card: change(held.card) };
    },
  });
}

/** A card's functions, for a card that is the same but for some of them. */
function bound(card: Card): Card {
  return {
    atr: card.atr,
    transmit: (command) => card.transmit(command),
    reset: () => card.reset(),
    powerOff: () => card.powerOff(),
  };
}

/** A card that answers each wrong PIN with a breakdown, as long as it is told to. */
function mutedAfter(card: Card, breaks: () => boolean): Card {
  return {
    ...bound(card),
    transmit: (command) => {
      const answer = card.transmit(command);
      const verified = command[1] === 0x20;
      return verified && breaks() ? { data: new Uint8Array(0), status: 0x6f00 } : answer;
    },
  };
}
