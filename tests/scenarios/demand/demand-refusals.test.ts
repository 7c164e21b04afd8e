import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readDemand } from '../../../scenarios/demand/demand-text.ts';
import { type DemandData, demandData, given } from './small-demand.ts';

/** What a demand is refused for: path and message. */
function complaints(changes: object): readonly string[] {
  const reading = readDemand(stringify({ ...demandData(), ...changes }), 'town.yaml');
  if (reading.kind === 'read') return [];
  return reading.complaints.map(({ path, message }) => `${path}: ${message}`);
}

const [early, office, night] = demandData().hours.weekday as [Band, Band, Band];
type Band = DemandData['hours']['weekday'][number];

const bands = (...weekday: readonly Band[]) => ({ hours: { weekday } });

const surge = (data: object) => ({ surges: [{ name: 'surge', factor: given(2), ...data }] });

test('what is sound is not refused', () => {
  expect(complaints({})).toEqual([]);
});

describe('is refused with place and remedy:', () => {
  test.each<[string, object, string]>([
    [
      'shares that do not make 1',
      { certificates: given({ 'resident-record': 0.5, tax: 0.4 }) },
      'certificates.value: the shares add up to 0.9: change them so that they make 1',
    ],
    [
      'bands that do not make 1',
      bands(early, office),
      'hours.weekday: the shares add up to 0.7: change them so that they make 1',
    ],
    [
      'ages that make more than 1',
      {
        ages: given([
          { from: 20, to: 79, share: 0.8 },
          { from: 80, to: 89, share: 0.3 },
        ]),
      },
      'ages.value: the shares add up to 1.1: change them so that they make 1',
    ],
    [
      'places and copies likewise',
      { places: given({ city: 0.7 }), copies: given({ 1: 1, 2: 0.1 }) },
      'places.value: the shares add up to 0.7: change them so that they make 1',
    ],
    [
      'ages twice',
      {
        ages: given([
          { from: 20, to: 60, share: 0.5 },
          { from: 50, to: 79, share: 0.5 },
        ]),
      },
      'ages.value.1: ages 20 to 60 have a share already: begin after them',
    ],
    [
      'bands that overlap',
      bands(early, { ...office, when: given({ from: '08:00', to: '17:15' }) }, night),
      'hours.weekday.1.when.value: this must not overlap the band from 06:30 to 08:30',
    ],
    [
      'bands that end before they begin',
      bands(early, { when: given({ from: '17:15', to: '08:30' }), share: given(0.6) }, night),
      'hours.weekday.1.when.value: from must come before to',
    ],
    [
      'demand while all is closed',
      bands(early, office, { ...night, when: given({ from: '17:15', to: '24:00' }) }),
      'hours.weekday.2.when.value: the service is open from 06:30 to 23:00: end the band there, or change `opening`',
    ],
    [
      'curves without weight in their band',
      bands(early, { ...office, curve: given({ 20: 1 }) }, night),
      'hours.weekday.1.curve: give one of the band’s hours a weight',
    ],
    [
      'opening hours the wrong way round',
      { opening: given({ opens: '23:00', closes: '06:30' }) },
      'opening.value: opens must come before closes',
    ],
    [
      'a year that is closed altogether',
      { closedDays: given([{ from: '01-01', to: '12-31' }]) },
      'volume: nobody could come on the days counted: all of them are closed',
    ],
    [
      'a count of no days',
      { volume: { by: 'count', from: '2014-06-30', to: '2014-01-01', certificates: given(1) } },
      'volume.from: from must not be after to',
    ],
    [
      'a day that does not exist',
      { volume: { by: 'count', from: '2014-01-01', to: '2014-02-30', certificates: given(1) } },
      'volume.to: there is no such day',
    ],
    [
      'years whose holidays nobody knows',
      { volume: { by: 'count', from: '1960-01-01', to: '1960-12-31', certificates: given(1) } },
      'volume: count in 1970 to 2049: holidays are known for these years',
    ],
    [
      'rates that cannot be',
      { volume: { by: 'count', from: '2014-02-03', to: '2014-02-03', certificates: given(1e9) } },
      'volume: 1000000000 certificates make',
    ],
    [
      'two rates a person',
      {
        volume: {
          by: 'population',
          year: 2014,
          population: given(1000),
          kind: given('city'),
          certificatesPerPerson: given(1.3),
          cardShare: given(0.5),
          channelShare: given(0.3),
        },
      },
      'volume: give either `kind` or `certificatesPerPerson`',
    ],
    [
      'more than all people',
      {
        volume: {
          by: 'population',
          year: 2014,
          population: given(1000),
          kind: given('city'),
          cardShare: given(1.5),
          channelShare: given(0.3),
        },
      },
      'volume.cardShare.value: Too big',
    ],
    [
      'surges on closed days',
      surge({ kind: 'launch-day', on: '2014-12-31' }),
      'surges.0: nobody can come, as 2014-12-31 is closed: choose another day, or open it',
    ],
    [
      'campaigns that end before they begin',
      surge({ kind: 'campaign', from: '2014-03-02', to: '2014-03-01' }),
      'surges.0: from must come before to',
    ],
    [
      'surges of one name',
      { surges: ['a', 'a'].map((name) => ({ kind: 'month-end', name, factor: given(2) })) },
      'surges.1.name: another surge has this name: name it anew',
    ],
    [
      'numbers without an origin',
      { overdispersion: { value: 0.1 } },
      'overdispersion.origin: this is missing (string)',
    ],
    [
      'origins that say nothing',
      { overdispersion: { value: 0.1, origin: '' } },
      'overdispersion.origin: say where',
    ],
    ['keys nobody knows', { population: 3 }, 'population: there is no such key'],
  ])('%s', (_, changes, expected) => {
    const told = complaints(changes);
    expect(
      told.some((complaint) => complaint.startsWith(expected)),
      told.join('\n'),
    ).toBe(true);
  });
});

test('all mistakes are told at once, each at its line and column', () => {
  const text = `demand: 1
name: small-town
volume: { by: count, from: 2014-01-01, to: 2014-12-31, certificates: { value: 9, origin: I } }
hours:
  weekday:
    - when: { value: { from: '06:30', to: '23:30' }, origin: I }
      share: { value: 0.9, origin: I }
certificates: { value: { tax: 1 }, origin: I }
ages:
  value: [{ from: 20, to: 79, share: 0.7 }]
  origin: I
`;
  const reading = readDemand(text, 'town.yaml');
  const told = reading.kind === 'refused' ? reading.complaints.map(({ where }) => where) : [];
  expect(told).toEqual(['town.yaml:10:10', 'town.yaml:6:22', 'town.yaml:6:5']);
});

test('what is no map, or no YAML, is told so', () => {
  for (const text of ['', '- 1', 'demand: [']) {
    expect(readDemand(text, 'town.yaml')).toMatchObject({ kind: 'refused' });
  }
});
