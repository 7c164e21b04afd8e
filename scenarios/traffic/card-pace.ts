import { z } from 'zod';
import { CONTACTLESS_CARD } from '../../devices/card/card-timing.ts';
import type { CardPace } from '../../devices/card-reader/card-reader-model.ts';
import type { Streams } from '../../sim/rng.ts';
import type { Scenario } from '../scenario.ts';

/** How cards behave, whoever holds them. */
export const Cards = z
  .strictObject({
    timing: z
      .enum(['none', 'contactless'])
      .default('none')
      .describe(
        'How long a card takes to answer. none: no time at all; contactless: as a real card ' +
          'without contacts, 20 to 60 ms a command and 0.3 to 0.5 s a signature (nine in ten; ' +
          'common knowledge, not measured)',
      ),
  })
  .describe('The cards, apart from who holds which (`citizens.cards`)');

/** The pace of whatever lies on the reader of a kiosk; undefined if it takes no time. */
export function cardPaceOf(
  { cards }: Pick<Scenario, 'cards'>,
  streams: Streams,
  kiosk: string,
): CardPace | undefined {
  if (cards.timing === 'none') return undefined;
  return { timing: CONTACTLESS_CARD, rng: streams.stream('card', kiosk) };
}
