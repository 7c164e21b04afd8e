import type { CertificateContent } from './document.ts';
import { drawAttestation, drawField, drawTitle, LEFT, WIDTH } from './document-pdf-frame.ts';
import { spaced } from './document-pdf-resident-record.ts';
import { drawRegisteredSeal } from './document-pdf-seal.ts';
import type { Sheet } from './document-pdf-sheet.ts';
import { japaneseDate } from './japanese-date.ts';

const SENTENCE = 'この写しは、登録されている印影と相違ないことを証明する。';
const TOP = 48;
const ROW = 14;
const IMPRINT_WIDTH = 62;
const IMPRINT_HEIGHT = 4 * ROW;

/** Draws the page of a 印鑑登録証明書. */
export function drawSealRegistration(sheet: Sheet, content: CertificateContent): void {
  const { owner, municipalityName } = content;
  drawTitle(sheet, '印鑑登録証明書');
  drawImprint(sheet, owner.name);
  const fields = [
    { label: '登録番号', value: owner.sealNumber ?? '－' },
    { label: '氏名', value: spaced(owner.name), size: 16 },
    { label: '生年月日', value: japaneseDate(owner.birthDate) },
    { label: '性別', value: owner.sex === 'female' ? '女' : '男' },
  ];
  const x = LEFT + IMPRINT_WIDTH;
  const width = WIDTH - IMPRINT_WIDTH;
  fields.forEach((field, index) => {
    drawField(sheet, field, { x, y: TOP + index * ROW, labelWidth: 24, width, height: ROW });
  });
  const address = { label: '住所', value: `${municipalityName}${owner.address}` };
  const below = { x: LEFT, y: TOP + IMPRINT_HEIGHT, labelWidth: 24, width: WIDTH, height: ROW };
  drawField(sheet, address, below);
  sheet.frame({ x: LEFT, y: TOP, width: WIDTH, height: IMPRINT_HEIGHT + ROW }, 0.5);
  drawAttestation(sheet, content, SENTENCE, 140);
}

/** The box of the imprint, drawn in the size of the seal itself: 15 mm. */
function drawImprint(sheet: Sheet, name: string): void {
  const height = IMPRINT_HEIGHT;
  sheet.frame({ x: LEFT, y: TOP, width: IMPRINT_WIDTH, height }, 0.5);
  sheet.fill({ x: LEFT, y: TOP, width: IMPRINT_WIDTH, height: 9 }, '#eeeeee');
  sheet.frame({ x: LEFT, y: TOP, width: IMPRINT_WIDTH, height: 9 }, 0.15);
  sheet.text('印影', { x: LEFT + 18, y: TOP + 4.5, size: 10, width: 26, align: 'spread' });
  const size = 15;
  const seal = {
    x: LEFT + (IMPRINT_WIDTH - size) / 2,
    y: TOP + 9 + (height - 9 - size) / 2,
    width: size,
    height: size,
  };
  drawRegisteredSeal(sheet, name, seal);
}
