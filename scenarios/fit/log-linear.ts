/** Counts that were made under the same conditions. */
export interface Cell {
  readonly count: number;
  /** Over how much they were made: days, say. */
  readonly exposure: number;
  /** Columns that are 1; all others are 0. */
  readonly columns: readonly number[];
}

/** Counts whose expectation is a product of factors, fitted. */
export interface LogLinearFit {
  /** Logarithms of the factors; 0 for those that the others tell already. */
  readonly logs: readonly number[];
  /** Whether a factor was told apart from those before it. */
  readonly told: readonly boolean[];
  /** What each cell was expected to count per unit of exposure. */
  readonly expected: readonly number[];
  /** How many factors were told apart. */
  readonly rank: number;
  /**
   * Covariances of the logarithms, given the variance of each cell’s count: B⁻¹ M B⁻¹ with the
   * information B of Poisson, so that they hold where counts vary more than that.
   */
  covariance(variances: readonly number[]): readonly (readonly number[])[];
}

/**
 * The maximum of the Poisson likelihood by Newton’s steps. Columns that follow from those before
 * them are left at 1. Every column needs a count somewhere.
 */
export function fitLogLinear(cells: readonly Cell[], columns: number): LogLinearFit {
  const told = independent(cells, columns);
  const active = told.flatMap((is, column) => (is ? [column] : []));
  const at = new Map(active.map((column, index) => [column, index]));
  const own = cells.map((cell) => ({
    ...cell,
    columns: cell.columns.flatMap((column) => at.get(column) ?? []),
  }));
  const total = cells.reduce((sum, { count }) => sum + count, 0);
  const exposure = cells.reduce((sum, cell) => sum + cell.exposure, 0);
  const logs = new Array<number>(active.length).fill(0);
  if (active.length > 0) logs[0] = Math.log(total / exposure);
  let information: number[][] = [];
  for (let step = 0; step < MOST_STEPS; step++) {
    const rates = own.map(({ columns: ones }) => Math.exp(sumAt(logs, ones)));
    information = gram(own, active.length, (cell, index) => cell.exposure * (rates[index] ?? 0));
    for (const [index, row] of information.entries()) row[index] = (row[index] ?? 0) + RIDGE;
    const score = scoreOf(own, rates, active.length);
    const change = solved(information, score);
    const largest = Math.max(0, ...change.map(Math.abs));
    const damped = largest > 2 ? 2 / largest : 1;
    for (const [index, by] of change.entries()) logs[index] = (logs[index] ?? 0) + by * damped;
    if (largest < PRECISION) break;
  }
  const inverse = inverseOf(information);
  return {
    logs: told.map((_, column) => logs[at.get(column) ?? -1] ?? 0),
    told,
    expected: own.map(({ columns: ones }) => Math.exp(sumAt(logs, ones))),
    rank: active.length,
    covariance: (variances) => {
      const middle = gram(own, active.length, (_, index) => variances[index] ?? 0);
      const small = product(product(inverse, middle), inverse);
      const of = (column: number) => at.get(column);
      return told.map((_, row) =>
        told.map((__, column) => small[of(row) ?? -1]?.[of(column) ?? -1] ?? 0),
      );
    },
  };
}

const MOST_STEPS = 100;
const PRECISION = 1e-11;

/**
 * Added to the information, in counts. It leaves the maximum where it is, and keeps factors finite
 * of which few counts say that they should be 0.
 */
const RIDGE = 1e-6;

function scoreOf(cells: readonly Cell[], rates: readonly number[], size: number): number[] {
  const score = new Array<number>(size).fill(0);
  cells.forEach(({ count, exposure, columns }, index) => {
    const residual = count - exposure * (rates[index] as number);
    for (const column of columns) score[column] = (score[column] as number) + residual;
  });
  return score;
}

/** Which columns do not follow from those before them: Cholesky’s pivots tell. */
function independent(cells: readonly Cell[], columns: number): boolean[] {
  const matrix = gram(cells, columns, ({ exposure }) => exposure);
  const whole = matrix.map((row, index) => row[index] as number);
  const told = new Array<boolean>(columns).fill(false);
  for (let pivot = 0; pivot < columns; pivot++) {
    const own = matrix[pivot] as number[];
    const left = own[pivot] as number;
    if (!(left > 1e-9 * Math.max(1, whole[pivot] as number))) continue;
    told[pivot] = true;
    for (let row = pivot + 1; row < columns; row++) {
      const other = matrix[row] as number[];
      const share = (other[pivot] as number) / left;
      if (share === 0) continue;
      for (let column = pivot; column < columns; column++) {
        other[column] = (other[column] as number) - share * (own[column] as number);
      }
    }
  }
  return told;
}

function gram<C extends Cell>(
  cells: readonly C[],
  size: number,
  weight: (cell: C, index: number) => number,
): number[][] {
  const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  cells.forEach((cell, index) => {
    const by = weight(cell, index);
    for (const row of cell.columns) {
      const own = matrix[row] as number[];
      for (const column of cell.columns) own[column] = (own[column] as number) + by;
    }
  });
  return matrix;
}

function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  return product(
    inverseOf(matrix),
    right.map((value) => [value]),
  ).map(([value = 0]) => value);
}

/** By Gauß and Jordan; positive definite matrices need no pivoting. */
function inverseOf(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const work = matrix.map((row, index) => [
    ...row,
    ...row.map((_, column) => (column === index ? 1 : 0)),
  ]);
  for (let pivot = 0; pivot < size; pivot++) {
    const own = work[pivot] as number[];
    const by = own[pivot] as number;
    for (let column = 0; column < own.length; column++) own[column] = (own[column] ?? 0) / by;
    work.forEach((row, index) => {
      const share = row[pivot] as number;
      if (index === pivot || share === 0) return;
      for (let column = pivot; column < row.length; column++) {
        row[column] = (row[column] as number) - share * (own[column] as number);
      }
    });
  }
  return work.map((row) => row.slice(size));
}

function product(
  left: readonly (readonly number[])[],
  right: readonly (readonly number[])[],
): number[][] {
  const width = right[0]?.length ?? 0;
  return left.map((row) =>
    Array.from({ length: width }, (_, column) =>
      row.reduce((sum, value, index) => sum + value * (right[index]?.[column] ?? 0), 0),
    ),
  );
}

function sumAt(values: readonly number[], places: readonly number[]): number {
  return places.reduce((sum, place) => sum + (values[place] ?? 0), 0);
}
