import type { Process } from '../../sim/process.ts';
import type { Certificate, Compiled } from '../certificate.ts';
import type { CertificateContent } from '../document/document.ts';
import {
  drawAttestation,
  drawContinued,
  drawTitle,
  LEFT,
  WIDTH,
} from '../document/document-pdf-frame.ts';
import type { Sheet } from '../document/document-pdf-sheet.ts';
import { drawFamilyHeading } from '../document/family-page.ts';
import { japaneseDate } from '../document/japanese-date.ts';
import { granted, type Outcome } from '../problems.ts';
import { offerFamily, ownFamily } from '../register/family-lookup.ts';
import type { Family } from '../register/register.ts';

/** What a 戸籍の附票の写し says. */
interface AddressHistory {
  readonly place: string;
  readonly headName: string;
  readonly rows: readonly AddressRow[];
}

interface AddressRow {
  readonly givenName: string;
  /** Whether it is the first of this person. */
  readonly isFirst: boolean;
  readonly since: string;
  readonly address: string;
}

const SENTENCE = 'この写しは、戸籍の附票の原本と相違ないことを証明する。';
const HEADING_TOP = 42;
const TOP = 66;
const ROW = 9;
const ROWS_PER_PAGE = 15;
const NAME = { x: LEFT, width: 30 };
const ADDRESS = { x: LEFT + 30, width: 96 };
const SINCE = { x: LEFT + 126, width: 44 };

/** 戸籍の附票の写し: where those in a family register have lived since it was made. */
export const familyRegisterAddresses: Certificate<AddressHistory> = {
  type: 'family-register-addresses',
  title: '戸籍の附票の写し',
  keptAt: 'domicile',
  offer: offerFamily,

  *compile(applicant): Process<Outcome<Compiled>> {
    const own = yield* ownFamily(applicant);
    if (!own.ok) return own;
    const { family } = own.value;
    let rows = 0;
    for (const { addresses } of family.members) rows += addresses.length;
    return granted({
      pages: Math.max(1, Math.ceil(rows / ROWS_PER_PAGE)),
      registerVersion: family.version,
      body: () => addressHistory(family),
    });
  },

  draw(sheet, content, page) {
    drawTitle(sheet, this.title);
    drawFamilyHeading(sheet, content.body, { nameLabel: '筆頭者', top: HEADING_TOP });
    drawTable(sheet, content, page);
    if (page < content.pages) drawContinued(sheet, 222);
    else drawAttestation(sheet, content, SENTENCE, 220);
  },
};

function addressHistory({ domicile, members }: Family): AddressHistory {
  const { place, headName } = domicile;
  const rows = members.flatMap(({ givenName, addresses }) =>
    addresses.map(({ since, address }, index) => {
      return { givenName, isFirst: index === 0, since, address };
    }),
  );
  return { place, headName, rows };
}

function drawTable(sheet: Sheet, content: CertificateContent<AddressHistory>, page: number): void {
  const first = (page - 1) * ROWS_PER_PAGE;
  const rows = content.body.rows.slice(first, first + ROWS_PER_PAGE);
  drawRow(sheet, { name: '名', address: '住所', since: '住所を定めた年月日' }, TOP, 'spread');
  for (const [index, { givenName, isFirst, since, address }] of rows.entries()) {
    // A page that begins in the middle of a person's addresses names the person again.
    const name = isFirst || index === 0 ? givenName : '';
    const cells = { name, address, since: japaneseDate(since) };
    drawRow(sheet, cells, TOP + (index + 1) * ROW, 'left');
  }
  if (rows.length < ROWS_PER_PAGE) {
    const y = TOP + (rows.length + 1.5) * ROW;
    sheet.text('以下余白', { x: ADDRESS.x + 23, y, size: 12, width: 50, align: 'spread' });
  }
  const height = (ROWS_PER_PAGE + 1) * ROW;
  for (const { x, width } of [NAME, ADDRESS, SINCE]) {
    sheet.frame({ x, y: TOP, width, height }, 0.15);
  }
  sheet.frame({ x: LEFT, y: TOP, width: WIDTH, height }, 0.5);
}

function drawRow(
  sheet: Sheet,
  cells: { readonly name: string; readonly address: string; readonly since: string },
  top: number,
  align: 'spread' | 'left',
): void {
  if (align === 'spread') sheet.fill({ x: LEFT, y: top, width: WIDTH, height: ROW }, '#eeeeee');
  const texts = [
    [cells.name, NAME],
    [cells.address, ADDRESS],
    [cells.since, SINCE],
  ] as const;
  for (const [text, column] of texts) {
    const room = { x: column.x + 3, y: top + ROW / 2, width: column.width - 6 };
    sheet.text(text, { ...room, size: align === 'spread' ? 9 : 11, align });
  }
  // The name goes for all rows down to the next one.
  const ruleX = cells.name === '' ? ADDRESS.x : LEFT;
  sheet.line(ruleX, top, LEFT + WIDTH, top, 0.15);
}
