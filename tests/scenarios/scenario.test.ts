import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { THINK_STAGES } from '../../devices/kiosk/stages.ts';
import { demandsBeside } from '../../scenarios/demand/demand-files.ts';
import { Scenario } from '../../scenarios/scenario.ts';
import { readScenario } from '../../scenarios/scenario-text.ts';
import { HOLIDAY_YEARS } from '../../server/municipalities/holidays.ts';
import { ShippedMunicipalities } from '../../server/municipalities/municipality-files.ts';
import { type ScenarioData, scenarioData, smallScenario } from './small-scenario.ts';

/** What is wrong with a scenario, as `path: message`. */
function complaints(changes: Partial<ScenarioData>): readonly string[] {
  const { error } = Scenario.safeParse(scenarioData(changes));
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

const { municipality, citizens } = scenarioData();

type Bands = Extract<ScenarioData['workloads'][string], { executor: 'calendar' }>['bands'];

function day(bands: Bands): Partial<ScenarioData> {
  return { workloads: { day: { executor: 'calendar', perDay: 100, bands } } };
}

describe('what no single field can know is checked:', () => {
  test('that the holidays of its days are known', () => {
    const { first, last } = HOLIDAY_YEARS;
    const message = `start: begin in ${first} to ${last - 1}: holidays are known for these years`;
    expect(complaints({ start: `${first - 1}-12-31T10:00:00+09:00` })).toEqual([message]);
    expect(complaints({ start: `${first}-01-01T10:00:00+09:00` })).toEqual([]);
    expect(complaints({ start: `${last}-11-30T10:00:00+09:00` })).toEqual([]);
    // An application of this day could not be dated.
    expect(complaints({ start: `${last}-12-20T10:00:00+09:00` })).toEqual([message]);
    expect(complaints({ start: `${last + 1}-01-01T10:00:00+09:00` })).toEqual([message]);
  });

  test('the hours of a municipality', () => {
    for (const hours of [
      { opens: '23:00', closes: '06:30' },
      { opens: '09:00', closes: '09:00' },
    ]) {
      expect(complaints({ municipality: { ...municipality, hours } })).toEqual([
        'municipality.hours: opens must come before closes',
      ]);
    }
    const hours = { opens: '00:00', closes: '24:00' };
    expect(complaints({ municipality: { ...municipality, hours } })).toEqual([]);
  });

  test('that what the office enters is its own, and within the run', () => {
    const enter = { operation: 'revoke-seal', municipality: '27203', resident: 9 } as const;
    // From nine to ten.
    expect(complaints({ office: [{ at: '06:30', enter }] })).toEqual([]);
    expect(complaints({ office: [{ at: '09:59', enter }] })).toEqual([]);
    const late = 'office.0.at: the run would be over before: it must lie within the duration';
    expect(complaints({ office: [{ at: '10:00', enter }] })).toEqual([late]);
    expect(complaints({ office: [{ at: '09:30', day: 2, enter }] })).toEqual([late]);
    const elsewhere = { ...enter, municipality: '45201' };
    expect(complaints({ office: [{ at: '09:30', enter: elsewhere }] })).toEqual([
      'office.0.enter.municipality: only the office of 27203 is in this run',
    ]);
  });

  test('that there is a workload', () => {
    expect(complaints({ workloads: {} })).toEqual(['workloads: name at least one workload']);
  });

  test('that there are kiosks where citizens go', () => {
    expect(complaints({ citizens: { ...citizens, outsideShare: 0.1 } })).toEqual([
      'stores.outside: citizens go outside the city, but there are no kiosks there',
    ]);
    const stores = { inside: 3, outside: 1 };
    expect(complaints({ stores, citizens: { ...citizens, outsideShare: 0.1 } })).toEqual([]);
  });

  test('that bands of age are no wrong way round and not all empty', () => {
    const ages = [
      { from: 20, to: 79, share: 1 },
      { from: 70, to: 60, share: 1 },
    ];
    expect(complaints({ citizens: { ...citizens, ages } })).toEqual([
      'citizens.ages.1: from must not exceed to',
    ]);
    const none = [{ from: 20, to: 79, share: 0 }];
    expect(complaints({ citizens: { ...citizens, ages: none } })).toEqual([
      'citizens.ages: the shares add up to 0',
    ]);
  });

  test('that somebody wants a certificate', () => {
    const certificates = { 'resident-record': 0 };
    expect(complaints({ citizens: { ...citizens, certificates } })).toEqual([
      'citizens.certificates: the shares add up to 0',
    ]);
  });

  test('that somebody of the ages lives there', () => {
    const ages = [{ from: 118, to: 120, share: 1 }];
    expect(complaints({ citizens: { ...citizens, ages } })).toEqual([
      'citizens.ages: nobody of these ages lives among 20000 residents: widen a band',
    ]);
  });

  test('that somebody who comes for the certificate of a seal can have one', () => {
    const sealless = { ...municipality, sealShare: 0 };
    expect(complaints({ municipality: sealless })).toEqual([
      'municipality.sealShare: nobody who comes has a seal to certify: raise it, or want no seal-registration',
    ]);
    const certificates = { 'resident-record': 1 };
    expect(complaints({ municipality: sealless, citizens: { ...citizens, certificates } })).toEqual(
      [],
    );
  });

  test('that the bands of a day are in order, do not overlap and have hours and citizens', () => {
    const from = (from: string, to: string, more = {}) => ({ from, to, share: 1, ...more });
    for (const to of ['09:00', '10:00']) {
      expect(complaints(day([from('10:00', to)]))).toEqual([
        'workloads.day.bands.0: from must come before to',
      ]);
    }
    expect(complaints(day([from('08:00', '10:00'), from('09:00', '11:00')]))).toEqual([
      'workloads.day.bands.1: this must not overlap the band from 08:00 to 10:00',
    ]);
    expect(complaints(day([from('10:00', '11:00'), from('08:00', '10:00')]))).toEqual([]);
    expect(complaints(day([from('08:30', '10:00', { hourly: { 7: 1, 10: 1 } })]))).toEqual([
      'workloads.day.bands.0: hourly must give one of the band’s hours a weight',
    ]);
    expect(complaints(day([from('08:30', '10:00', { hourly: { 8: 1 } })]))).toEqual([]);
    expect(complaints(day([from('08:00', '10:00', { share: 0 })]))).toEqual([
      'workloads.day.bands: the shares add up to 0',
    ]);
  });
});

test.each([
  { executor: 'constant-arrival-rate', rate: 1, duration: '0s' },
  { executor: 'poisson-arrival-rate', rate: 1, duration: '0s' },
  { executor: 'constant-vus', vus: 1, duration: '0s' },
  { executor: 'ramping-arrival-rate', stages: [{ duration: '0s', target: 1 }] },
] as const)('a workload of $executor that lasts no time is refused', (workload) => {
  const workloads = { day: workload } as ScenarioData['workloads'];
  expect(complaints({ workloads })).toEqual([
    'stages' in workload
      ? 'workloads.day.stages: one stage at least must last longer than 0s'
      : 'workloads.day.duration: write a duration longer than 0s',
  ]);
});

test('the defaults are complete: every stage has a think time, every part its settings', () => {
  const { citizens, printer, server, gracefulStop, thresholds } = smallScenario();
  expect(Object.keys(citizens.behaviour.think).sort()).toEqual([...THINK_STAGES].sort());
  expect(printer.firstPage.median).toBe('60s');
  expect(server).toMatchObject({ workers: 16, timeout: '90s', attempts: 2 });
  expect(gracefulStop).toBe('30m');
  expect(thresholds).toEqual({});
});

describe('the scenarios that come with kofu', () => {
  const files = readdirSync('scenarios').filter((file) => file.endsWith('.yaml'));

  const shipped = new ShippedMunicipalities();

  test.each(files)('%s is sound, and named like its file', (file) => {
    const place = `scenarios/${file}`;
    const text = readFileSync(place, 'utf8');
    const reading = readScenario(text, file, [], shipped, demandsBeside(place));
    expect(reading).toMatchObject({ kind: 'read', scenario: { name: file.replace('.yaml', '') } });
  });
});
