/** Which pages of a document go on which sheets. */
export interface PrintLayout {
  /** Pages of the document that are printed, 1 is the first. */
  readonly pages: readonly number[];
  readonly copies: number;
  readonly duplex: boolean;
}

/** One sheet of paper. */
export interface PrintSheet {
  /** 1 is the first copy. */
  readonly copy: number;
  /** Of the document: the front, and the back if there is one. */
  readonly pages: readonly number[];
}

export function sheetCount({ pages, copies, duplex }: PrintLayout): number {
  return copies * Math.ceil(pages.length / (duplex ? 2 : 1));
}

/** The nth sheet (0 is the first): copies come out one after the other, each in order. */
export function sheetAt(layout: PrintLayout, index: number): PrintSheet {
  const { pages, copies, duplex } = layout;
  const sides = duplex ? 2 : 1;
  const perCopy = sheetCount(layout) / copies;
  const copy = Math.floor(index / perCopy);
  const first = (index - copy * perCopy) * sides;
  return { copy: copy + 1, pages: pages.slice(first, first + sides) };
}

/** The pages of a document that lie in one of these ranges; all if there are none. */
export function pagesIn(
  count: number,
  ranges: readonly { readonly lower: number; readonly upper: number }[],
): readonly number[] {
  const all = Array.from({ length: count }, (_, index) => index + 1);
  if (ranges.length === 0) return all;
  return all.filter((page) => ranges.some(({ lower, upper }) => lower <= page && page <= upper));
}
