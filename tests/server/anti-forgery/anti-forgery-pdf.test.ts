import assert from 'node:assert/strict';
import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPages } from '../../../devices/printer/page-reader-pdf-worker.ts';
import {
  BACK_GROUND,
  BACK_TILE,
  drawnMark,
  drawnWords,
  FRONT_GROUND,
  FRONT_TILE,
  MARK_PLACE,
} from '../../../server/anti-forgery/anti-forgery-artwork-pdf.ts';
import { PdfAntiForgery } from '../../../server/anti-forgery/anti-forgery-pdf.ts';
import {
  detectLatentImage,
  ORIGINAL_FROM,
} from '../../../server/anti-forgery/latent-image-detector.ts';
import { SCREEN_DPI } from '../../../server/anti-forgery/pantograph.ts';
import { type GreyRaster, rasterise } from '../../../server/contract-raster-pdf.ts';
import { pageMarks } from '../../../server/document/document-digest.ts';
import { draw } from '../../../server/document/document-pdf-worker.ts';
import { bilevelFront } from '../../../server/scramble/front-scramble-pdf.ts';
import type { Bitmap } from '../../../server/scramble/scramble.ts';
import { AES_256_GCM } from '../../../server/scramble/scramble-cipher-system.ts';
import { readScramble, restoreFront } from '../../../server/scramble/scramble-decode.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { COPIERS, photocopied } from '../../photocopy.ts';
import { drawnByPoppler, widened } from '../../printed-pages.ts';
import { systemTool, withFile } from '../../system-tools.ts';
import { visibility } from '../../visibility.ts';
import { someRecord } from '../document/certificate-content.ts';
import { textsOfPages } from '../document/page-texts.ts';

const KEY = Uint8Array.from({ length: 32 }, (_, index) => index);
const OTHER_KEY = new Uint8Array(32);

/** Five people: two fronts. */
const CONTENT = someRecord(5);
const PROTECTION = { documentNumber: CONTENT.documentNumber, key: KEY };

let runner: RealTime;
let antiForgery: PdfAntiForgery;
let fronts: Uint8Array;
let printed: Uint8Array;

beforeAll(async () => {
  runner = new RealTime();
  antiForgery = new PdfAntiForgery({ threads: 1 });
  fronts = await draw(CONTENT);
  printed = await protect(fronts);
});

afterAll(async () => {
  await antiForgery.close();
  runner.stop();
});

async function protect(bytes: Uint8Array, protection = PROTECTION): Promise<Uint8Array> {
  const bare = { kind: 'pdf', bytes, duplex: false } as const;
  const document = await runner.run(antiForgery.protect(bare, protection));
  assert(document.kind === 'pdf' && document.duplex, 'what is printed has two sides');
  return document.bytes;
}

/** A PDF of one page; what is drawn on it is no more than a dot. */
function onePage(size: [number, number] = [595.28, 841.89]): Promise<Uint8Array> {
  const pdf = new PDFDocument({ size, margin: 0 });
  const chunks: Uint8Array[] = [];
  pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  pdf.rect(10, 10, 1, 1).fill();
  pdf.end();
  return new Promise((resolve) => {
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
  });
}

describe('the duplex document', () => {
  it('has behind each front its back, numbered as it is', () => {
    const texts = textsOfPages(printed);
    const clean = textsOfPages(fronts);
    expect(texts).toHaveLength(4);
    expect([texts[0], texts[2]]).toEqual(clean);
    for (const [back, page] of [
      [texts[1], 1],
      [texts[3], 2],
    ]) {
      expect(back).toContain('スクランブル画像');
      expect(back).toContain(`証明書番号${CONTENT.documentNumber}${page}/2（うら面）`);
      expect(back).toContain('証明書の問い合わせサイト');
      expect(back).toContain('試験用に作成したもの');
    }
  });

  it('is valid for qpdf, and pdftotext reads its Japanese', (test) => {
    const qpdf = systemTool(test, 'qpdf');
    const pdftotext = systemTool(test, 'pdftotext');
    const report = withFile(printed, (path) => qpdf(['--check', path]).toString());
    expect(report).toContain('No syntax or stream encoding errors found');
    const text = (pdf: Uint8Array, page: number) =>
      pdftotext(['-raw', '-f', `${page}`, '-l', `${page}`, '-', '-'], pdf).toString();
    expect(text(fronts, 1).replace(/\s/gu, '')).toContain('世帯主豊中太郎');
    expect([text(printed, 1), text(printed, 3)]).toEqual([text(fronts, 1), text(fronts, 2)]);
    expect(text(printed, 2)).toContain('スクランブル画像');
  });

  it('is the same byte for byte when the same is protected again, and not else', async () => {
    expect(Buffer.from(printed).equals(await protect(fronts))).toBe(true);
    const other = await protect(fronts, { ...PROTECTION, key: OTHER_KEY });
    expect(Buffer.from(printed).equals(other)).toBe(false);
  });

  it('keeps its marks legible, the backs aside', async () => {
    const pages = await readPages({ bytes: printed, duplex: true, keepPng: false });
    expect(pages.map(({ reading }) => reading)).toEqual(
      pageMarks(CONTENT).map((mark) => ({ kind: 'read', mark })),
    );
  });

  it('loses nothing of what the municipality printed, and nothing is added to its mark', (test) => {
    const pdftoppm = systemTool(test, 'pdftoppm');
    const before = drawnByPoppler(pdftoppm, fronts, { page: 1, dpi: 100 });
    const after = drawnByPoppler(pdftoppm, printed, { page: 1, dpi: 100 });
    expect(after.grey).toHaveLength(before.grey.length);
    expect(before.grey.filter((grey, at) => (after.grey[at] ?? 255) > grey + 1)).toHaveLength(0);
    expect(darkened(before, after)).toBeGreaterThan(0.5 * before.grey.length);
    // 28 mm at the foot, and six of quiet zone less one for the edge that Poppler blurs.
    const part = { x: 18, y: 255, width: 32, height: 32 };
    const [mark, markAfter] = [fronts, printed].map((pdf) =>
      drawnByPoppler(pdftoppm, pdf, { page: 1, dpi: 100, part }),
    );
    expect(markAfter).toEqual(mark);
  });

  it('refuses what is not A4 and what is no PDF, and protects the next', async () => {
    await expect(protect(await onePage([842, 1191]))).rejects.toThrow('upright A4');
    await expect(protect(Buffer.from('<html>504</html>'))).rejects.toThrow();
    await expect(protect(fronts)).resolves.toBeDefined();
  });

  it('refuses to give a document its backs twice', async () => {
    const duplex = { kind: 'pdf', bytes: printed, duplex: true } as const;
    await expect(runner.run(antiForgery.protect(duplex, PROTECTION))).rejects.toThrow('once');
  });
});

