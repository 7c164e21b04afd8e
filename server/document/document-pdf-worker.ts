import { readFileSync } from 'node:fs';
import { create as openFont } from 'fontkit';
import PDFDocument from 'pdfkit';
import { CERTIFICATES } from '../certificates.ts';
import type { CertificateContent } from './document.ts';
import { pageMarks } from './document-digest.ts';
import { drawFoot } from './document-pdf-frame.ts';
import { Sheet } from './document-pdf-sheet.ts';

// Beside the sources, and beside the compiled code, where the build puts a copy.
const font = readFileSync(new URL('../fonts/NotoSerifJP-Regular-subset.ttf', import.meta.url));
const drawable: ReadonlySet<number> = new Set(openFont(font).characterSet);

/** Draws a certificate as a PDF: the same content gives the same bytes. */
export function draw(content: CertificateContent): Promise<Uint8Array> {
  const certificate = CERTIFICATES[content.type];
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 0,
    font: '',
    lang: 'ja-JP',
    autoFirstPage: false,
    info: {
      Title: certificate.title,
      Author: content.issuerTitle,
      CreationDate: new Date(content.issuedAtMs),
    },
  });
  const bytes = collect(pdf);
  pdf.font(font);
  const sheet = new Sheet(pdf, drawable);
  for (const mark of pageMarks(content)) {
    pdf.addPage();
    certificate.draw(sheet, content, mark.page);
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
