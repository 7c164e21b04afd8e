import { expect, test } from 'vitest';
import type { Register, Resident } from '../../server/register.ts';
import type { Process } from '../../sim/process.ts';

/** A resident's properties as plain data, wherever they came from. */
export function plain(resident: Resident | undefined): Resident | undefined {
  if (resident === undefined) return undefined;
  const { no, householdNo, nonce, name, birthDate, sex, address, residentSince } = resident;
  const { sealNumber, version } = resident;
  return {
    no,
    householdNo,
    nonce,
    name,
    birthDate,
    sex,
    address,
    residentSince,
    sealNumber,
    version,
  };
}

/** What every register keeps to; the one given knows `population` residents in `municipality`. */
export function registerContract({
  register,
  run,
  municipality,
  population,
}: {
  readonly register: () => Register;
  readonly run: <A>(process: Process<A>) => A | Promise<A>;
  readonly municipality: string;
  readonly population: number;
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
      expect(plain(await resident(no))).toEqual({
        no,
        householdNo: expect.any(Number),
        nonce: expect.stringMatching(/^[0-9a-f]{16}$/),
        name: expect.stringMatching(/^\S+ \S+$/),
        birthDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        sex: expect.stringMatching(/^(fe)?male$/),
        address: expect.stringMatching(/丁目\d+番\d+号$/),
        residentSince: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        sealNumber: (await resident(no))?.sealNumber === undefined ? undefined : expect.any(String),
        version: 1,
      });
    }
  });
}
