import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Agenda, PRIORITY_LIMIT } from '../../sim/agenda.ts';

interface Entry {
  readonly atUs: number;
  readonly priority: number;
  readonly token: number;
}

/** What an agenda must be equal to: a list that is sorted anew each time, by a stable sort. */
class SortedList {
  readonly #entries: Entry[] = [];

  schedule(entry: Entry): void {
    this.#entries.push(entry);
    this.#entries.sort((a, b) => a.atUs - b.atUs || a.priority - b.priority);
  }

  get size(): number {
    return this.#entries.length;
  }

  get nextUs(): number {
    return this.#entries[0]?.atUs ?? Number.POSITIVE_INFINITY;
  }

  takeNext(): number | undefined {
    return this.#entries.shift()?.token;
  }
}

const instant = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 4 }) },
  { weight: 1, arbitrary: fc.double({ min: 0, max: 1e12, noNaN: true }) },
);
const priority = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: -PRIORITY_LIMIT, max: PRIORITY_LIMIT }) },
);
const operation = fc.oneof(
  { weight: 3, arbitrary: fc.record({ atUs: instant, priority }) },
  { weight: 2, arbitrary: fc.constant('next' as const) },
);

test('an agenda is a list sorted by time, priority and order of scheduling', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 300, size: 'max' }), (operations) => {
      const agenda = new Agenda();
      const list = new SortedList();
      const occurred: number[] = [];
      const happening = { occur: (token: number) => occurred.push(token) };
      operations.forEach((step, token) => {
        if (step !== 'next') {
          agenda.schedule(step.atUs, happening, token, step.priority);
          list.schedule({ ...step, token });
        } else if (list.size > 0) {
          agenda.occurNext();
          expect(occurred.at(-1)).toBe(list.takeNext());
        }
        expect(agenda.size).toBe(list.size);
        expect(agenda.nextUs).toBe(list.nextUs);
      });
      while (list.size > 0) {
        agenda.occurNext();
        expect(occurred.at(-1)).toBe(list.takeNext());
      }
      expect(agenda.nextUs).toBe(Number.POSITIVE_INFINITY);
    }),
    { numRuns: 150 },
  );
});

test('ties stay exact while the agenda grows past its first places, again and again', () => {
  const agenda = new Agenda();
  const occurred: number[] = [];
  const happening = { occur: (token: number) => occurred.push(token) };
  const entries = Array.from({ length: 5000 }, (_, token): Entry => {
    return { atUs: (token * 7919) % 5, priority: (token % 3) - 1, token };
  });
  for (const { atUs, priority, token } of entries) {
    agenda.schedule(atUs, happening, token, priority);
  }
  while (agenda.size > 0) agenda.occurNext();
  const sorted = entries.toSorted((a, b) => a.atUs - b.atUs || a.priority - b.priority);
  expect(occurred).toEqual(sorted.map(({ token }) => token));
});

test('each occurrence gets its own token, whatever moved through the heap', () => {
  const agenda = new Agenda();
  const seen = new Map<string, number>();
  for (let index = 0; index < 3000; index++) {
    const name = `occurrence ${index}`;
    agenda.schedule((index * 31) % 97, { occur: (token) => seen.set(name, token) }, index);
  }
  while (agenda.size > 0) agenda.occurNext();
  expect(seen.size).toBe(3000);
  for (const [name, token] of seen) expect(name).toBe(`occurrence ${token}`);
});

test('what is scheduled for this instant while it happens comes after what was there', () => {
  const agenda = new Agenda();
  const order: string[] = [];
  const named = (name: string) => ({ occur: () => order.push(name) });
  const first = {
    occur: () => {
      order.push('first');
      agenda.schedule(10, named('late'), 0);
      agenda.schedule(10, named('urgent'), 0, -1);
    },
  };
  agenda.schedule(10, first, 0);
  agenda.schedule(10, named('second'), 0);
  while (agenda.size > 0) agenda.occurNext();
  expect(order).toEqual(['first', 'urgent', 'second', 'late']);
});
