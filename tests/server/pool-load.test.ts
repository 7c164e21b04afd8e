import { afterAll, expect, test } from 'vitest';
import { PdfAntiForgery } from '../../server/anti-forgery/anti-forgery-pdf.ts';
import { PdfRenderer } from '../../server/document/document-pdf.ts';
import { RealTime } from '../../sim/real-time.ts';
import { draftOf, someRecord } from './document/certificate-content.ts';

const runner = new RealTime();
const renderer = new PdfRenderer({ threads: 1 });
const antiForgery = new PdfAntiForgery({ threads: 1 });

afterAll(async () => {
  await renderer.close();
  await antiForgery.close();
  runner.stop();
});

const IDLE = { busy: 0, queued: 0 };
/** Of four jobs one is at work, as soon as they have been handed over. */
const soon = (load: () => object) => expect.poll(load, { interval: 1 });

test('pools of threads tell what is under way and what waits', async () => {
  expect([renderer.load, antiForgery.load]).toEqual([IDLE, IDLE]);
  const draft = draftOf(someRecord(2));
  const drawing = [1, 2, 3, 4].map(() => runner.run(renderer.render(draft)));
  await soon(() => renderer.load).toEqual({ busy: 1, queued: 3 });
  const [document = undefined] = await Promise.all(drawing);
  expect(renderer.load).toEqual(IDLE);
  const key = new Uint8Array(32);
  const protection = { documentNumber: '27203-0000001', key };
  const protect = () => runner.run(antiForgery.protect(document!, protection));
  const protecting = [1, 2, 3, 4].map(protect);
  await soon(() => antiForgery.load).toEqual({ busy: 1, queued: 3 });
  await Promise.all(protecting);
  expect(antiForgery.load).toEqual(IDLE);
});