/** How many pixels are darker than before. */
function darkened(before: GreyRaster, after: GreyRaster): number {
  return before.grey.filter((grey, at) => (after.grey[at] ?? 255) < grey).length;
}

it('the scramble image read off the printed back is the printed front', async (test) => {
  const pdftoppm = systemTool(test, 'pdftoppm');
  const sealed = readScramble(drawnByPoppler(pdftoppm, printed, { page: 4, dpi: 200 }));
  assert(sealed.kind === 'read', 'a back that can be read');
  expect(sealed).toMatchObject({ documentId: CONTENT.documentNumber, page: 2, of: 2 });
  const restored = restoreFront(sealed, KEY, AES_256_GCM);
  assert(restored.kind === 'restored', 'a front that can be restored');
  expect(restored.front).toEqual((await bilevelFronts(fronts, restored.frontDpi))[1]);
  expect(restoreFront(sealed, OTHER_KEY, AES_256_GCM).kind).toBe('unreadable');
});

/** The fronts of a municipality's PDF as their scramble images show them. */
async function bilevelFronts(bytes: Uint8Array, dpi: number): Promise<readonly Bitmap[]> {
  const bitmaps: Bitmap[] = [];
  await rasterise(bytes, (page) => {
    if (page !== undefined) bitmaps.push(bilevelFront(page, dpi));
  });
  return bitmaps;
}

describe('what is printed on an empty page', () => {
  let empty: Uint8Array;
  beforeAll(async () => {
    empty = await protect(await onePage());
  });

  it('hides 複写 on both sides, and copies show it', async (test) => {
    const pdftoppm = systemTool(test, 'pdftoppm');
    for (const { page, ground, tile } of [
      { page: 1, ground: FRONT_GROUND, tile: FRONT_TILE },
      { page: 2, ground: BACK_GROUND, tile: BACK_TILE },
    ]) {
      // The second tile of the first row.
      const { width, height } = inMm(tile);
      const part = { x: ground.x + width, y: ground.y, width, height };
      const paper = drawnByPoppler(pdftoppm, empty, { page, dpi: SCREEN_DPI, part });
      const words = await drawnWords(tile);
      expect(visibility(paper, words, SCREEN_DPI).contrast).toBeLessThan(0.001);
      for (const copier of COPIERS.slice(1, 3)) {
        const seen = visibility(photocopied(paper, copier), words, SCREEN_DPI);
        expect(seen.contrast).toBeGreaterThan(0.012);
        expect(seen.likeness).toBeGreaterThan(0.85);
      }
    }
  });

  it('has a mark whose hidden letter is found, and lost in a copy', async (test) => {
    const pdftoppm = systemTool(test, 'pdftoppm');
    const part = widened(MARK_PLACE, 64);
    const paper = drawnByPoppler(pdftoppm, empty, { page: 2, dpi: SCREEN_DPI, part });
    const mark = await drawnMark();
    expect(detectLatentImage(paper, mark).score).toBeGreaterThan(0.7);
    for (const copier of COPIERS.slice(1, 3)) {
      const { score } = detectLatentImage(photocopied(paper, copier), mark);
      expect(score).toBeLessThan(ORIGINAL_FROM);
    }
  });
});

function inMm({ width, height }: { readonly width: number; readonly height: number }) {
  return { width: (width * 25.4) / SCREEN_DPI, height: (height * 25.4) / SCREEN_DPI };
}
