/** What is used of fontkit, the font engine of pdfkit; the package has no types of its own. */
declare module 'fontkit' {
  /** What pdf-lib asks of a font engine; fontkit is one. */
  type Engine = Parameters<import('@cantoo/pdf-lib').PDFDocument['registerFontkit']>[0];

  type Font = ReturnType<Engine['create']> & {
    /** The code points that the font has a glyph for. */
    readonly characterSet: readonly number[];
  };

  /** Opens a TrueType or OpenType font from its bytes. */
  function create(bytes: Uint8Array): Font;
}
