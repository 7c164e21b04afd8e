import assert from 'node:assert/strict';
import { expect, test } from 'vitest';
import { someResident } from '../register/small-register.ts';
import { run, TOWN, Towns } from './towns.ts';

test('the centre keeps the key of each document, and the same when it is made again', async () => {
  const towns = new Towns({ entries: { [TOWN]: { residents: [someResident(0)] } } });
  const session = towns.open();
  await towns.show(session, towns.signed(session, 0));
  const keyOf = async (requestId: string) => {
    const issued = await towns.issue(session, 'resident-record', requestId);
    assert(issued.ok);
    return run(towns.keys.find(issued.value.documentNumber));
  };
  const key = await keyOf('r1');
  expect(key).toHaveLength(32);
  expect(await keyOf('r1')).toEqual(key);
  expect(await keyOf('r2')).not.toEqual(key);
  expect(await run(towns.keys.find(`${TOWN}-9999999`))).toBeUndefined();
});
