/** Months as keys, 1 is January. */
export const MONTHS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'] as const;
export type Month = (typeof MONTHS)[number];

/** Days of the week in the order of civil time, 0 is Sunday. */
export const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;

/** Certificates a person and year by the kind of municipality (rule.cert_per_head, S1). */
export const CERTIFICATES_PER_PERSON = { metropolis: 1.4, city: 1.2, town: 1.1 } as const;
