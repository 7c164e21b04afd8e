import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { judgeScenario, readScenario, type Setting } from '../../../scenarios/scenario-text.ts';
import { completeMunicipality } from '../../../scenarios/traffic/written-municipality.ts';
import { MunicipalityData } from '../../../server/municipalities/municipality-data.ts';
import { scenarioData, smallScenario } from '../small-scenario.ts';

const MIYAKO = MunicipalityData.parse({
  code: '40625',
  name: 'みやこ町',
  issuerTitle: 'みやこ町長',
  population: 18_800,
  feesYen: { 'resident-record': 200, 'seal-registration': 200, 'family-register-full': 450 },
  hoursOf: { 'family-register-full': { opens: '08:30', closes: '17:00', weekdaysOnly: true } },
});

const KNOWN = new Map([[MIYAKO.code, MIYAKO]]);

function completed(written: unknown): unknown {
  const completion = completeMunicipality(written, KNOWN);
  return completion.kind === 'complete' ? completion.municipality : completion;
}

describe('a municipality is', () => {
  test('one that comes with kofu, by its code', () => {
    expect(completed('40625')).toEqual(MIYAKO);
    expect(completed({ extends: '40625' })).toEqual(MIYAKO);
  });

  test('what was written, if all was', () => {
    for (const whole of [scenarioData().municipality, { code: 7 }, [], null, undefined]) {
      expect(completed(whole)).toBe(whole);
    }
  });

  test('one that comes with kofu, with changes', () => {
    const { hoursOf: _, ...others } = MIYAKO;
    expect(
      completed({
        extends: '40625',
        population: 50,
        feesYen: { 'resident-record': 10, tax: 300, 'family-register-full': null },
        hoursOf: null,
        hours: { opens: '07:00' },
        closedDays: [],
      }),
    ).toEqual({
      ...others,
      population: 50,
      feesYen: { 'resident-record': 10, 'seal-registration': 200, tax: 300 },
      hours: { opens: '07:00', closes: '23:00', weekdaysOnly: false },
      closedDays: [],
    });
  });

  test('not changed itself by changes', () => {
    const before = structuredClone(MIYAKO);
    completed({ extends: '40625', feesYen: { 'resident-record': null }, layout: { nameLimit: 1 } });
    expect(MIYAKO).toEqual(before);
  });
});

// The examples of RFC 7396, appendix A, as far as they patch a map by a map.
describe('changes are a JSON merge patch:', () => {
  test.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j is %j', (target, patch, result) => {
    const known = new Map([['1', target as unknown as MunicipalityData]]);
    expect(completeMunicipality({ extends: '1', ...patch }, known)).toEqual({
      kind: 'complete',
      municipality: result,
    });
  });
});

describe('in a scenario', () => {
  const set = (path: string, value: unknown): Setting => ({ path: path.split('.'), value });
  const text = (municipality: unknown) => stringify({ ...scenarioData(), municipality });
  const read = (municipality: unknown, ...settings: readonly Setting[]) =>
    readScenario(text(municipality), 'town.yaml', settings, KNOWN);
  const complaints = (municipality: unknown, ...settings: readonly Setting[]) => {
    const reading = read(municipality, ...settings);
    return reading.kind === 'read' ? [] : reading.complaints;
  };
  const small = smallScenario({ municipality: { ...MIYAKO, population: 500 } });

  test('it is completed, so that the run folder keeps the whole of it', () => {
    const reading = read({ extends: '40625', population: 500 });
    expect(reading).toEqual({ kind: 'read', scenario: small });
    expect(readScenario(JSON.stringify(small), 'scenario.json', [])).toEqual(reading);
  });

  test('it is changed by --set, however it is written', () => {
    const population = set('municipality.population', 500);
    for (const written of ['40625', { extends: '40625' }, MIYAKO]) {
      expect(read(written, population)).toEqual({ kind: 'read', scenario: small });
      const data = { ...scenarioData(), municipality: written };
      expect(judgeScenario(data, 'town.ts', [population], KNOWN)).toEqual(
        read(written, population),
      );
    }
    const named = set('municipality', '40625');
    expect(read(scenarioData().municipality, named, set('stores.inside', 3))).toEqual({
      kind: 'read',
      scenario: smallScenario({ municipality: MIYAKO }),
    });
    const closes = set('municipality.hours.closes', '22:00');
    expect(read('40625', population, closes)).toMatchObject({
      scenario: { municipality: { hours: { opens: '06:30', closes: '22:00' }, population: 500 } },
    });
  });

  test('a mistake in a change is found where it was made', () => {
    const place = (piece: string, written: unknown) => {
      const before = text(written).slice(0, text(written).indexOf(piece)).split('\n');
      return `town.yaml:${before.length}:${(before.at(-1) as string).length + 1}`;
    };
    const wrong = { extends: '40625', hours: { closes: 'midnight' } };
    expect(complaints(wrong)).toMatchObject([
      { where: place('midnight', wrong), path: 'municipality.hours.closes' },
    ]);
    const unknown = { extends: '40625', mayor: '町長' };
    expect(complaints(unknown)).toMatchObject([
      { where: place('mayor', unknown), path: 'municipality.mayor' },
    ]);
    const early = set('municipality.hours.closes', '06:00');
    expect(complaints('40625', early)).toMatchObject([{ path: 'municipality.hours' }]);
    const never = set('municipality.hours.closes', 'never');
    expect(complaints('40625', never)).toMatchObject([
      { where: '--set municipality.hours.closes' },
    ]);
  });

  test.each([
    ['99999', 'municipality', /^its data do not come with kofu: .*40625$/],
    [{ extends: '99999' }, 'municipality.extends', /^its data do not come with kofu/],
    [{ extends: 40625 }, 'municipality.extends', /^write the code in quotes/],
    [40625, 'municipality', /^write the code in quotes/],
  ])('%j is none', (written, path, message) => {
    const [complaint, ...others] = complaints(written);
    expect(complaint).toMatchObject({ path });
    expect(complaint?.where).toMatch(/^town\.yaml:\d+:\d+$/);
    expect(complaint?.message).toMatch(message);
    expect(others).toEqual([]);
  });

  test('one that is not known is told with all other mistakes', () => {
    const told = complaints('99999', set('stores.inside', 0), set('start', 'now'));
    expect(told.map(({ where }) => where)).toEqual([
      expect.stringMatching(/^town\.yaml:/),
      '--set start',
      '--set stores.inside',
    ]);
  });

  test('without any that could be known, all of it must be written', () => {
    expect(readScenario(text('40625'), 'town.yaml', [])).toMatchObject({ kind: 'refused' });
  });
});
