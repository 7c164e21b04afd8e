import { create as createQrCode } from 'qrcode';
import { expect, it } from 'vitest';
import type { Setting, Sheet } from '../../../server/document/document-pdf-sheet.ts';
import { drawnOnSheet, textsOfPages } from './page-texts.ts';

const PLACE: Setting = { x: 20, y: 100, size: 12, width: 60 };

/** The operands before each operator of this name in the only page. */
async function operandsOf(operator: string, draw: (sheet: Sheet) => void) {
  const content = (await drawnOnSheet(draw)).toString('latin1');
  return [...content.matchAll(new RegExp(`^(.*) ${operator}$`, 'gm'))].map(([, operands = '']) =>
    operands.split(' ').map((operand) => Number(operand.replace('/F1', '1'))),
  );
}

it('sets text in the size it is asked for, and smaller where there is no room', async () => {
  const sizeOf = async (text: string) =>
    (await operandsOf('Tf', (sheet) => sheet.text(text, PLACE)))[0]?.[1];
  expect(await sizeOf('short')).toBe(12);
  const long = await sizeOf('a text far too long for a cell of sixty millimetres in 12 points');
  expect(long).toBeLessThan(12);
  expect(long).toBeGreaterThan(4);
});

it('aligns text within its room', async () => {
  const startOf = async (align: NonNullable<Setting['align']>) =>
    (await operandsOf('Tm', (sheet) => sheet.text('ab', { ...PLACE, align })))[0]?.[4] ?? 0;
  const [left, center, right, spread] = await Promise.all(
    (['left', 'center', 'right', 'spread'] as const).map(startOf),
  );
  const room = (60 * 72) / 25.4;
  expect(left).toBeCloseTo((20 * 72) / 25.4, 1);
  expect(center).toBeGreaterThan((left ?? 0) + room / 3);
  expect(right).toBeGreaterThan(center ?? 0);
  expect(right).toBeLessThan((left ?? 0) + room);
  expect(spread).toBe(left);
});

it('names a character that the font cannot draw, in text and on a seal', async () => {
  const bytes = await drawnOnSheet((sheet) => {
    expect(() => sheet.text('Zoë', PLACE)).toThrow('no glyph for ë (U+00EB)');
    const box = { x: 1, y: 1, width: 5, height: 5 };
    expect(() => sheet.carve('𠮷', box, '#000000')).toThrow('no glyph for 𠮷 (U+20BB7)');
    sheet.text('Zoe', PLACE);
  });
  expect(textsOfPages(bytes)).toEqual(['Zoe']);
});

it('draws a QR code as rectangles that cover its dark modules and no others', async () => {
  const text = 'KOFU1 0123456789abcdef r1 27203-1 1/1';
  const rectangles = await operandsOf('re', (sheet) => sheet.qrCode(text, 0, 0, 25.4));
  const { data, size } = createQrCode(text, { errorCorrectionLevel: 'Q' }).modules;
  const module = 72 / size;
  const covered = new Uint8Array(data.length);
  for (const [x = 0, y = 0, width = 0] of rectangles) {
    const first = Math.round(y / module) * size + Math.round(x / module);
    for (let i = 0; i < Math.round(width / module); i++) covered[first + i] = 1;
  }
  expect(covered).toEqual(Uint8Array.from(data));
});
