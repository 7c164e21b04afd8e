import { expect, it } from 'vitest';
import { type GreyRaster, type RasterPage, rasterise } from '../../server/contract-raster-pdf.ts';
import { drawnOnSheet } from './document/page-texts.ts';

/** A4 with a black bar from 100 to 200 mm from the top, over half of the width. */
const bar = () =>
  drawnOnSheet((sheet) => sheet.fill({ x: 0, y: 100, width: 105, height: 100 }, '#000000'));

async function rastersOf(bytes: Uint8Array, draw: (page: RasterPage) => GreyRaster) {
  const rasters: GreyRaster[] = [];
  const rasterised = await rasterise(bytes, (page) => {
    if (page !== undefined) rasters.push(draw(page));
  });
  expect(rasterised).toEqual({ kind: 'opened' });
  return rasters;
}

it('draws a page in grey at the resolution asked for', async () => {
  const [raster] = await rastersOf(await bar(), (page) => page.raster(127));
  expect([raster?.width, raster?.height]).toEqual([1050, 1485]);
  // 127 dpi are 5 pixels a mm.
  const at = (xMm: number, yMm: number) => raster?.grey[yMm * 5 * 1050 + xMm * 5];
  expect([at(50, 150), at(150, 150), at(50, 50), at(50, 250)]).toEqual([0, 255, 255, 255]);
});

it.each([0, 0.25, 2 / 3])(
  'draws from a share of %f of the height as it draws the whole',
  async (from) => {
    const bytes = await bar();
    const [whole] = await rastersOf(bytes, (page) => page.raster(100));
    const [part] = await rastersOf(bytes, (page) => page.raster(100, from));
    const { width = 0, height = 0, grey = new Uint8Array() } = whole ?? {};
    const top = Math.floor(height * from);
    expect(part?.height).toBe(height - top);
    expect(Buffer.from(part?.grey ?? []).equals(grey.subarray(top * width))).toBe(true);
  },
);

it('says what PDFium says of bytes that are no PDF, and opens the next', async () => {
  expect(await rasterise(Buffer.from('<html>'), () => {})).toEqual({ kind: 'unopened', error: 3 });
  expect(await rastersOf(await bar(), (page) => page.raster(20))).toHaveLength(1);
});

it('throws on what is thrown while a page is looked at, and draws the next', async () => {
  const failing = rasterise(await bar(), () => {
    throw new Error('no eyes');
  });
  await expect(failing).rejects.toThrow('no eyes');
  expect(await rastersOf(await bar(), (page) => page.raster(20))).toHaveLength(1);
});
