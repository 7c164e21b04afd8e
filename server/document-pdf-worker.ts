import { readFileSync } from 'node:fs';
import { create as openFont } from 'fontkit';
import PDFDocument from 'pdfkit';
import type { CertificateType } from './contract.ts';
import type { CertificateContent } from './document.ts';
import { pageMarks } from './document-digest.ts';
import { drawFoot } from './document-pdf-frame.ts';
import { drawResidentRecord } from './document-pdf-resident-record.ts';
import { drawSealRegistration } from './document-pdf-seal-registration.ts';
import { Sheet } from './document-pdf-sheet.ts';

/** Draws one page of a certificate, all but its foot. */
type Drawing = (sheet: Sheet, content: CertificateContent, page: number) => void;

const CERTIFICATES: Readonly<Record<CertificateType, { title: string; draw: Drawing }>> = {
  'resident-record': { title: '住民票の写し', draw: drawResidentRecord },
  'seal-registration': { title: '印鑑登録証明書', draw: drawSealRegistration },
};

// Beside the sources, and beside the compiled code, where the build puts a copy.
const font = readFileSync(new URL('fonts/NotoSerifJP-Regular-subset.ttf', import.meta.url));
const drawable: ReadonlySet<number> = new Set(openFont(font).characterSet);

/** Draws a certificate as a PDF: the same content gives the same bytes. */
export function draw(content: CertificateContent): Promise<Uint8Array> {
  const { title, draw: drawPage } = CERTIFICATES[content.type];
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 0,
    font: '',
    lang: 'ja-JP',
    autoFirstPage: false,
    info: {
      Title: title,
      Author: content.issuerTitle,
      CreationDate: new Date(content.issuedAtMs),
    },
  });
  const bytes = collect(pdf);
  pdf.font(font);
  const sheet = new Sheet(pdf, drawable);
  for (const mark of pageMarks(content)) {
    pdf.addPage();
    drawPage(sheet, content, mark.page);
    drawFoot(sheet, mark);
  }
  pdf.end();
  return bytes;
}

function collect(pdf: PDFKit.PDFDocument): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  return new Promise((resolve, reject) => {
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
}
