import { expect, test } from 'vitest';
import { SmallOffice, TOWN } from '../register/small-office.ts';
import { enterAndWait, refusals, WIFE } from './refusals.ts';

const revocation = { operation: 'revoke-seal', resident: WIFE };

test('a seal that has been revoked is not certified (P14, P23), everything else is', async () => {
  const small = new SmallOffice();
  expect(await small.ask(WIFE, 'seal-registration')).toBe(1);
  await enterAndWait(small, revocation);
  expect(await refusals(small, WIFE)).toEqual({ 'seal-registration': 'seal-revoked' });
});

test('as long as the revocation does not come, the certificate bears an older version', async () => {
  const small = new SmallOffice({ loss: 1 });
  const before = small.nowMs;
  await small.enter({ municipality: TOWN, ...revocation });
  const certified = await small.ask(WIFE, 'seal-registration');
  const committed = (nowMs: number) =>
    small.answer(small.base.versionCommittedBefore(TOWN, WIFE, nowMs));
  expect(await committed(before)).toBe(certified);
  expect(await committed(small.nowMs)).toBeGreaterThan(Number(certified));
});

test('a seal registered anew is certified, with its own number', async () => {
  const small = new SmallOffice();
  const old = (await small.truth(WIFE)).sealNumber;
  await small.enter({ municipality: TOWN, ...revocation });
  await small.enter({ operation: 'register-seal', municipality: TOWN, resident: WIFE });
  expect(await refusals(small, WIFE)).toEqual({});
  expect((await small.truth(WIFE)).sealNumber).not.toBe(old);
});
