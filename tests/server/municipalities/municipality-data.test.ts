import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { CERTIFICATE_TYPES } from '../../../server/contract.ts';
import {
  MunicipalityData,
  municipalityOf,
} from '../../../server/municipalities/municipality-data.ts';
import { closedBecause } from '../../../server/municipalities/opening-hours.ts';

type Written = z.input<typeof MunicipalityData>;

const SMALLEST: Written = {
  code: '27203',
  name: '豊中市',
  issuerTitle: '豊中市長',
  population: 402_995,
  feesYen: { 'resident-record': 200 },
};

/** What is wrong with a municipality, as `path: message`. */
function complaints(changes: object): readonly string[] {
  const { error } = MunicipalityData.safeParse({ ...SMALLEST, ...changes });
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

const HOUR_MS = 3_600_000;

describe('a municipality', () => {
  test('can be written in five lines', () => {
    expect(municipalityOf(MunicipalityData.parse(SMALLEST))).toEqual({
      code: '27203',
      name: '豊中市',
      issuerTitle: '豊中市長',
      population: 402_995,
      feesYen: { 'resident-record': 200 },
      calendar: {
        types: ['resident-record'],
        hours: { opensMs: 6.5 * HOUR_MS, closesMs: 23 * HOUR_MS, weekdaysOnly: false },
        hoursOf: {},
        closedDays: [{ from: '12-29', to: '01-03' }],
        maintenance: [],
      },
      methods: ['jpki'],
      items: { relationships: true, domicile: true, individualNumber: false },
      taxYearFrom: '06-01',
      layout: { peoplePerPage: 4, nameLimit: 25, addressLimit: 40 },
    });
  });

  test('says of each of its keys how its server behaves', () => {
    const data = MunicipalityData.parse({
      ...SMALLEST,
      feesYen: { 'family-register-full': 450, tax: 0 },
      hours: { opens: '07:00', weekdaysOnly: true },
      hoursOf: { 'family-register-full': { opens: '09:00', closes: '17:00', weekdaysOnly: true } },
      closedDays: [{ from: '08-13', to: '08-15' }],
      maintenance: [
        { from: '2024-10-04T17:30+09:00', to: '2024-10-05T09:00+09:00', types: ['tax'] },
        { from: '2024-10-06T00:00+09:00', to: '2024-10-07T00:00+09:00' },
      ],
      methods: ['card-ap'],
      items: { individualNumber: true },
      taxYearFrom: '06-10',
      layout: { peoplePerPage: 1 },
    });
    expect(municipalityOf(data)).toMatchObject({
      feesYen: { 'family-register-full': 450, tax: 0 },
      calendar: {
        types: ['tax', 'family-register-full'],
        hours: { opensMs: 7 * HOUR_MS, closesMs: 23 * HOUR_MS, weekdaysOnly: true },
        hoursOf: {
          'family-register-full': { opensMs: 9 * HOUR_MS, closesMs: 17 * HOUR_MS },
        },
        closedDays: [{ from: '08-13', to: '08-15' }],
        maintenance: [
          {
            fromMs: Date.parse('2024-10-04T17:30:00+09:00'),
            toMs: Date.parse('2024-10-05T09:00:00+09:00'),
            types: ['tax'],
          },
          { fromMs: Date.parse('2024-10-06T00:00:00+09:00'), types: undefined },
        ],
      },
      methods: ['card-ap'],
      items: { relationships: true, domicile: true, individualNumber: true },
      taxYearFrom: '06-10',
      layout: { peoplePerPage: 1, nameLimit: 25, addressLimit: 40 },
    });
  });

  test('opens no session for hours of what it does not offer', () => {
    const { calendar } = municipalityOf(
      MunicipalityData.parse({
        ...SMALLEST,
        hoursOf: { tax: { opens: '00:00', closes: '24:00' } },
      }),
    );
    expect(closedBecause(calendar, Date.parse('2024-10-04T05:00:00+09:00'))).toBe('out-of-hours');
  });

  test('may offer every certificate there is', () => {
    const feesYen = Object.fromEntries(CERTIFICATE_TYPES.map((type) => [type, 300]));
    const data = MunicipalityData.parse({ ...SMALLEST, feesYen });
    expect(municipalityOf(data).calendar.types).toEqual(CERTIFICATE_TYPES);
  });
});

describe('a mistake in a municipality is told:', () => {
  test.each([
    [{ code: '272035' }, /^code: /],
    [{ name: '' }, /^name: /],
    [{ population: 0 }, /^population: /],
    [{ mayor: '豊中市長' }, /^: Unrecognized key: "mayor"$/],
    [{ feesYen: {} }, /^feesYen: give at least one certificate a fee$/],
    [{ feesYen: { passport: 200 } }, /^feesYen/],
    [{ feesYen: { tax: 200.5 } }, /^feesYen\.tax: /],
    [{ hours: { opens: '6:30' } }, /^hours\.opens: write a time of day/],
    [{ hours: { opens: '23:00' } }, /^hours: opens must come before closes$/],
    [{ hours: { open: '06:30' } }, /^hours: Unrecognized key/],
    [{ hoursOf: { tax: { closes: '06:30' } } }, /^hoursOf\.tax: opens must come before closes$/],
    [{ hoursOf: { tax: { opens: 'noon' } } }, /^hoursOf\.tax\.opens: write a time of day/],
    [
      { closedDays: [{ from: '12-29', to: '02-30' }] },
      /^closedDays\.0\.to: no year has such a day$/,
    ],
    [{ closedDays: [{ from: '12-29' }] }, /^closedDays\.0\.to: /],
    [
      { maintenance: [{ from: '2024-10-05T09:00+09:00', to: '2024-10-05T09:00+09:00' }] },
      /^maintenance\.0: from must come before to$/,
    ],
    [
      { maintenance: [{ from: '2024-10-05', to: '2024-10-06' }] },
      /^maintenance\.0\.from: write an instant/,
    ],
    [{ methods: [] }, /^methods: /],
    [{ methods: ['password'] }, /^methods\.0: /],
    [{ taxYearFrom: 'June' }, /^taxYearFrom: write a day of the year/],
    [{ layout: { peoplePerPage: 5 } }, /^layout\.peoplePerPage: /],
    [{ items: { religion: true } }, /^items: Unrecognized key/],
  ])('%j', (changes, message) => {
    expect(complaints(changes)[0]).toMatch(message);
  });

  test('and all of several at once', () => {
    const paths = complaints({ code: 'x', hours: { opens: '24:00' }, taxYearFrom: '06-31' });
    expect(paths.map((text) => text.split(':')[0])).toEqual(['code', 'taxYearFrom', 'hours']);
  });
});
