/**
 * The factors that make each row, times them and added up, come nearest to its value: by normal
 * equations and elimination, as there are six of them at most. Undefined if the rows do not tell.
 */
export function leastSquares(
  rows: readonly (readonly number[])[],
  values: readonly number[],
): readonly number[] | undefined {
  const size = rows[0]?.length ?? 0;
  const matrix = Array.from({ length: size }, (_, first) => [
    ...Array.from({ length: size }, (_, second) =>
      rows.reduce((sum, row) => sum + row[first]! * row[second]!, 0),
    ),
    rows.reduce((sum, row, index) => sum + row[first]! * values[index]!, 0),
  ]);
  return solved(matrix);
}

/**
 * The unknowns of as many equations, each a row of factors and its value, which is overwritten.
 * Undefined if the rows do not tell.
 */
export function solved(matrix: number[][]): readonly number[] | undefined {
  const size = matrix.length;
  for (let column = 0; column < size; column++) {
    const pivot = strongest(matrix, column);
    if (Math.abs(matrix[pivot]?.[column] ?? 0) < 1e-6) return undefined;
    [matrix[column], matrix[pivot]] = [matrix[pivot]!, matrix[column]!];
    eliminate(matrix, column);
  }
  return matrix.map((row, index) => row[size]! / row[index]!);
}

function strongest(matrix: readonly (readonly number[])[], column: number): number {
  let best = column;
  for (let row = column + 1; row < matrix.length; row++) {
    if (Math.abs(matrix[row]![column]!) > Math.abs(matrix[best]![column]!)) best = row;
  }
  return best;
}

/** Takes the column out of all rows but its own. */
function eliminate(matrix: number[][], column: number): void {
  const own = matrix[column]!;
  for (const [index, row] of matrix.entries()) {
    if (index === column) continue;
    const factor = row[column]! / own[column]!;
    for (let place = column; place < row.length; place++) row[place]! -= factor * own[place]!;
  }
}
