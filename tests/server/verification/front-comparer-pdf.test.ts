import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { protect } from '../../../server/anti-forgery/anti-forgery-pdf-worker.ts';
import { pageMarks } from '../../../server/document/document-digest.ts';
import { draw } from '../../../server/document/document-pdf-worker.ts';
import { PooledFrontComparer } from '../../../server/verification/front-comparer-pdf.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { someRecord } from '../document/certificate-content.ts';

const KEY = new Uint8Array(32).fill(9);
const content = someRecord(5);
const runner = new RealTime();
const comparer = new PooledFrontComparer({ threads: 1 });
let bytes: Uint8Array;

beforeAll(async () => {
  const { documentNumber } = content;
  bytes = await protect({ documentNumber, key: KEY, bytes: await draw(content) });
});

afterAll(async () => {
  runner.stop();
  await comparer.close();
});

const compare = (sheet: number, change: { bytes?: Uint8Array; key?: Uint8Array } = {}) => {
  const mark = pageMarks(content)[sheet]!;
  return runner.run(comparer.compare({ bytes, sheet, mark, key: KEY, ...change }));
};

/** The sides of the document in another order, e.g. the backs of its two sheets swapped. */
async function inOrder(...sides: readonly number[]): Promise<Uint8Array> {
  const [from, to] = [await PDFDocument.load(bytes), await PDFDocument.create()];
  for (const page of await to.copyPages(from, [...sides])) to.addPage(page);
  return to.save();
}

test('every sheet as it is printed is equal', async () => {
  for (const sheet of [0, 1]) expect(await compare(sheet)).toMatchObject({ verdict: 'equal' });
});

test('a sheet with the back of another one is different', async () => {
  const swapped = await inOrder(0, 3, 2, 1);
  const found = await compare(0, { bytes: swapped });
  expect(found).toMatchObject({ verdict: 'different', differs: 'another-page' });
});

test('what cannot be restored is not called equal, nor different', async () => {
  const key = new Uint8Array(32).fill(1);
  expect(await compare(0, { key })).toMatchObject({ verdict: 'unreadable' });
  expect(await compare(1, { bytes: await inOrder(0, 1, 2) })).toMatchObject({
    verdict: 'unreadable',
    reason: 'the sheet has no back',
  });
  expect(await compare(0, { bytes: await inOrder(0, 2) })).toMatchObject({ verdict: 'unreadable' });
});
