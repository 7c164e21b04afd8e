/*
 * Inner code: a byte is drawn as a word of twelve cells, a shortened Hamming code. One wrong cell
 * of a word is mended by itself. Scattered damage spoils one cell here and one there, and each
 * would otherwise cost Reed–Solomon a whole byte.
 */

/** Cells of a word. */
export const WORD_BITS = 12;

/** Columns of the parity check: any two differ, so that one wrong bit shows where it is. */
const CHECKS: readonly number[] = [3, 5, 6, 7, 9, 10, 11, 13, 1, 2, 4, 8];

/** The twelve bits of each byte, its own eight first, as a number. */
export const WORDS: Uint16Array = Uint16Array.from({ length: 256 }, (_, byte) => {
  const parity = checked(byte << 4);
  return (
    (byte << 4) |
    [1, 2, 4, 8].reduce((bits, check, index) => bits | ((parity & check ? 8 : 0) >> index), 0)
  );
});

function checked(word: number): number {
  return CHECKS.reduce((sum, check, bit) => ((word >> (11 - bit)) & 1 ? sum ^ check : sum), 0);
}

/** For each result of the check, the single bits and pairs of bits that would explain it. */
const EXPLANATIONS: readonly Int8Array[] = Array.from({ length: 16 }, (_, sum) =>
  Int8Array.from(
    CHECKS.flatMap((check, first) => [
      ...(check === sum ? [first, first] : []),
      ...CHECKS.flatMap((other, second) =>
        second > first && (check ^ other) === sum ? [first, second] : [],
      ),
    ]),
  ),
);

/**
 * The byte that twelve cells most likely show. `cells[index]` is how black a cell is, from −1
 * for surely white to 1 for surely black; doubtful cells are the first to be taken for wrong.
 */
export function likeliestByte(cells: Float32Array): number {
  let word = 0;
  let sum = 0;
  for (let bit = 0; bit < WORD_BITS; bit++) {
    const isBlack = cells[bit]! > 0;
    word = (word << 1) | (isBlack ? 1 : 0);
    if (isBlack) sum ^= CHECKS[bit]!;
  }
  return (sum === 0 ? word : word ^ likeliestError(cells, EXPLANATIONS[sum]!)) >> 4;
}

/** Beyond this a cell is no more certain: ink and white spots are as black and white as cells. */
const CERTAIN = 0.3;

function certain(cell: number): number {
  return Math.min(CERTAIN, Math.abs(cell));
}

function likeliestError(cells: Float32Array, pairs: Int8Array): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < pairs.length; index += 2) {
    const [first, second] = [pairs[index]!, pairs[index + 1]!];
    const isOne = first === second;
    const certainty = certain(cells[first]!) + (isOne ? 0 : certain(cells[second]!));
    if (certainty >= least) continue;
    least = certainty;
    best = (1 << (11 - first)) | (isOne ? 0 : 1 << (11 - second));
  }
  return best;
}
