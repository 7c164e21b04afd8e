import { type CertificateContent, PEOPLE_PER_PAGE } from './document.ts';
import { drawAttestation, drawField, drawTitle, LEFT, WIDTH } from './document-pdf-frame.ts';
import type { Sheet } from './document-pdf-sheet.ts';
import { japaneseDate } from './japanese-date.ts';
import type { Resident } from './register.ts';

const SENTENCE = 'この写しは、世帯全員の住民票の原本と相違ないことを証明する。';
/** What is not certified unless the citizen asks for it. */
const LEFT_OUT = '（省略）';
const NUMBER_WIDTH = 10;
const ROW = 9;
const BLOCK = 4 * ROW;
const BLOCKS_TOP = 66;

/** Draws a page of a 住民票の写し: 世帯連記式, four people a page (facts: domain.md §3.4). */
export function drawResidentRecord(sheet: Sheet, content: CertificateContent, page: number): void {
  const { people, municipalityName, owner } = content;
  const head = people[0] ?? owner;
  drawTitle(sheet, '住民票の写し');
  const row = { x: LEFT, labelWidth: 24, width: WIDTH, height: ROW };
  drawField(sheet, { label: '世帯主', value: spaced(head.name), size: 13 }, { ...row, y: 42 });
  const address = `${municipalityName}${head.address}`;
  drawField(sheet, { label: '住所', value: address }, { ...row, y: 42 + ROW });
  sheet.frame({ x: LEFT, y: 42, width: WIDTH, height: 2 * ROW }, 0.5);

  const first = (page - 1) * PEOPLE_PER_PAGE;
  const listed = people.slice(first, first + PEOPLE_PER_PAGE);
  for (let block = 0; block < PEOPLE_PER_PAGE; block++) {
    const top = BLOCKS_TOP + block * BLOCK;
    const person = listed[block];
    sheet.frame({ x: LEFT, y: top, width: WIDTH, height: BLOCK }, 0.5);
    if (person === undefined) drawEmptyBlock(sheet, top, block === listed.length);
    else drawPerson(sheet, { person, number: first + block + 1, isHead: person === head }, top);
  }
  const isLast = first + PEOPLE_PER_PAGE >= people.length;
  if (isLast) drawAttestation(sheet, content, SENTENCE, 218);
  else sheet.text('（次頁に続く）', { x: LEFT, y: 222, size: 11, width: WIDTH, align: 'right' });
}

function drawPerson(
  sheet: Sheet,
  entry: { readonly person: Resident; readonly number: number; readonly isHead: boolean },
  top: number,
): void {
  const { person, number, isHead } = entry;
  const x = LEFT + NUMBER_WIDTH;
  const width = WIDTH - NUMBER_WIDTH;
  const half = width / 2;
  const middle = top + BLOCK / 2;
  sheet.text(String(number), {
    x: LEFT,
    y: middle,
    size: 13,
    width: NUMBER_WIDTH,
    align: 'center',
  });
  const row = { x, width, labelWidth: 24, height: ROW };
  drawField(sheet, { label: '氏名', value: spaced(person.name), size: 15 }, { ...row, y: top });
  const born = japaneseDate(person.birthDate);
  const since = japaneseDate(person.residentSince);
  const sex = person.sex === 'female' ? '女' : '男';
  const role = isHead ? '世帯主' : '世帯員';
  const second = { ...row, y: top + ROW };
  drawField(sheet, { label: '生年月日', value: born }, { ...second, width: half });
  const quarter = { ...second, width: half / 2, labelWidth: 16 };
  drawField(sheet, { label: '性別', value: sex }, { ...quarter, x: x + half });
  drawField(sheet, { label: '続柄', value: role }, { ...quarter, x: x + half * 1.5 });
  const third = { ...row, y: top + 2 * ROW, width: half, labelWidth: 34 };
  drawField(sheet, { label: '住民となった年月日', value: since }, third);
  drawField(sheet, { label: '本籍・筆頭者', value: LEFT_OUT }, { ...third, x: x + half });
  const fourth = { ...third, y: top + 3 * ROW };
  drawField(sheet, { label: '住民票コード', value: LEFT_OUT }, fourth);
  drawField(sheet, { label: '個人番号', value: LEFT_OUT }, { ...fourth, x: x + half });
}

function drawEmptyBlock(sheet: Sheet, top: number, isFirst: boolean): void {
  const y = top + BLOCK / 2;
  if (isFirst) {
    sheet.text('以下余白', { x: LEFT + 60, y, size: 13, width: 50, align: 'spread' });
  } else {
    sheet.line(LEFT, top + BLOCK, LEFT + WIDTH, top, 0.15);
  }
}

/** Names are set with a full-width space, as the registers write them. */
export function spaced(name: string): string {
  return name.replace(' ', '　');
}
