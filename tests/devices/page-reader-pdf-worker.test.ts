import fc from 'fast-check';
import jsqr from 'jsqr';
import { expect, it, vi } from 'vitest';
import { readPages } from '../../devices/page-reader-pdf-worker.ts';
import { pageMarks } from '../../server/document-digest.ts';
import { draw } from '../../server/document-pdf-worker.ts';
import { someRecord, someSealRegistration } from '../server/certificate-content.ts';

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
      for (const { reading } of await readPages({ bytes: damaged, keepPng: false })) {
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
      const record = someRecord(1);
      const content = { ...record, requestId, owner: { ...record.owner, nonce: ownerNonce } };
      const pages = await readPages({ bytes: await draw(content), keepPng: false });
      expect(pages.map(({ reading }) => reading)).toEqual(
        pageMarks(content).map((mark) => ({ kind: 'read', mark })),
      );
    }),
    { numRuns: 30 },
  );
}, 60_000);

it('a failure of the libraries is unreadable too, and the next document is read', async () => {
  const decoder = vi.spyOn(jsqr, 'default').mockImplementationOnce(() => {
    throw new Error('out of range');
  });
  const bytes = await draw(someRecord(1));
  expect(await readPages({ bytes, keepPng: false })).toEqual([
    {
      reading: {
        kind: 'unreadable',
        reason: 'drawing or reading failed: Error: out of range',
      },
    },
  ]);
  const [next] = await readPages({ bytes, keepPng: false });
  expect(next?.reading.kind).toBe('read');
  decoder.mockRestore();
});
