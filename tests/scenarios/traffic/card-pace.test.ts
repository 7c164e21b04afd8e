import { describe, expect, test } from 'vitest';
import { CONTACTLESS_CARD } from '../../../devices/card/card-timing.ts';
import { cardPaceOf } from '../../../scenarios/traffic/card-pace.ts';
import { streams } from '../../../sim/rng.ts';
import { executedVirtually } from '../executed.ts';
import { smallScenario } from '../small-scenario.ts';

describe('how long cards take', () => {
  const started = (timing?: 'none' | 'contactless') =>
    executedVirtually(smallScenario(timing && { cards: { timing } }));
  const cardMs = ({ events }: Awaited<ReturnType<typeof started>>) =>
    events.flatMap((event) =>
      event.kind === 'stage' && event.stage === 'card-set' ? [event.ms] : [],
    );

  test('is no time at all, if a scenario does not say so', async () => {
    const [unsaid, none, contactless] = await Promise.all([
      started(),
      started('none'),
      started('contactless'),
    ]);
    expect(none.events).toEqual(unsaid.events);
    const longer = cardMs(contactless).map((ms, nth) => ms - (cardMs(none)[nth] as number));
    expect(longer.length).toBeGreaterThan(10);
    // To connect, and two commands to open the application.
    for (const ms of longer) expect(ms).toSatisfy((by: number) => by > 30 && by < 400);
  });

  test('is the same for the same seed', async () => {
    expect((await started('contactless')).events).toEqual((await started('contactless')).events);
  });

  test('differs from kiosk to kiosk, and is drawn for each by itself', () => {
    const scenario = smallScenario({ cards: { timing: 'contactless' } });
    const drawn = (kiosk: string) => {
      const pace = cardPaceOf(scenario, streams(7), kiosk);
      return pace && CONTACTLESS_CARD.apduMs(pace.rng);
    };
    expect(drawn('in-001')).toBe(drawn('in-001'));
    expect(drawn('in-001')).not.toBe(drawn('in-002'));
    expect(cardPaceOf(smallScenario(), streams(7), 'in-001')).toBeUndefined();
  });
});
