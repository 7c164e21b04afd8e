/** Asks whether what is yielded still shows the fault; answers the smallest that does. */
export type Minimising<T> = Generator<T, T, boolean>;

/**
 * Delta debugging: from a list that shows a fault to one from which no single item can be left out
 * (Zeller and Hildebrandt 2002, Simplifying and Isolating Failure-Inducing Input, algorithm ddmin).
 * It asks about ever smaller parts, and about all but one part. The list itself is taken to show
 * the fault; `least` items are always left.
 */
export function* ddmin<T>(items: readonly T[], least = 0): Minimising<readonly T[]> {
  let kept = items;
  if (least === 0 && kept.length > 0 && (yield [])) return [];
  let parts = 2;
  while (kept.length > Math.max(1, least)) {
    const chunks = split(kept, Math.min(parts, kept.length));
    const smaller = yield* smallerOf(kept, chunks, least);
    if (smaller !== undefined) {
      kept = smaller.list;
      parts = smaller.isPart ? 2 : Math.max(2, chunks.length - 1);
    } else if (chunks.length >= kept.length) {
      return kept;
    } else {
      parts = chunks.length * 2;
    }
  }
  return kept;
}

interface Smaller<T> {
  readonly list: readonly T[];
  readonly isPart: boolean;
}

function* smallerOf<T>(
  kept: readonly T[],
  chunks: readonly (readonly T[])[],
  least: number,
): Generator<readonly T[], Smaller<T> | undefined, boolean> {
  for (const list of chunks) {
    if (list.length >= least && (yield list)) return { list, isPart: true };
  }
  // Of two parts, each is what is left without the other.
  if (chunks.length === 2) return undefined;
  for (const chunk of chunks) {
    const leftOut = new Set(chunk);
    const list = kept.filter((item) => !leftOut.has(item));
    if (list.length >= least && (yield list)) return { list, isPart: false };
  }
  return undefined;
}

/** Parts that are as equal as can be, in order. */
function split<T>(items: readonly T[], parts: number): readonly (readonly T[])[] {
  return Array.from({ length: parts }, (_, part) =>
    items.slice(
      Math.floor((part * items.length) / parts),
      Math.floor(((part + 1) * items.length) / parts),
    ),
  );
}
