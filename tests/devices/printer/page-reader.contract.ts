import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageReader } from '../../../devices/printer/page-reader.ts';
import type { CertificateContent, Renderer } from '../../../server/document/document.ts';
import { pageMarks } from '../../../server/document/document-digest.ts';
import { RealTime } from '../../../sim/real-time.ts';
import {
  draftOf,
  someRecord,
  someSealRegistration,
} from '../../server/document/certificate-content.ts';

/** A renderer with the reader that reads what it draws. */
export interface DrawingAndReading {
  readonly renderer: Renderer;
  readonly reader: PageReader;
  close(): Promise<void>;
}

/** What every pair of renderer and reader keeps: what was asked to be drawn is what is read. */
export function pageReaderContract(name: string, open: () => DrawingAndReading): void {
  describe(`${name}: what is drawn is what is read`, { timeout: 60_000 }, () => {
    const runner = new RealTime();
    let pair: DrawingAndReading;
    beforeAll(() => {
      pair = open();
    });
    afterAll(async () => {
      await pair.close();
      runner.stop();
    });

    async function readingsOf(content: CertificateContent) {
      const document = await runner.run(pair.renderer.render(draftOf(content)));
      const pages = await runner.run(pair.reader.read(document));
      return pages.map(({ reading }) => reading);
    }

    function read(content: CertificateContent) {
      return pageMarks(content).map((mark) => ({ kind: 'read', mark }));
    }

    it.each([1, 2, 3, 4])('of a resident record of %i on one page', async (people) => {
      const content = someRecord(people);
      expect(await readingsOf(content)).toEqual(read(content));
    });

    it.each([5, 8, 9])('of a resident record of %i on several pages, in order', async (people) => {
      const content = someRecord(people);
      const readings = await readingsOf(content);
      expect(readings).toEqual(read(content));
      expect(readings).toHaveLength(people === 9 ? 3 : 2);
    });

    it('of a seal registration', async () => {
      const content = someSealRegistration();
      expect(await readingsOf(content)).toEqual(read(content));
    });

    it('somebody else’s document is read as somebody else’s', async () => {
      const mine = someRecord(1, 0);
      const others = someRecord(1, 20);
      const readings = await readingsOf(others);
      expect(readings).toEqual(read(others));
      expect(readings).not.toEqual(read(mine));
    });

    it('the longest and the shortest request id', async () => {
      for (const requestId of ['x'.repeat(64), 'x']) {
        const content = { ...someRecord(1), requestId };
        expect(await readingsOf(content)).toEqual(read(content));
      }
    });

    it('documents at the same time do not mix', async () => {
      const contents = [0, 10, 20, 30, 40].map((no) => someRecord(1 + (no % 7), no));
      const readings = await Promise.all(contents.map(readingsOf));
      expect(readings).toEqual(contents.map(read));
    });
  });
}
