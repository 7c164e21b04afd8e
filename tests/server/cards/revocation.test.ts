import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  NOTHING_REVOKED,
  ONLINE_STATUS,
  type Revocation,
  RevocationAuthority,
} from '../../../server/cards/revocation.ts';

const at = (civil: string) => Date.parse(`${civil}+09:00`);
const MONDAY_NOON = at('2026-03-30T12:00:00');
const LOST = '1272030000004001';
const MINUTE_MS = 60_000;

describe('a daily list', () => {
  const authority = new RevocationAuthority();
  authority.revoke(LOST, MONDAY_NOON, 'key-compromise');

  test('says a certificate is revoked from the next midnight on', () => {
    expect(authority.isRevoked(LOST, MONDAY_NOON)).toBe(false);
    expect(authority.isRevoked(LOST, at('2026-03-30T23:59:59.999'))).toBe(false);
    expect(authority.isRevoked(LOST, at('2026-03-31T00:00:00'))).toBe(true);
    expect(authority.isRevoked(LOST, at('2027-03-31T00:00:00'))).toBe(true);
  });

  test('says nothing of any other', () => {
    expect(authority.isRevoked('1272030000004002', at('2026-04-01T12:00:00'))).toBe(false);
  });

  test('is the same all day, with the next one due at midnight', () => {
    expect(authority.listAt(at('2026-03-30T23:59:59'))).toEqual({
      thisUpdateMs: at('2026-03-30T00:00:00'),
      nextUpdateMs: at('2026-03-31T00:00:00'),
      revocations: [],
    });
    expect(authority.listAt(at('2026-03-31T08:00:00'))).toEqual({
      thisUpdateMs: at('2026-03-31T00:00:00'),
      nextUpdateMs: at('2026-04-01T00:00:00'),
      revocations: [{ serial: LOST, revokedAtMs: MONDAY_NOON, reason: 'key-compromise' }],
    });
  });

  test('does not have what came too late for it', () => {
    const late = new RevocationAuthority();
    late.revoke('1272030000000101', at('2026-03-30T23:50:00'), 'superseded');
    late.revoke('1272030000000201', at('2026-03-30T23:50:01'), 'superseded');
    const next = at('2026-03-31T00:00:00');
    expect(late.isRevoked('1272030000000101', next)).toBe(true);
    expect(late.isRevoked('1272030000000201', next)).toBe(false);
    expect(late.isRevoked('1272030000000201', at('2026-04-01T00:00:00'))).toBe(true);
  });
});

describe('the state of the moment', () => {
  test('is asked for and told, after the delay alone', () => {
    const authority = new RevocationAuthority({
      publication: { delayMs: 5 * MINUTE_MS, everyMs: 0 },
    });
    authority.revoke(LOST, MONDAY_NOON, 'superseded');
    expect(authority.isRevoked(LOST, MONDAY_NOON + 5 * MINUTE_MS - 1)).toBe(false);
    expect(authority.isRevoked(LOST, MONDAY_NOON + 5 * MINUTE_MS)).toBe(true);
  });

  test('has no delay of its own', () => {
    const authority = new RevocationAuthority({ publication: ONLINE_STATUS });
    authority.revoke(LOST, MONDAY_NOON, 'superseded');
    expect(authority.isRevoked(LOST, MONDAY_NOON)).toBe(true);
    const { thisUpdateMs, nextUpdateMs } = authority.listAt(MONDAY_NOON + 1);
    expect([thisUpdateMs, nextUpdateMs]).toEqual([MONDAY_NOON + 1, MONDAY_NOON + 1]);
  });
});

test('a certificate is revoked once, from the earliest instant on', () => {
  const authority = new RevocationAuthority({ publication: ONLINE_STATUS });
  expect(authority.revoke(LOST, MONDAY_NOON, 'certificate-hold')).toBe(true);
  expect(authority.revoke(LOST, MONDAY_NOON, 'superseded')).toBe(false);
  expect(authority.revoke(LOST, MONDAY_NOON + 1, 'superseded')).toBe(false);
  expect(authority.revoke(LOST, MONDAY_NOON - 1, 'key-compromise')).toBe(true);
  expect(authority.listAt(MONDAY_NOON).revocations).toHaveLength(1);
  expect(authority.isRevoked(LOST, MONDAY_NOON - 1)).toBe(true);
  expect(authority.listAt(MONDAY_NOON).revocations[0]?.reason).toBe('key-compromise');
});

test('of a synthetic population it is known when each lost their card, and listed as usual', () => {
  const authority = new RevocationAuthority({
    revokedAtMs: (serial) => (serial === LOST ? MONDAY_NOON : undefined),
  });
  expect(authority.isRevoked(LOST, at('2026-03-30T23:59:59'))).toBe(false);
  expect(authority.isRevoked(LOST, at('2026-03-31T00:00:00'))).toBe(true);
  expect(authority.isRevoked('1272030000004002', at('2026-03-31T00:00:00'))).toBe(false);
  authority.revoke('1272030000004002', MONDAY_NOON, 'superseded');
  expect(authority.isRevoked('1272030000004002', at('2026-03-31T00:00:00'))).toBe(true);
  expect(authority.isRevoked(LOST, at('2026-03-31T00:00:00'))).toBe(true);
});

test('an authority goes on with what was kept', () => {
  const before = new RevocationAuthority();
  before.revoke(LOST, MONDAY_NOON, 'superseded');
  const nextDay = MONDAY_NOON + 86_400_000;
  const after = new RevocationAuthority({ known: before.listAt(nextDay).revocations });
  expect(after.listAt(nextDay)).toEqual(before.listAt(nextDay));
  expect(NOTHING_REVOKED.isRevoked(LOST, nextDay)).toBe(false);
});

test('the list in force holds exactly what a question at the same instant says', () => {
  const publications = fc.record({
    delayMs: fc.integer({ min: 0, max: 100 }),
    everyMs: fc.integer({ min: 0, max: 100 }),
  });
  const revoked = fc.array(
    fc.record({
      serial: fc.constantFrom('1', '2', '3', '4', '5'),
      revokedAtMs: fc.integer({ min: 0, max: 300 }),
      reason: fc.constant('superseded' as const),
    }),
  );
  fc.assert(
    fc.property(publications, revoked, fc.nat(600), (publication, entries: Revocation[], now) => {
      const authority = new RevocationAuthority({ publication, known: entries });
      const listed = authority.listAt(now).revocations.map(({ serial }) => serial);
      const asked = ['1', '2', '3', '4', '5'].filter((serial) => authority.isRevoked(serial, now));
      expect([...listed].sort()).toEqual(asked);
      // Known at the latest one delay and one list after, never before it was made.
      const { delayMs, everyMs } = publication;
      for (const { serial, revokedAtMs } of entries) {
        expect(authority.isRevoked(serial, revokedAtMs + delayMs + everyMs)).toBe(true);
        const first = Math.min(
          ...entries.filter((entry) => entry.serial === serial).map((entry) => entry.revokedAtMs),
        );
        expect(authority.isRevoked(serial, first - 1)).toBe(false);
      }
    }),
  );
});
