import type { FamilyEntry } from '../register/register.ts';
import type { CertificateContent } from './document.ts';
import { drawAttestation, drawContinued, drawRows, LEFT, WIDTH } from './document-pdf-frame.ts';
import type { Sheet } from './document-pdf-sheet.ts';
import {
  ENTRY_LINES,
  type ExtractMember,
  type FamilyExtract,
  LINES_PER_PAGE,
  layOutExtract,
  MEMBER_LINES,
} from './family-extract.ts';
import { japaneseDate } from './japanese-date.ts';
import { spaced } from './resident-words.ts';

/** How a certificate from a family register words what it says. */
export interface ExtractForm {
  /** 全部事項証明 or 個人事項証明. */
  readonly heading: string;
  readonly sentence: string;
}

const HEADING_TOP = 32;
const HEADING_ROW = 9;
const BODY_TOP = 52;
const PITCH = 6.4;
const BODY_HEIGHT = LINES_PER_PAGE * PITCH;
const LABEL_WIDTH = 44;

const ENTRY_WORDS = {
  birth: '出生',
  marriage: '婚姻',
  death: '死亡',
  removal: '除籍',
} as const satisfies Record<FamilyEntry['kind'], string>;

/** Draws a page of a 戸籍 in the form of a computerised register (戸籍法施行規則 附録第24号様式). */
export function drawExtract(
  sheet: Sheet,
  content: CertificateContent<FamilyExtract>,
  page: number,
  form: ExtractForm,
): void {
  const { body, pages } = content;
  const heading = `（${pages}の${page}）　${form.heading}`;
  sheet.text(heading, { x: LEFT, y: 24, size: 14, width: WIDTH, align: 'right' });
  drawFamilyHeading(sheet, body, { nameLabel: '氏名', top: HEADING_TOP });
  sheet.frame({ x: LEFT, y: BODY_TOP, width: WIDTH, height: BODY_HEIGHT }, 0.5);
  const ruleX = LEFT + LABEL_WIDTH;
  sheet.line(ruleX, BODY_TOP, ruleX, BODY_TOP + BODY_HEIGHT, 0.15);
  if (page === 1) drawRegister(sheet, body.madeOn);
  const end = layOutExtract(body.members, {
    member(member, at, line) {
      if (at === page) drawMember(sheet, member, line);
    },
    entry(entry, at, line) {
      if (at === page) drawEntry(sheet, entry, line);
    },
  });
  if (page < pages) {
    drawContinued(sheet, 222);
    return;
  }
  if (end.line < LINES_PER_PAGE) value(sheet, '以下余白', end.line);
  drawAttestation(sheet, content, form.sentence, 220);
}

/** Draws which family register it is: 本籍 and the 筆頭者. */
export function drawFamilyHeading(
  sheet: Sheet,
  { place, headName }: { readonly place: string; readonly headName: string },
  { nameLabel, top }: { readonly nameLabel: string; readonly top: number },
): void {
  const rows = [
    [{ label: '本籍', value: place, labelWidth: LABEL_WIDTH }],
    [{ label: nameLabel, value: spaced(headName), labelWidth: LABEL_WIDTH, size: 13 }],
  ];
  drawRows(sheet, rows, { y: top, height: HEADING_ROW });
}

function drawRegister(sheet: Sheet, madeOn: string): void {
  label(sheet, '戸籍事項', 0);
  label(sheet, '　戸籍編製', 1);
  value(sheet, `【編製日】${japaneseDate(madeOn)}`, 1);
}

function drawMember(sheet: Sheet, member: ExtractMember, line: number): void {
  rule(sheet, line);
  label(sheet, '戸籍に記録されている者', line);
  value(sheet, `【名】${member.givenName}`, line, 12);
  value(sheet, `【生年月日】${japaneseDate(member.birthDate)}`, line + 1);
  // Only those who are a couple are named as such.
  if (member.role === '夫' || member.role === '妻') {
    const room = { ...valueRoom(line + 1), x: LEFT + 112, width: 54 };
    sheet.text(`【配偶者区分】${member.role}`, room);
  }
  value(sheet, `【父】${spaced(member.fatherName)}`, line + 2);
  value(sheet, `【母】${spaced(member.motherName)}`, line + 3);
  value(sheet, `【続柄】${member.parentage}`, line + 4);
  if (hasLeft(member)) drawRemoved(sheet, line + 2);
  rule(sheet, line + MEMBER_LINES - 1);
  label(sheet, '身分事項', line + MEMBER_LINES - 1);
}

function hasLeft({ entries }: ExtractMember): boolean {
  return entries.some(({ kind }) => kind === 'death' || kind === 'removal');
}

/** Who has left the register stays legible in it, under this mark. */
function drawRemoved(sheet: Sheet, line: number): void {
  const box = { x: LEFT + 12, y: BODY_TOP + line * PITCH, width: 20, height: PITCH + 1 };
  sheet.frame(box, 0.5);
  const room = { x: box.x + 3, y: box.y + box.height / 2, width: box.width - 6 };
  sheet.text('除籍', { ...room, size: 11, align: 'spread' });
}

function drawEntry(sheet: Sheet, entry: FamilyEntry, line: number): void {
  label(sheet, `　${ENTRY_WORDS[entry.kind]}`, line);
  const items = entry.text.split('\n');
  // What has more items than lines is set closer, and smaller.
  const pitch = Math.min(1, ENTRY_LINES / items.length);
  const size = Math.min(11, 15 * pitch);
  for (const [index, item] of items.entries()) value(sheet, item, line + index * pitch, size);
}

function label(sheet: Sheet, text: string, line: number): void {
  const y = BODY_TOP + (line + 0.5) * PITCH;
  sheet.text(text, { x: LEFT + 2, y, size: 10.5, width: LABEL_WIDTH - 4 });
}

function value(sheet: Sheet, text: string, line: number, size = 11): void {
  sheet.text(text, { ...valueRoom(line), size });
}

function valueRoom(line: number) {
  const x = LEFT + LABEL_WIDTH + 3;
  const y = BODY_TOP + (line + 0.5) * PITCH;
  return { x, y, size: 11, width: LEFT + WIDTH - x - 2 };
}

/** A rule above a line. */
function rule(sheet: Sheet, line: number): void {
  const y = BODY_TOP + line * PITCH;
  sheet.line(LEFT, y, LEFT + WIDTH, y, 0.15);
}
