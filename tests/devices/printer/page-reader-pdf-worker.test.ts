import { PDFDocument } from '@cantoo/pdf-lib';
import fc from 'fast-check';
import jsqr from 'jsqr';
import { expect, it, vi } from 'vitest';
import { readPages } from '../../../devices/printer/page-reader-pdf-worker.ts';
import { pageMarks } from '../../../server/document/document-digest.ts';
import { draw } from '../../../server/document/document-pdf-worker.ts';
import { someRecord, someSealRegistration } from '../../server/document/certificate-content.ts';

it('never throws, whatever becomes of the bytes, and never reads another mark', async () => {
  const content = someSealRegistration();
  const whole = await draw(content);
  const [mark] = pageMarks(content);
  const damage = fc.record({
    at: fc.nat(whole.length - 1),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 2000 }),
  });
  await fc.assert(
    fc.asyncProperty(damage, async ({ at, bytes }) => {
      const damaged = Uint8Array.from(whole);
      damaged.set(bytes.subarray(0, whole.length - at), at);
      for (const { reading } of await readPages({
        bytes: damaged,
        duplex: false,
        keepPng: false,
      })) {
        if (reading.kind === 'read') expect(reading.mark).toEqual(mark);
        else expect(reading.reason).not.toBe('');
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);

it('reads the marks of many documents, whatever their ids', async () => {
  const id = fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/);
  const nonce = fc.stringMatching(/^[0-9a-f]{16}$/);
  await fc.assert(
    fc.asyncProperty(id, nonce, async (requestId, ownerNonce) => {
      const content = { ...someRecord(1), requestId, ownerNonce };
      const pages = await readPages({ bytes: await draw(content), duplex: false, keepPng: false });
      expect(pages.map(({ reading }) => reading)).toEqual(
        pageMarks(content).map((mark) => ({ kind: 'read', mark })),
      );
    }),
    { numRuns: 30 },
  );
}, 60_000);

it('looks for no mark on the backs of a duplex document', async () => {
  const fronts = await draw(someRecord(5));
  const sides = await PDFDocument.load(fronts);
  sides.insertPage(1);
  sides.addPage();
  const bytes = await sides.save();
  const marks = pageMarks(someRecord(5)).map((mark) => ({ kind: 'read', mark }));
  const read = async (duplex: boolean) =>
    (await readPages({ bytes, duplex, keepPng: false })).map(({ reading }) => reading);
  expect(await read(true)).toEqual(marks);
  const blank = { kind: 'unreadable', reason: 'no QR code on the page' };
  expect(await read(false)).toEqual([marks[0], blank, marks[1], blank]);
});

it('a failure of the libraries is unreadable too, and the next document is read', async () => {
  const decoder = vi.spyOn(jsqr, 'default').mockImplementationOnce(() => {
    throw new Error('out of range');
  });
  const bytes = await draw(someRecord(1));
  expect(await readPages({ bytes, duplex: false, keepPng: false })).toEqual([
    {
      reading: {
        kind: 'unreadable',
        reason: 'drawing or reading failed: Error: out of range',
      },
    },
  ]);
  const [next] = await readPages({ bytes, duplex: false, keepPng: false });
  expect(next?.reading.kind).toBe('read');
  decoder.mockRestore();
});
