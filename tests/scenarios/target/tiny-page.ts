import { readFileSync } from 'node:fs';
import PDFDocument from 'pdfkit';
import { create as qrCode } from 'qrcode';
import type { TargetResident } from '../../../scenarios/target/target-data.ts';

/** A 住民票 that is to be drawn. */
export interface Job {
  readonly owner: TargetResident;
  readonly household: readonly TargetResident[];
  readonly requestId: string;
  readonly number: string;
  /** Whether its pages bear no mark, as those of a server that nobody has told of it. */
  readonly unmarked?: boolean;
}

const FONT = readFileSync('server/fonts/NotoSerifJP-Regular-subset.ttf');
const PEOPLE_PER_PAGE = 2;

export function pagesOf({ household }: Pick<Job, 'household'>): number {
  return Math.ceil(household.length / PEOPLE_PER_PAGE);
}

/** Draws it as a PDF with the mark of its owner and its request on every page. */
export function draw({ owner, household, requestId, number, unmarked }: Job): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', font: '', autoFirstPage: false });
  const chunks: Buffer[] = [];
  const drawn = new Promise<Buffer>((resolve) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
  });
  const of = pagesOf({ household });
  for (let page = 1; page <= of; page++) {
    pdf.addPage().font(FONT).fontSize(20).text('住民票', 60, 60).fontSize(11);
    for (const { name, birthDate, address } of household.slice(2 * page - 2, 2 * page)) {
      pdf.text(`${name}　${birthDate}　${address}`).moveDown();
    }
    if (unmarked) continue;
    const mark = `KOFU1 ${owner.nonce} ${requestId} ${number} ${page}/${of} v${owner.version}`;
    const { data, size } = qrCode(mark, { errorCorrectionLevel: 'Q' }).modules;
    const module = 80 / size;
    data.forEach((dark, at) => {
      const [row, column] = [Math.floor(at / size), at % size];
      if (dark) pdf.rect(60 + column * module, 700 + row * module, module, module);
    });
    pdf.fill('black');
  }
  pdf.end();
  return drawn;
}
