import { init } from '@embedpdf/pdfium';
import PDFDocument from 'pdfkit';
import { Sheet } from '../../../server/document/document-pdf-sheet.ts';

const pdfium = await init({});
pdfium.PDFiumExt_Init();

/** What each page of a PDF says, in the order it was written, without any space. */
export function textsOfPages(bytes: Uint8Array): readonly string[] {
  const { malloc, free } = pdfium.pdfium.wasmExports;
  const address = malloc(bytes.length);
  for (const [index, byte] of bytes.entries()) pdfium.pdfium.setValue(address + index, byte, 'i8');
  const document = pdfium.FPDF_LoadMemDocument(address, bytes.length, '');
  const texts: string[] = [];
  for (let index = 0; index < pdfium.FPDF_GetPageCount(document); index++) {
    const page = pdfium.FPDF_LoadPage(document, index);
    const text = pdfium.FPDFText_LoadPage(page);
    const count = pdfium.FPDFText_CountChars(text);
    const buffer = malloc(2 * (count + 1));
    pdfium.FPDFText_GetText(text, 0, count, buffer);
    texts.push(pdfium.pdfium.UTF16ToString(buffer).replace(/\s/gu, ''));
    free(buffer);
    pdfium.FPDFText_ClosePage(text);
    pdfium.FPDF_ClosePage(page);
  }
  pdfium.FPDF_CloseDocument(document);
  free(address);
  return texts;
}

/** The bytes of a PDF of one A4 page, drawn on a sheet whose font has only Latin letters. */
export function drawnOnSheet(draw: (sheet: Sheet) => void): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', margin: 0, compress: false });
  const latin = Array.from({ length: 0x5f }, (_, index) => 0x20 + index);
  const chunks: Uint8Array[] = [];
  pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  draw(new Sheet(pdf, new Set(latin)));
  pdf.end();
  return new Promise((resolve) => {
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
  });
}
