import { expect, test } from 'vitest';
import { SmallOffice, TOWN } from '../register/small-office.ts';
import { enterAndWait, refusals, WIFE } from './refusals.ts';

const revocation = { operation: 'revoke-seal', resident: WIFE };

test('a seal that has been revoked is not certified (P14, P23), everything else is', () => {
  const small = new SmallOffice();
  expect(small.ask(WIFE, 'seal-registration')).toBe(1);
  enterAndWait(small, revocation);
  expect(refusals(small, WIFE)).toEqual({ 'seal-registration': 'seal-revoked' });
});

test('as long as the revocation does not come, the certificate bears an older version', () => {
  const small = new SmallOffice({ loss: 1 });
  const before = small.nowMs;
  small.enter({ municipality: TOWN, ...revocation });
  const certified = small.ask(WIFE, 'seal-registration');
  const committed = (nowMs: number) =>
    small.answer(small.base.versionCommittedBefore(TOWN, WIFE, nowMs));
  expect(committed(before)).toBe(certified);
  expect(committed(small.nowMs)).toBeGreaterThan(Number(certified));
});

test('a seal registered anew is certified, with its own number', () => {
  const small = new SmallOffice();
  const old = small.truth(WIFE).sealNumber;
  small.enter({ municipality: TOWN, ...revocation });
  small.enter({ operation: 'register-seal', municipality: TOWN, resident: WIFE });
  expect(refusals(small, WIFE)).toEqual({});
  expect(small.truth(WIFE).sealNumber).not.toBe(old);
});
