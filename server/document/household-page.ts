import type { ListedPerson, Listing } from '../register/household-listing.ts';
import type { CertificateContent } from './document.ts';
import {
  drawAttestation,
  drawContinued,
  drawRows,
  drawTitle,
  type Field,
  LEFT,
  WIDTH,
} from './document-pdf-frame.ts';
import type { Sheet } from './document-pdf-sheet.ts';
import { japaneseDate } from './japanese-date.ts';
import { relationshipWord, SEX_WORDS, spaced } from './resident-words.ts';

/** How a certificate that lists people of a household words what it says. */
export interface HouseholdForm {
  readonly title: string;
  /** The sentence that certifies the whole household, and a part of it. */
  readonly whole: string;
  readonly part: string;
  /** What stands where an item was not asked for; undefined leaves out the item with its name. */
  readonly leftOut: string | undefined;
}

const NUMBER_WIDTH = 10;
const HEADING_TOP = 42;
const HEADING_ROW = 9;
const PEOPLE_TOP = 65;
/** Room for all people of a page, in mm. */
const PEOPLE_HEIGHT = 146;
const TALLEST_ROW = 12;

/** Draws a page of a certificate that lists people of a household. */
export function drawHousehold(
  sheet: Sheet,
  content: CertificateContent<Listing>,
  page: number,
  form: HouseholdForm,
): void {
  const { body, municipalityName } = content;
  const { peoplePerPage } = content.layout;
  drawTitle(sheet, form.title);
  const heading = [
    { label: '世帯主', value: named(body.headName), size: 13 },
    { label: '住所', value: `${municipalityName}${body.address}` },
  ];
  const rows = heading.map((field) => kept([field], form));
  drawRows(sheet, rows.filter(hasFields), { y: HEADING_TOP, height: HEADING_ROW });

  const first = (page - 1) * peoplePerPage;
  let top = PEOPLE_TOP;
  for (const [index, person] of body.people.slice(first, first + peoplePerPage).entries()) {
    const people = personRows(person, form);
    const height = Math.min(TALLEST_ROW, PEOPLE_HEIGHT / peoplePerPage / people.length);
    top = drawPerson(sheet, people, { y: top, height, number: first + index + 1 });
  }
  if (page < content.pages) {
    drawContinued(sheet, 222);
    return;
  }
  drawRest(sheet, top);
  drawAttestation(sheet, content, body.isWhole ? form.whole : form.part, 219);
}

/** The fields of a person, by rows; a row may turn out empty. */
function personRows(person: ListedPerson, form: HouseholdForm): readonly (readonly Field[])[] {
  const { sex, relationship, domicile, individualNumber } = person;
  const word = relationship === undefined ? undefined : relationshipWord(relationship, sex);
  const long = { labelWidth: 34 };
  const rows: readonly (readonly Wanted[])[] = [
    [{ label: '氏名', value: spaced(person.name), size: 13 }],
    [
      { label: '生年月日', value: japaneseDate(person.birthDate), share: 5 },
      { label: '性別', value: SEX_WORDS[sex], labelWidth: 16, share: 2 },
      { label: '続柄', value: word, labelWidth: 16, share: 3 },
    ],
    [
      { label: '住民となった年月日', value: japaneseDate(person.residentSince), ...long },
      { label: '個人番号', value: individualNumber },
    ],
    [{ label: '本籍', value: domicile?.place }],
    [
      { label: '筆頭者', value: domicile === undefined ? undefined : named(domicile.headName) },
      { label: '住民票コード', value: undefined },
    ],
  ];
  return rows.map((row) => kept(row, form)).filter(hasFields);
}

/** A field that may have been left out. */
type Wanted = Omit<Field, 'value'> & { readonly value: string | undefined };

/** The fields of a row with what is said of those that were left out, or without them. */
function kept(row: readonly Wanted[], { leftOut }: HouseholdForm): readonly Field[] {
  return row.flatMap((field) => {
    const value = field.value ?? leftOut;
    return value === undefined ? [] : [{ ...field, value }];
  });
}

function hasFields(row: readonly Field[]): boolean {
  return row.length > 0;
}

function named(name: string | undefined): string | undefined {
  return name === undefined ? undefined : spaced(name);
}

/** Draws the rows of a person beside the number in the list, and answers where they end. */
function drawPerson(
  sheet: Sheet,
  rows: readonly (readonly Field[])[],
  { y, height, number }: { readonly y: number; readonly height: number; readonly number: number },
): number {
  const middle = y + (rows.length * height) / 2;
  const room = { x: LEFT, y: middle, size: 13, width: NUMBER_WIDTH };
  sheet.text(String(number), { ...room, align: 'center' });
  const bottom = drawRows(sheet, rows, { x: LEFT + NUMBER_WIDTH, y, height });
  sheet.frame({ x: LEFT, y, width: WIDTH, height: bottom - y }, 0.5);
  return bottom;
}

/** Closes the room of those who are not there, so that nobody can be added. */
function drawRest(sheet: Sheet, top: number): void {
  const height = PEOPLE_TOP + PEOPLE_HEIGHT - top;
  if (height < 1) return;
  sheet.frame({ x: LEFT, y: top, width: WIDTH, height }, 0.5);
  const y = top + Math.min(height, 36) / 2;
  sheet.text('以下余白', { x: LEFT + 60, y, size: 12, width: 50, align: 'spread' });
}
