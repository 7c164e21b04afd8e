import { expect, test } from 'vitest';
import { doubled, KioskBooks, type LedgerRow, lost, type ServerBooks } from './books.ts';

const NUMBER = '27203-0000001';
const OF = { t: 1, journey: 1, kiosk: 'in-001', request: 'r1' } as const;

/** A kiosk that printed one document for 200 yen. */
function kiosk(): KioskBooks {
  const books = new KioskBooks();
  const page = { owner: '', page: 1, of: 1, sheet: 1, number: NUMBER };
  books.record({ kind: 'requested', ...OF });
  books.record({ kind: 'document', ...OF, number: NUMBER, pages: 1, feeYen: 200, repeated: false });
  books.record({ kind: 'paid', ...OF, yen: 200 });
  books.record({ kind: 'page', ...OF, ...page });
  return books;
}

const ROW: LedgerRow = {
  requestId: 'r1',
  kioskId: 'in-001',
  municipality: '27203',
  serial: 1,
  state: 'printed',
  paidYen: 200,
  feeYen: 200,
};

function server(row: Partial<LedgerRow> = {}, books: Partial<ServerBooks> = {}): ServerBooks {
  const counters = { '27203': 1 };
  return {
    rows: [{ ...ROW, ...row }],
    claimed: ['r1'],
    counters,
    keys: new Set([NUMBER]),
    ...books,
  };
}

test('books that agree have nothing lost and nothing doubled', () => {
  expect(lost(kiosk(), server())).toEqual([]);
  expect(doubled(kiosk(), server())).toEqual([]);
});

test.each<[string, ServerBooks]>([
  ['an entry', server({}, { rows: [] })],
  ['a key', server({}, { keys: new Set() })],
  ['a settlement', server({ state: 'claimed', paidYen: null })],
  ['money', server({ paidYen: 100 })],
  ['paper', server({ state: 'not-printed', paidYen: 0 })],
])('%s that is missing is lost', (_, books) => {
  expect(lost(kiosk(), books)).not.toEqual([]);
});

test.each<[string, ServerBooks]>([
  ['money', server({ paidYen: 400 })],
  ['a number', server({}, { rows: [ROW, { ...ROW, requestId: 'r2' }] })],
  ['a request', server({ serial: 2 })],
  ['a claim', server({}, { claimed: ['r1', 'r2'] })],
  ['a serial', server({}, { counters: { '27203': 2 } })],
  ['a kiosk', server({ kioskId: 'in-002' })],
])('%s that is there twice is doubled', (_, books) => {
  expect(doubled(kiosk(), books)).not.toEqual([]);
});

test('a kiosk that keeps money and prints nothing has lost paper', () => {
  const books = new KioskBooks();
  books.record({ kind: 'requested', ...OF });
  books.record({ kind: 'paid', ...OF, yen: 200 });
  expect(lost(books, server())).toEqual(['r1: 200 yen for 0 pages']);
});
