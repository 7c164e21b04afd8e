import PDFDocument from 'pdfkit';
import { PNG } from 'pngjs';
import { create as createQrCode } from 'qrcode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PrintedPage } from '../../../devices/printer/page-reader.ts';
import { DigestPageReader } from '../../../devices/printer/page-reader-digest.ts';
import { PdfPageReader } from '../../../devices/printer/page-reader-pdf.ts';
import { DigestRenderer, pageMarks } from '../../../server/document/document-digest.ts';
import { PdfRenderer } from '../../../server/document/document-pdf.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { draftOf, someRecord } from '../../server/document/certificate-content.ts';
import { pageReaderContract } from './page-reader.contract.ts';

pageReaderContract('digest', () => ({
  renderer: new DigestRenderer(),
  reader: new DigestPageReader(),
  close: async () => {},
}));

pageReaderContract('pdf', () => {
  const renderer = new PdfRenderer({ threads: 1 });
  const reader = new PdfPageReader({ threads: 1 });
  const close = async () => {
    await Promise.all([renderer.close(), reader.close()]);
  };
  return { renderer, reader, close };
});

/** A PDF of one A4 page, or of another size, drawn by `draw`. */
function pdfOf(draw: (pdf: PDFKit.PDFDocument) => void, size: [number, number] = [595, 842]) {
  const pdf = new PDFDocument({ size, margin: 0 });
  const chunks: Uint8Array[] = [];
  pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  draw(pdf);
  pdf.end();
  return new Promise<Uint8Array>((resolve) => {
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
  });
}

function drawQrCode(pdf: PDFKit.PDFDocument, text: string): void {
  const { data, size } = createQrCode(text).modules;
  for (const [index, dark] of data.entries()) {
    if (dark === 1) pdf.rect(60 + (index % size) * 3, 700 + Math.floor(index / size) * 3, 3, 3);
  }
  pdf.fill();
}

describe('a page that cannot be read is a value', { timeout: 60_000 }, () => {
  const runner = new RealTime();
  let renderer: PdfRenderer;
  let reader: PdfPageReader;
  beforeAll(() => {
    renderer = new PdfRenderer({ threads: 1 });
    reader = new PdfPageReader({ threads: 1 });
  });
  afterAll(async () => {
    await Promise.all([renderer.close(), reader.close()]);
    runner.stop();
  });

  const read = (bytes: Uint8Array) =>
    runner.run(reader.read({ kind: 'pdf', bytes, duplex: false }));
  const drawn = async (people: number) => {
    const document = await runner.run(renderer.render(draftOf(someRecord(people))));
    return document.kind === 'pdf' ? document.bytes : new Uint8Array();
  };
  const reasons = (pages: readonly PrintedPage[]) =>
    pages.map(({ reading }) => (reading.kind === 'unreadable' ? reading.reason : 'read'));

  it('keeps images of the documents it is asked to keep, and of no others', async () => {
    const keeper = new PdfPageReader({ threads: 1, keepPng: (nth) => nth === 2 });
    const bytes = await drawn(5);
    const images: (Uint8Array | undefined)[][] = [];
    for (let nth = 1; nth <= 3; nth++) {
      const pages = await runner.run(keeper.read({ kind: 'pdf', bytes, duplex: false }));
      images.push(pages.map(({ png }) => png));
    }
    await keeper.close();
    expect(images[0]).toEqual([undefined, undefined]);
    expect(images[2]).toEqual([undefined, undefined]);
    const [first, second] = (images[1] ?? []).map((png) => PNG.sync.read(Buffer.from(png ?? [])));
    expect([first?.width, first?.height]).toEqual([827, 1169]);
    // The pages show something, and not the same.
    expect(new Set(first?.data).size).toBeGreaterThan(2);
    expect(first?.data.equals(second?.data ?? Buffer.of())).toBe(false);
  });

  it('a blank page', async () => {
    expect(reasons(await read(await pdfOf(() => {})))).toEqual(['no QR code on the page']);
  });

  it('a page whose mark is painted over, beside one that is whole', async () => {
    const content = someRecord(5);
    const bytes = Buffer.from(await drawn(5));
    const whole = await read(bytes);
    expect(whole.map(({ reading }) => reading)).toEqual(
      pageMarks(content).map((mark) => ({ kind: 'read', mark })),
    );
    const painted = await pdfOf((pdf) => {
      drawQrCode(pdf, 'KOFU1 0123456789abcdef r1 27203-1 1/1');
      pdf.rect(60, 740, 200, 30).fill('white');
    });
    expect(reasons(await read(painted))).toEqual(['no QR code on the page']);
  });

  it('a QR code that is no mark of ours', async () => {
    const bytes = await pdfOf((pdf) => drawQrCode(pdf, 'https://example.com/'));
    expect(reasons(await read(bytes))).toEqual(['the QR code says https://example.com/']);
  });

  it('a mark elsewhere on the page is found by the second look', async () => {
    const bytes = await pdfOf((pdf) => {
      pdf.translate(200, -650);
      drawQrCode(pdf, 'KOFU1 0123456789abcdef r1 27203-1 1/1');
    });
    const mark = { ownerNonce: '0123456789abcdef', requestId: 'r1', documentNumber: '27203-1' };
    expect((await read(bytes))[0]?.reading).toEqual({
      kind: 'read',
      mark: { ...mark, page: 1, of: 1 },
    });
  });

  it('a page larger than the printer takes', async () => {
    const bytes = await pdfOf(() => {}, [14_400, 14_400]);
    expect(reasons(await read(bytes))).toEqual(['the page is larger than A3']);
  });

  it('bytes that are no PDF, none at all, and the next document all the same', async () => {
    expect(reasons(await read(Buffer.from('<html>504</html>')))).toEqual([
      'no PDF that opens (PDFium error 3)',
    ]);
    expect(reasons(await read(new Uint8Array()))).toEqual(['no PDF that opens (PDFium error 3)']);
    expect(reasons(await read(await drawn(1)))).toEqual(['read']);
  });

  it('a document cut off on its way', async () => {
    const bytes = await drawn(1);
    const pages = await read(bytes.slice(0, bytes.length / 2));
    expect(pages.every(({ reading }) => reading.kind === 'unreadable')).toBe(true);
    expect(pages).not.toHaveLength(0);
  });
});
