import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { municipalCard } from '../../../devices/card/card-municipal.ts';
import { DigestCardOffice } from '../../../devices/card/card-office-digest.ts';
import { cardCommand, cardConversation } from './card-commands-arbitrary.ts';
import { answerOf } from './card-conversation.ts';
import { CardWatcher } from './card-watcher.ts';

const stretch = fc.oneof(
  { weight: 40, arbitrary: cardCommand.map((command) => [command]) },
  { weight: 2, arbitrary: cardConversation },
  { weight: 1, arbitrary: fc.constantFrom(['reset' as const], ['powerOff' as const]) },
);

describe('whatever a card is sent', () => {
  test('100,000 commands: a status each, and counters, PINs and keys move only as they may', () => {
    const seen = { commands: 0, signed: 0, wrong: 0, blocked: 0, changed: 0, secretRead: 0 };
    const stretches = fc.array(stretch, { minLength: 100, maxLength: 100, size: 'max' });
    fc.assert(
      fc.property(stretches, (steps) => {
        const watcher = new CardWatcher(seen);
        for (const one of steps.flat()) {
          if (typeof one === 'string') watcher[one]();
          else watcher.send(one);
        }
      }),
      { seed: 1, numRuns: 1000 },
    );
    expect(seen.commands).toBeGreaterThan(100_000);
    // It was no dead card: all that must be guarded has been reached.
    for (const times of Object.values(seen)) expect(times).toBeGreaterThan(20);
  }, 60_000);

  test.each(['basic-resident', 'citizen', 'other'] as const)('%s: a status, always', (kind) => {
    const { card } = municipalCard(kind, '27203', 40, 1);
    fc.assert(
      fc.property(cardCommand, (command) => {
        const { status, data } = card.transmit(command);
        expect(status >= 0x6300 && status <= 0x9000).toBe(true);
        expect(status === 0x9000 || data.length === 0).toBe(true);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  test('its memory stays flat', () => {
    const commands = fc.sample(cardCommand, { numRuns: 2000, seed: 1 });
    const office = new DigestCardOffice({ validFromMs: Date.UTC(2025, 3, 1) });
    const { card } = answerOf(office.card('27203', 1));
    const heldAfter = (rounds: number) => {
      for (let round = 0; round < rounds; round++) {
        for (const command of commands) card.transmit(command);
        card.powerOff();
      }
      return heapBytes();
    };
    const before = heldAfter(5);
    const after = heldAfter(50);
    expect(after - before).toBeLessThan(256 * 1024);
  });
});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes on the heap that somebody still holds. */
function heapBytes(): number {
  collect();
  return process.memoryUsage().heapUsed;
}
