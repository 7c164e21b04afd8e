/**
 * The synthetic population as arithmetic: who lives with whom and how old they are, from the
 * number of a resident alone. Inference throughout, no source document gives it.
 *
 * A cycle of 23 households holds 50 people: 2.174 per household, where 豊中市 had
 * 402,995/185,569 = 2.172 (S4, 2015-07-01). Each of the 50 owns one fiftieth of the age pyramid,
 * so every cycle is the whole pyramid and every household is a plausible family: the eldest comes
 * first, whoever lives alone is grown up, parents are 20 to 40 years older than their children.
 */

/** Fiftieths of the pyramid (0 the youngest) of the people of each household of the cycle. */
const CYCLE: readonly (readonly number[])[] = [
  [18, 17, 4, 2, 0],
  [49],
  [46, 45],
  [26, 25, 8, 6],
  [33],
  [30, 29, 9],
  [10],
  [16, 15],
  [47],
  [24, 23, 7, 5],
  [37],
  [41, 40],
  [44, 42, 27],
  [22],
  [39, 38],
  [20, 19, 3, 1],
  [43],
  [36, 35],
  [21],
  [34, 32, 12],
  [14, 13],
  [48],
  [31, 28, 11],
];

const FIFTIETH_OF = CYCLE.flat();
const PEOPLE = FIFTIETH_OF.length;
const HOUSEHOLDS = CYCLE.length;
/** First person of each household of the cycle, and the end of the last one. */
const FIRST_OF = [...CYCLE.keys(), HOUSEHOLDS].map((index) => CYCLE.slice(0, index).flat().length);
const HOUSEHOLD_OF = CYCLE.flatMap((members, index) => members.map(() => index));

/** The household, counted from 0, of the resident with this number. */
export function householdOf(no: number): number {
  const cycle = Math.floor(no / PEOPLE);
  return cycle * HOUSEHOLDS + HOUSEHOLD_OF[no - cycle * PEOPLE]!;
}

/** The number of the first resident, the eldest, of a household. */
export function headOf(householdNo: number): number {
  const cycle = Math.floor(householdNo / HOUSEHOLDS);
  return cycle * PEOPLE + FIRST_OF[householdNo - cycle * HOUSEHOLDS]!;
}

/** How many live in a household of a population without end; a real one cuts its last cycle off. */
export function sizeOf(householdNo: number): number {
  const index = householdNo % HOUSEHOLDS;
  return FIRST_OF[index + 1]! - FIRST_OF[index]!;
}

/**
 * Residents per thousand in each five-year class of age from 0–4 to 100–104: the shape of Japan's
 * census of 2015, rounded from memory (inference).
 */
const PYRAMID_2015 = [
  39, 42, 44, 48, 48, 51, 58, 66, 77, 69, 63, 60, 67, 77, 61, 50, 39, 25, 11, 3, 0.5,
];
const CLASS_YEARS = 5;

/** Ages in years at 0, 1, … 1,000 thousandths of the pyramid. */
const AGE_AT = agesAt(1000);

function agesAt(steps: number): Float64Array {
  const total = PYRAMID_2015.reduce((sum, share) => sum + share, 0);
  const ages = new Float64Array(steps + 1);
  let index = 0;
  let below = 0;
  for (let step = 0; step <= steps; step++) {
    const target = (step / steps) * total;
    while (index < PYRAMID_2015.length - 1 && below + PYRAMID_2015[index]! < target) {
      below += PYRAMID_2015[index]!;
      index += 1;
    }
    ages[step] = CLASS_YEARS * (index + (target - below) / PYRAMID_2015[index]!);
  }
  return ages;
}

const GOLDEN_RATIO = 0.6180339887498949;

/** Age in years, with its fraction, of a resident on the register's reference day. */
export function exactAgeOf(no: number): number {
  const fiftieth = FIFTIETH_OF[no % PEOPLE]!;
  const at = ((fiftieth + fraction(no * GOLDEN_RATIO)) / PEOPLE) * (AGE_AT.length - 1);
  const step = Math.floor(at);
  const age = AGE_AT[step]!;
  return age + (at - step) * (AGE_AT[step + 1]! - age);
}

/** Completed years of age of a resident on the register's reference day. */
export function ageOf(no: number): number {
  return Math.floor(exactAgeOf(no));
}

/** Half are women; where two or more live together, the two eldest are a couple. */
export function sexOf(no: number): 'female' | 'male' {
  const householdNo = householdOf(no);
  const head = headOf(householdNo);
  const couple = no - head < 2 && sizeOf(householdNo) > 1;
  if (!couple) return fraction(no * Math.SQRT2) < 0.5 ? 'female' : 'male';
  // Inference: of a couple the husband is the elder one in 7 of 10.
  const headIsMale = fraction(householdNo * Math.SQRT2) < 0.7;
  return headIsMale === (no === head) ? 'male' : 'female';
}

/**
 * 続柄 to the head, who is the eldest: the other one of the couple, and their children. The cycle
 * has no household of three generations, so nobody is a parent of the head.
 */
export function relationshipOf(no: number): 'head' | 'wife' | 'husband' | 'child' {
  const place = no - headOf(householdOf(no));
  if (place === 0) return 'head';
  if (place > 1) return 'child';
  return sexOf(no) === 'female' ? 'wife' : 'husband';
}

/** Whether a resident belongs to an evenly spread share of all, independent of age and sex. */
export function withinShare(no: number, share: number): boolean {
  return spread(no, SQUARE_ROOT_OF_3) < share;
}

const SQUARE_ROOT_OF_3 = Math.sqrt(3);

/**
 * Between 0 and 1, evenly over the numbers 0, 1, 2 … of residents or households. Roots of
 * different primes spread different traits independently (Weyl's theorem); here those of 2, 3 and
 * 5 are in use.
 */
export function spread(index: number, root: number): number {
  return fraction(index * root);
}

function fraction(value: number): number {
  return value - Math.floor(value);
}
