import { expect, test } from 'vitest';
import { readerNamed } from '../../../devices/card-reader/reader-name.ts';

const names = ['kofu-2 00 00', 'kofu-1 00 01', 'kofu-1 00 00', 'kofu-1'];

test('a reader is found by its name, or by a beginning that no other has', () => {
  expect(readerNamed('kofu-1 00 00', names)).toEqual({ kind: 'found', name: 'kofu-1 00 00' });
  expect(readerNamed('kofu-2', names)).toEqual({ kind: 'found', name: 'kofu-2 00 00' });
});

test('a whole name counts for more than a beginning', () => {
  expect(readerNamed('kofu-1', names)).toEqual({ kind: 'found', name: 'kofu-1' });
});

test('a beginning of several names is told with them, and an unknown one as such', () => {
  const alike = ['kofu-1 00 01', 'kofu-1 00 00'];
  expect(readerNamed('kofu-1 ', names)).toEqual({ kind: 'ambiguous', names: alike });
  expect(readerNamed('ACS', names)).toEqual({ kind: 'absent' });
  expect(readerNamed('ACS', [])).toEqual({ kind: 'absent' });
});
