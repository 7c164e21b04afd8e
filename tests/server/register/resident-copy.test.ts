import { expect, test } from 'vitest';
import { syntheticRegister } from '../../../server/population/resident-synthetic.ts';
import type { Resident } from '../../../server/register/register.ts';
import { copyResident } from '../../../server/register/resident-copy.ts';
import { streams } from '../../../sim/rng.ts';
import { answerOf } from '../../sim/virtual.ts';

const register = syntheticRegister(streams(1), [{ code: '27203', population: 500 }], {
  asOf: '2015-07-01',
  movingOutShare: 0.5,
  supportMeasuresShare: 0.5,
});

/** All that a resident of getters has, read one by one. */
function propertiesOf(resident: Resident): Record<string, unknown> {
  const getters = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(resident));
  const names = [...Object.keys(resident), ...Object.keys(getters)].filter(
    (name) => name !== 'constructor',
  );
  return Object.fromEntries(names.map((name) => [name, resident[name as keyof Resident]]));
}

test('a copy of a resident has every property, as plain data', () => {
  for (let no = 0; no < 500; no++) {
    const resident = answerOf(() => register.resident('27203', no))!;
    const copy = copyResident(resident);
    expect(copy).toStrictEqual(propertiesOf(resident));
    expect(structuredClone(copy)).toStrictEqual(copy);
    const { sealNumber = 'none', ...rest } = copy;
    expect(JSON.parse(JSON.stringify({ ...rest, sealNumber }))).toEqual({ ...rest, sealNumber });
  }
});
