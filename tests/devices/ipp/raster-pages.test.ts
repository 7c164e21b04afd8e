import { expect, test } from 'vitest';
import { sniffedFormat } from '../../../devices/ipp/document-format.ts';
import { rasterPages } from '../../../devices/ipp/raster-pages.ts';

/** Two lines of 10 pixels, the second three times; `unit` bytes a pixel. */
function bitmap(unit: number): Buffer {
  const pixel = Buffer.alloc(unit, 0x55);
  const four = Buffer.concat([pixel, pixel, pixel, pixel]);
  const literal = Buffer.concat([Buffer.of(257 - 4), four]);
  const first = Buffer.concat([Buffer.of(0), literal, Buffer.of(5), pixel]);
  return Buffer.concat([first, Buffer.of(2), Buffer.of(3), pixel, Buffer.of(128)]);
}

function pwgPage(): Buffer {
  const header = Buffer.alloc(1796);
  header.writeUInt32BE(10, 372);
  header.writeUInt32BE(4, 376);
  header.writeUInt32BE(24, 388);
  return Buffer.concat([header, bitmap(3)]);
}

function urfPage(): Buffer {
  const header = Buffer.alloc(32);
  header.writeUInt8(8, 0);
  header.writeUInt32BE(10, 12);
  header.writeUInt32BE(4, 16);
  return Buffer.concat([header, bitmap(1)]);
}

const URF = Buffer.from('UNIRAST\0\0\0\0\x02', 'latin1');
const PWG = Buffer.from('RaS2');

test('finds the pages of PWG raster and of Apple raster', () => {
  const pwg = Buffer.concat([PWG, pwgPage(), pwgPage()]);
  const length = pwgPage().length;
  expect(sniffedFormat(pwg)).toBe('image/pwg-raster');
  expect(rasterPages(pwg, 'image/pwg-raster')).toEqual({
    kind: 'pages',
    pages: [
      { from: 4, until: 4 + length },
      { from: 4 + length, until: pwg.length },
    ],
  });
  const urf = Buffer.concat([URF, urfPage()]);
  expect(sniffedFormat(urf)).toBe('image/urf');
  expect(rasterPages(urf, 'image/urf')).toEqual({
    kind: 'pages',
    pages: [{ from: 12, until: urf.length }],
  });
});

test('says of a raster that is cut anywhere in which page that is', () => {
  const whole = Buffer.concat([PWG, pwgPage(), pwgPage()]);
  const end = 4 + pwgPage().length;
  for (let length = 5; length < whole.length; length += length < end + 1700 ? 97 : 1) {
    if (length === end) continue;
    const page = length < end ? 1 : 2;
    expect(rasterPages(whole.subarray(0, length), 'image/pwg-raster')).toEqual({
      kind: 'unreadable',
      reason: `the document ends within page ${page}`,
    });
  }
});

test('refuses sizes that no paper has, and nothing at all', () => {
  const large = Buffer.concat([PWG, pwgPage()]);
  large.writeUInt32BE(0xffffffff, 4 + 372);
  expect(rasterPages(large, 'image/pwg-raster')).toMatchObject({ kind: 'unreadable' });
  expect(rasterPages(PWG, 'image/pwg-raster')).toMatchObject({ kind: 'unreadable' });
  expect(sniffedFormat(Buffer.from('%!PS'))).toBeUndefined();
  expect(sniffedFormat(Buffer.alloc(0))).toBeUndefined();
});
