import { type Box, type Sheet, VERMILION } from './document-pdf-sheet.ts';

/** The official seal (公印) of who certifies: a square, its text in columns from the right. */
export function drawOfficialSeal(sheet: Sheet, issuerTitle: string, box: Box): void {
  const { x, y, width } = box;
  sheet.frame(box, 0.9, VERMILION);
  const inset = width * 0.06;
  const inner = { x: x + inset, y: y + inset, width: width - 2 * inset, height: width - 2 * inset };
  carveColumns(sheet, `${issuerTitle}之印`, inner, VERMILION);
}

/** A citizen's registered seal as its imprint (印影) shows it: a circle with the family name. */
export function drawRegisteredSeal(sheet: Sheet, name: string, box: Box): void {
  const ink = '#2b2b2b';
  sheet.ellipse(box, 0.6, ink);
  // Names without a space have two letters for the family more often than not.
  const [familyName = ''] = /[ 　]/.test(name)
    ? name.split(/[ 　]/)
    : [[...name].slice(0, 2).join('')];
  const letters = [...familyName];
  // The text fills the square that stands in the circle, narrower the fewer letters there are.
  const height = box.height * 0.76;
  const width = box.width * (letters.length > 3 ? 0.62 : 0.5);
  const inner = {
    x: box.x + (box.width - width) / 2,
    y: box.y + (box.height - height) / 2,
    width,
    height,
  };
  carveColumns(sheet, familyName, inner, ink);
}

/** Carves text downwards in columns from the right: one of up to three letters, else a square. */
function carveColumns(sheet: Sheet, text: string, box: Box, color: string): void {
  const letters = [...text];
  const columns =
    letters.length <= 3 ? 1 : Math.ceil(letters.length / Math.ceil(Math.sqrt(letters.length)));
  const width = box.width / columns;
  for (let column = 0; column < columns; column++) {
    const from = Math.ceil((column * letters.length) / columns);
    const to = Math.ceil(((column + 1) * letters.length) / columns);
    const height = box.height / (to - from);
    for (const [row, letter] of letters.slice(from, to).entries()) {
      const x = box.x + box.width - (column + 1) * width;
      sheet.carve(letter, { x, y: box.y + row * height, width, height }, color);
    }
  }
}
