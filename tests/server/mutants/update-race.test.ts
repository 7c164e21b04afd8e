import { describe, expect, test } from 'vitest';
import { eventsOf } from '../../scenarios/small-scenario.ts';
import { CONDITIONS } from './conditions.ts';
import { ran } from './planted-run.ts';

describe('the race of Adachi', () => {
  test('gives the first another’s document, tells the second of an error, whose retry is right', async () => {
    const { events } = await ran(CONDITIONS.M2, 'M2');
    const owners = new Map(
      eventsOf('arrived', events).map(({ journey, owner }) => [journey, owner]),
    );
    const partnerOf = (journey: number) => owners.get(journey ^ 1);
    const again = new Set(
      eventsOf('asked-again', events).map(({ journey, stage, reason }) => {
        expect([stage, reason]).toEqual(['issue', expect.stringContaining('503')]);
        return journey;
      }),
    );
    const wrong = new Set<number>();
    for (const { journey, owner } of eventsOf('page', events)) {
      if (owner === owners.get(journey)) continue;
      expect(owner).toBe(partnerOf(journey));
      wrong.add(journey);
    }
    expect(wrong.size).toBe(20);
    expect(again.size).toBe(20);
    // Of each pair one was told of an error and has the right document, the other the wrong one.
    expect([...wrong].filter((journey) => again.has(journey))).toEqual([]);
    const refused = eventsOf('server-refused', events).map(({ code }) => code);
    expect(refused).toEqual(Array(20).fill('issuer-unavailable'));
  });
});
