import { expect, test } from 'vitest';
import { ONLINE_STATUS, RevocationAuthority } from '../../../server/cards/revocation.ts';
import { cardSerial } from '../../../server/contract-card-serial.ts';
import { someResident } from '../register/small-register.ts';
import { at, codeOf, MONDAY, TOWN, Towns } from './towns.ts';

const entries = { [TOWN]: { residents: [someResident(0), someResident(1)] } };

test('a revoked certificate is refused from the next list on, and believed until then', async () => {
  const towns = new Towns({ entries });
  const codeAt = async (civil: string) => {
    towns.nowMs = at(civil);
    return codeOf(await towns.comes(0));
  };
  towns.revocations.revoke(cardSerial(TOWN, 0, 1), MONDAY, 'key-compromise');
  expect(await codeAt('2015-06-01T10:00')).toBe('granted');
  expect(await codeAt('2015-06-01T22:59:59')).toBe('granted');
  expect(await codeAt('2015-06-02T06:30')).toBe('certificate-revoked');
  expect(await codeAt('2015-12-01T12:00')).toBe('certificate-revoked');
});

test('it is one card that is revoked: not a neighbour’s, not the one that replaces it', async () => {
  const replaced = someResident(0, { cardGeneration: 2, cardIssuedOn: '2015-06-01' });
  const holding = { generation: 2 };
  const second = { [TOWN]: { residents: [replaced] } };
  const towns = new Towns({ entries });
  const after = new Towns({ entries: second, holding });
  for (const { revocations } of [towns, after]) {
    revocations.revoke(cardSerial(TOWN, 0, 1), MONDAY, 'superseded');
  }
  towns.nowMs = at('2015-06-03T10:00');
  after.nowMs = towns.nowMs;
  expect(codeOf(await towns.comes(0))).toBe('certificate-revoked');
  expect(codeOf(await towns.comes(1))).toBe('granted');
  expect(codeOf(await after.comes(0))).toBe('granted');
});

test('whoever can ask for the state of the moment knows at once', async () => {
  const towns = new Towns({
    entries,
    revocations: new RevocationAuthority({ publication: ONLINE_STATUS }),
  });
  expect(codeOf(await towns.comes(0))).toBe('granted');
  towns.revocations.revoke(cardSerial(TOWN, 0, 1), towns.nowMs, 'key-compromise');
  expect(codeOf(await towns.comes(0))).toBe('certificate-revoked');
});

test('a session that is open goes on: the certificate was good when it was shown', async () => {
  const towns = new Towns({
    entries,
    revocations: new RevocationAuthority({ publication: ONLINE_STATUS }),
  });
  const session = towns.open();
  const credentials = towns.signed(session, 0);
  expect(codeOf(await towns.show(session, credentials))).toBe('granted');
  towns.revocations.revoke(cardSerial(TOWN, 0, 1), towns.nowMs, 'key-compromise');
  expect(codeOf(await towns.issue(session, 'resident-record'))).toBe('granted');
  expect(codeOf(await towns.show(session, credentials))).toBe('certificate-revoked');
});
