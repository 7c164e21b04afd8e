import { describe, expect, test } from 'vitest';
import { eventsOf } from '../../scenarios/small-scenario.ts';
import { empty, JOURNEY_MS, SmallShop } from '../small-shop.ts';

const patience = (ms: number) => ({ patience: { medianMs: ms, p95Ms: ms } });

describe('a kiosk', () => {
  test('serves one citizen at a time, first come, first served', () => {
    const shop = new SmallShop();
    shop.serve({ resident: 40 }, { resident: 41, atMs: 1 }, { resident: 42, atMs: 2 });
    expect(shop.ends.map(({ outcome }) => outcome)).toEqual([
      'completed',
      'completed',
      'completed',
    ]);
    const ended = eventsOf('ended', shop.events);
    expect(ended.map(({ journey, t }) => [journey, t])).toEqual([
      [0, JOURNEY_MS],
      [1, 2 * JOURNEY_MS],
      [2, 3 * JOURNEY_MS],
    ]);
  });

  test('counts the waiting in front of it into the journey, and says how long it was', () => {
    const shop = new SmallShop();
    shop.serve({ resident: 40 }, { resident: 41, atMs: 1_000 });
    expect(eventsOf('queued', shop.events)).toMatchObject([
      { journey: 1, kiosk: 'in-001', t: JOURNEY_MS, ms: JOURNEY_MS - 1_000 },
    ]);
    expect(eventsOf('ended', shop.events)[1]?.ms).toBe(2 * JOURNEY_MS - 1_000);
  });

  test('is left by who has waited long enough, and the next one moves up', () => {
    const shop = new SmallShop({ behaviour: patience(JOURNEY_MS / 2) });
    shop.serve(
      { resident: 40 },
      { resident: 41, atMs: 1_000 },
      { resident: 42, atMs: JOURNEY_MS - 5_000 },
    );
    const ended = eventsOf('ended', shop.events);
    expect(
      ended.map(({ journey, outcome, stage, reason }) => [journey, outcome, stage, reason]),
    ).toEqual([
      [1, 'abandoned', 'queue', 'queue'],
      [0, 'completed', 'take', ''],
      [2, 'completed', 'take', ''],
    ]);
    expect(ended[0]?.ms).toBe(JOURNEY_MS / 2);
    expect(ended[2]?.ms).toBe(JOURNEY_MS + 5_000);
    const left = shop.events.filter((event) => 'journey' in event && event.journey === 1);
    expect(left.map(({ kind }) => kind)).toEqual(['ended']);
  });

  test('is not left by who finds it free, however impatient', () => {
    const shop = new SmallShop({ behaviour: patience(1) });
    expect(shop.serve({})[0]?.outcome).toBe('completed');
  });

  test('knows how many stand in front of it', () => {
    const shop = new SmallShop();
    expect(shop.kiosk.occupancy).toBe(0);
    const seen: number[] = [];
    const look = function* () {
      yield 5_000;
      seen.push(shop.kiosk.occupancy);
    };
    shop.runner.spawn(look());
    shop.serve({}, { atMs: 1 }, { atMs: 2 });
    expect(seen).toEqual([3]);
    expect(shop.kiosk.occupancy).toBe(0);
  });

  test('is free for the next one however a journey has ended', () => {
    const shop = new SmallShop({ printer: empty });
    shop.serve({}, { atMs: 1 }, { atMs: 2 });
    expect(shop.ends).toHaveLength(3);
    expect(shop.kiosk.occupancy).toBe(0);
  });
});
