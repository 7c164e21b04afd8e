/** Formats that the printer prints, the one it would rather have first. */
export const PRINTED_FORMATS = [
  'application/pdf',
  'image/pwg-raster',
  'image/urf',
  'image/jpeg',
] as const;

export type PrintedFormat = (typeof PRINTED_FORMATS)[number];

const MAGIC: Readonly<Record<PrintedFormat, string>> = {
  'application/pdf': '%PDF-',
  'image/pwg-raster': 'RaS2',
  'image/urf': 'UNIRAST\0',
  'image/jpeg': '\xff\xd8\xff',
};

/** What a document is by its first bytes; undefined if it is none of what is printed. */
export function sniffedFormat(bytes: Uint8Array): PrintedFormat | undefined {
  const begins = (magic: string) =>
    [...magic].every((character, index) => bytes[index] === character.charCodeAt(0));
  return PRINTED_FORMATS.find((format) => begins(MAGIC[format]));
}
