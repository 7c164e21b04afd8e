/** A page of a PDF, counted from 1. */
export interface Leaf {
  readonly bytes: Uint8Array;
  readonly page: number;
}

/** Puts pages of PDFs together as one PDF; the same leaves give the same bytes. */
export async function bindPages(leaves: readonly Leaf[]): Promise<Uint8Array> {
  // Loaded when it is needed, which is in a mutant alone.
  const { PDFDocument } = await import('@cantoo/pdf-lib');
  const bound = await PDFDocument.create({ updateMetadata: false });
  const sources = new Map<Uint8Array, Awaited<ReturnType<typeof PDFDocument.load>>>();
  for (const { bytes, page } of leaves) {
    const source = sources.get(bytes) ?? (await PDFDocument.load(bytes, { updateMetadata: false }));
    sources.set(bytes, source);
    for (const copy of await bound.copyPages(source, [page - 1])) bound.addPage(copy);
  }
  return bound.save();
}
