import { expect, test } from 'vitest';
import type { Family, Register, Resident } from '../../../server/register/register.ts';
import { copyResident } from '../../../server/register/resident-copy.ts';
import type { Process } from '../../../sim/process.ts';

/** A resident's properties as plain data, wherever they came from. */
export function plain(resident: Resident | undefined): Resident | undefined {
  return resident === undefined ? undefined : copyResident(resident);
}

const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * What every register keeps to. The one given knows `population` residents in `municipality`, and
 * every family register that these are in; `taxYear` is the latest of which there are tax records.
 */
export function registerContract({
  register,
  run,
  municipality,
  population,
  taxYear,
}: {
  readonly register: () => Register;
  readonly run: <A>(process: Process<A>) => A | Promise<A>;
  readonly municipality: string;
  readonly population: number;
  readonly taxYear: number;
}): void {
  const resident = (no: number) => run(register().resident(municipality, no));
  const household = (no: number) => run(register().household(municipality, no));

  test('knows the residents 0 … population − 1 and nobody else', async () => {
    expect((await resident(0))?.no).toBe(0);
    expect((await resident(population - 1))?.no).toBe(population - 1);
    for (const no of [population, -1, 0.5, Number.NaN]) expect(await resident(no)).toBeUndefined();
    expect(await run(register().resident('99999', 0))).toBeUndefined();
    expect(await run(register().household('99999', 0))).toEqual([]);
  });

  test('lists every resident in exactly one household, the eldest first', async () => {
    const seen: number[] = [];
    for (let householdNo = 0; seen.length < population; householdNo++) {
      const members = await household(householdNo);
      expect(members.length).toBeGreaterThan(0);
      const births = members.map(({ birthDate }) => birthDate);
      expect(births).toEqual([...births].sort());
      for (const member of members) {
        expect(member.householdNo).toBe(householdNo);
        seen.push(member.no);
      }
    }
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: population }, (_, no) => no));
    const last = (await resident(population - 1))!;
    expect(await household(last.householdNo + 1)).toEqual([]);
  });

  test('answers the same resident alone and in the household, first time and later', async () => {
    for (const no of [population - 1, 3, 0]) {
      const alone = plain(await resident(no));
      const members = (await household(alone!.householdNo)).map(plain);
      expect(members).toContainEqual(alone);
      expect(plain(await resident(no))).toEqual(alone);
    }
  });

  test('gives what a certificate shows', async () => {
    for (let no = 0; no < Math.min(population, 60); no++) {
      const given = plain(await resident(no));
      const { place, headName } = given!.domicile;
      expect(given).toEqual({
        no,
        householdNo: expect.any(Number),
        nonce: expect.stringMatching(/^[0-9a-f]{16}$/),
        name: expect.stringMatching(/^\S+ \S+$/),
        birthDate: expect.stringMatching(DAY),
        sex: expect.stringMatching(/^(fe)?male$/),
        relationship: expect.stringMatching(/^(head|wife|husband|child|parent|other)$/),
        address: expect.stringMatching(/丁目\d+番\d+号$/),
        residentSince: expect.stringMatching(DAY),
        domicile: { ...given!.domicile, familyNo: expect.any(Number) },
        individualNumber: expect.stringMatching(/^\d{12}$/),
        standing: expect.stringMatching(/^(resident|moving-out)$/),
        supportMeasures: expect.any(Boolean),
        inProgress: 'nothing',
        cardIssuedOn: expect.stringMatching(DAY),
        cardGeneration: 1,
        sealNumber: given?.sealNumber === undefined ? undefined : expect.any(String),
        sealRevoked: false,
        version: 1,
      });
      expect(place).toMatch(/^\S+番地$/);
      expect(headName).toMatch(/^\S+ \S+$/);
    }
  });

  test('names one head of each household, the first', async () => {
    const last = (await resident(population - 1))!.householdNo;
    for (let householdNo = 0; householdNo <= last; householdNo++) {
      const [head, ...others] = (await household(householdNo)).map(
        ({ relationship }) => relationship,
      );
      expect(head).toBe('head');
      expect(others).not.toContain('head');
    }
  });

  const family = (at: string, familyNo: number) => run(register().family(at, familyNo));

  /** The family registers of all residents, each once. */
  async function families(): Promise<readonly Family[]> {
    const found = new Map<string, Family>();
    for (let no = 0; no < population; no++) {
      const { domicile } = (await resident(no))!;
      const key = `${domicile.municipality}/${domicile.familyNo}`;
      if (found.has(key)) continue;
      const answer = await family(domicile.municipality, domicile.familyNo);
      expect(answer).toMatchObject({ no: domicile.familyNo, domicile });
      found.set(key, answer!);
    }
    return [...found.values()];
  }

  test('lists every resident in exactly one family register', async () => {
    const listed = (await families())
      .flatMap(({ members }) => members)
      .filter((member) => member.resident.municipality === municipality)
      .map((member) => member.resident.no);
    expect(listed.sort((a, b) => a - b)).toEqual(Array.from({ length: population }, (_, no) => no));
  });

  test('says the same of somebody as a resident and in the family register', async () => {
    for (const { domicile, members, inProgress, version } of await families()) {
      expect({ inProgress, version }).toEqual({ inProgress: 'nothing', version: 1 });
      const [surname, headGivenName] = domicile.headName.split(' ');
      expect(members[0]?.givenName).toBe(headGivenName);
      for (const { resident: person, addresses, entries, ...member } of members) {
        const known = (await run(register().resident(person.municipality, person.no)))!;
        expect(known).toMatchObject({
          nonce: member.nonce,
          name: `${surname} ${member.givenName}`,
          birthDate: member.birthDate,
          sex: member.sex,
          domicile,
        });
        const current = addresses.at(-1);
        expect(current?.since).toBe(known.residentSince);
        expect(current?.address.endsWith(known.address)).toBe(true);
        expect(entries[0]).toMatchObject({ kind: 'birth', date: member.birthDate });
      }
    }
  });

  test('has entries and addresses in the order of their days', async () => {
    for (const { madeOn, members } of await families()) {
      expect(madeOn).toMatch(DAY);
      for (const { entries, addresses } of members) {
        for (const days of [entries.map(({ date }) => date), addresses.map(({ since }) => since)]) {
          expect(days).not.toEqual([]);
          for (const day of days) expect(day).toMatch(DAY);
          expect(days).toEqual([...days].sort());
        }
      }
    }
  });

  test('knows no family register that nobody is in', async () => {
    for (const no of [-1, 0.5, Number.NaN, 2 ** 40]) {
      expect(await family(municipality, no)).toBeUndefined();
    }
    expect(await family('99999', 0)).toBeUndefined();
  });

  const taxRecord = (no: number, year: number) => run(register().taxRecord(municipality, no, year));
  const years = Array.from({ length: 5 }, (_, ago) => taxYear - ago);

  test('has tax records of five years, of those who lived here on their first day', async () => {
    for (let no = 0; no < Math.min(population, 60); no++) {
      const { residentSince } = (await resident(no))!;
      for (const year of years) {
        const record = await taxRecord(no, year);
        if (residentSince > `${year}-01-01`) expect(record).toBeUndefined();
        else expect(record).toMatchObject({ residentNo: no, year });
      }
    }
  });

  test('counts in a tax record whole yen and people', async () => {
    for (let no = 0; no < Math.min(population, 60); no++) {
      const record = await taxRecord(no, taxYear);
      for (const value of Object.values(record ?? {})) {
        expect(Number.isSafeInteger(value) && value >= 0).toBe(true);
      }
    }
  });

  test('has no tax record of another year, of nobody and of nowhere', async () => {
    for (const year of [taxYear + 1, taxYear - 5, 0, -1, taxYear - 0.5, Number.NaN]) {
      for (const no of [0, 5, 12]) expect(await taxRecord(no, year)).toBeUndefined();
    }
    for (const no of [population, -1, 0.5, Number.NaN]) {
      expect(await taxRecord(no, taxYear)).toBeUndefined();
    }
    expect(await run(register().taxRecord('99999', 0, taxYear))).toBeUndefined();
  });

  test('answers the same family and tax record, first time and later', async () => {
    const { domicile } = (await resident(0))!;
    const first = await family(domicile.municipality, domicile.familyNo);
    expect(await family(domicile.municipality, domicile.familyNo)).toEqual(first);
    for (const no of [0, 5, 12]) {
      const record = await taxRecord(no, taxYear);
      expect(await taxRecord(no, taxYear)).toEqual(record);
    }
  });
}
