import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldsOf } from '../../../scenarios/fit/log-fields.ts';
import { LONGEST_RECORD, RecordSplitter } from '../../../scenarios/fit/record-splitter.ts';

interface Told {
  readonly records: (readonly [line: number, fields: readonly string[]])[];
  readonly broken: (readonly [fault: string, line: number, length: number])[];
}

/** What is told of a text that comes in pieces. */
function split(pieces: Iterable<string>): Told {
  const told: Told = { records: [], broken: [] };
  let length = 0;
  const splitter = new RecordSplitter(',', {
    record: (text, line, hasQuote) => told.records.push([line, fieldsOf(text, ',', hasQuote)]),
    broken: (fault, piece, line, isLast) => {
      length += piece.length;
      if (isLast) {
        told.broken.push([fault, line, length]);
        length = 0;
      }
    },
  });
  for (const piece of pieces) splitter.push(piece);
  splitter.finish();
  return told;
}

/** A text cut at some places. */
function cut(text: string, places: readonly number[]): readonly string[] {
  const ends = [...places.map((place) => place % (text.length + 1)), text.length];
  return ends.sort((a, b) => a - b).map((end, at, all) => text.slice(all[at - 1] ?? 0, end));
}

const field = fc.string({ unit: fc.constantFrom('a', 'b', ',', '"', '\n', ' '), maxLength: 6 });
const table = fc.array(fc.tuple(fc.constant('x'), field, field), { minLength: 1, maxLength: 8 });

function written(rows: readonly (readonly string[])[], end: string): string {
  return rows
    .map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(',') + end)
    .join('');
}

describe('records', () => {
  test('are what was written, wherever the text is cut, with the line of each', () => {
    fc.assert(
      fc.property(
        table,
        fc.array(fc.nat(), { maxLength: 6 }),
        fc.constantFrom('\n', '\r\n'),
        (rows, places, end) => {
          const { records, broken } = split(cut(written(rows, end), places));
          expect(broken).toEqual([]);
          expect(records.map(([, fields]) => fields)).toEqual(rows);
          let line = 1;
          records.forEach(([at, fields]) => {
            expect(at).toBe(line);
            line += fields.join('').split('\n').length;
          });
        },
      ),
      { numRuns: 400 },
    );
  });

  test('of anything at all are the same however it is cut, and no character is lost', () => {
    const anything = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '1'), maxLength: 60 });
    fc.assert(
      fc.property(anything, fc.array(fc.nat(), { maxLength: 5 }), (text, places) => {
        const whole = split([text]);
        expect(split(cut(text, places))).toEqual(whole);
        const lines = text === '' ? 0 : text.replace(/\n$/, '').split('\n').length;
        const spread = whole.records.reduce(
          (sum, [, fields]) => sum + fields.join('').split('\n').length,
          0,
        );
        expect(spread + whole.broken.length).toBe(lines);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a quote that does not close', () => {
  const rows = Array.from({ length: 3000 }, (_, at) => `${at},some text of a row,third\n`);

  test.each([
    ['to the end', (at: number) => (at === 7 ? '7,"some text,third\n' : rows[at])],
    [
      'until another one far behind',
      (at: number) => {
        if (at === 7) return '7,"some text,third\n';
        return at === 900 ? '900,"quoted",third\n' : rows[at];
      },
    ],
  ])('%s costs its own line and no other', (_, rowAt) => {
    const text = rows.map((_, at) => rowAt(at)).join('');
    const { records, broken } = split(cut(text, [5000, 40_000, 70_000]));
    expect(broken.map(([fault, line]) => [fault, line])).toEqual([['open-quote', 8]]);
    expect(records).toHaveLength(rows.length - 1);
    expect(records.at(-1)?.[0]).toBe(rows.length);
  });
});

describe('a line that is too long', () => {
  test('is one fault, told piece by piece, and the next line is read', () => {
    const long = 'y'.repeat(LONGEST_RECORD + 1);
    const { records, broken } = split(cut(`a,b\n${long}\nc,d\n`, [10, 50_000, 60_000]));
    expect(records).toEqual([
      [1, ['a', 'b']],
      [3, ['c', 'd']],
    ]);
    expect(broken).toEqual([['long-line', 2, long.length]]);
    const fits = 'y'.repeat(LONGEST_RECORD);
    expect(split([`a,b\n${fits}\n`]).broken).toEqual([]);
  });

  test('of a gigabyte takes no more memory than a short one', () => {
    const piece = 'z'.repeat(256 * 1024);
    let bytes = 0;
    let most = 0;
    const splitter = new RecordSplitter(',', {
      record: () => {},
      broken: (_, part) => {
        bytes += part.length;
      },
    });
    splitter.push('a,b\nfirst,"');
    const before = process.memoryUsage();
    for (let at = 0; at < 4096; at++) {
      splitter.push(piece);
      if (at % 256 !== 0) continue;
      const now = process.memoryUsage();
      most = Math.max(most, now.heapUsed - before.heapUsed, now.external - before.external);
    }
    splitter.push('\nc,d\n');
    splitter.finish();
    expect(bytes).toBe(4096 * piece.length + 'first,"'.length);
    expect(most).toBeLessThan(64 * 1024 * 1024);
  });
});
