import { describe, expect, test } from 'vitest';
import { NO_CARDS } from '../../../server/cards/card-registry.ts';
import { MemoryCardRegistry } from '../../../server/cards/card-registry-memory.ts';
import { cardId } from '../../../server/contract-card-id.ts';
import { cardPin } from '../../../server/contract-card-pin.ts';
import { SyntheticCards } from '../../../server/population/card-registry-synthetic.ts';
import { type Process, sleep } from '../../../sim/process.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';
import { answerOf } from '../../sim/virtual.ts';
import { cardRegistryContract, ORIGIN, wrongPin } from './card-registry.contract.ts';

// The same contract over PGlite and PostgreSQL: card-registry-sql.test.ts.
describe('MemoryCardRegistry', () => {
  const registry = new MemoryCardRegistry(ORIGIN);
  cardRegistryContract(() => registry);

  test('keeps nothing of cards that are as they were', () => {
    const fresh = new MemoryCardRegistry(ORIGIN);
    for (let residentNo = 0; residentNo < 300; residentNo += 3) {
      const id = cardId('basic-resident', '27203', residentNo, 1);
      const pin = cardPin('27203', residentNo);
      const entry = { municipality: '27203', cardId: id, pin, attempt: 's/1' };
      expect(answerOf(() => fresh.tryPin(entry))).toBe('right');
    }
    expect(fresh.size).toBe(0);
  });

  test('knows no card without an origin', () => {
    const empty = new MemoryCardRegistry(NO_CARDS);
    const id = cardId('basic-resident', '27203', 0, 1);
    expect(answerOf(() => empty.find('27203', id))).toBeUndefined();
  });

  test('counts every entry, however long its origin takes', () => {
    const slow = {
      *card(...of: Parameters<typeof ORIGIN.card>) {
        yield sleep(100);
        return yield* ORIGIN.card(...of);
      },
    };
    const late = new MemoryCardRegistry(slow);
    const id = cardId('basic-resident', '27203', 3, 1);
    const pin = wrongPin(cardPin('27203', 3));
    const answers: string[] = [];
    const enter = function* (attempt: string): Process {
      answers.push(yield* late.tryPin({ municipality: '27203', cardId: id, pin, attempt }));
    };
    const time = new VirtualTime();
    for (const attempt of ['a', 'b', 'c']) time.spawn(enter(attempt));
    time.advance(Number.POSITIVE_INFINITY);
    expect(answers).toEqual(['wrong', 'wrong', 'locked']);
  });
});

describe('SyntheticCards', () => {
  test('are those of the residents a municipality has, and of nobody else', () => {
    const cards = new SyntheticCards((_, no) => {
      return no === 7 ? { kind: 'citizen', generation: 2 } : undefined;
    }, Date.parse('2013-12-05T06:30:00+09:00'));
    const id = cardId('citizen', '27203', 7, 2);
    expect(answerOf(() => cards.card('27203', id))).toEqual({
      cardId: id,
      kind: 'citizen',
      residentNo: 7,
      generation: 2,
      usableFromMs: Date.parse('2013-12-04T06:30:00+09:00'),
      pin: cardPin('27203', 7),
    });
    expect(answerOf(() => cards.card('12203', id))).toBeUndefined();
    const others = [
      cardId('citizen', '27203', 7, 1),
      cardId('basic-resident', '27203', 7, 2),
      cardId('citizen', '27203', 8, 2),
      'anything',
    ];
    for (const other of others) {
      expect(answerOf(() => cards.card('27203', other))).toBeUndefined();
    }
  });
});
