import { describe, expect, test } from 'vitest';
import { CERTIFICATE_TYPES, type CertificateType } from '../../server/contract.ts';
import { constant } from '../../sim/distribution.ts';
import { type Rng, streams } from '../../sim/rng.ts';
import { SmallOffice, TOWN } from './register/small-office.ts';

const LAG_MS = 30_000;
/** Residents who can be issued something and come again and again. */
const PEOPLE = [0, 1, 6, 8, 9, 13, 14, 16];

/** One document, and what it may not be older than. */
interface Certified {
  readonly type: CertificateType;
  readonly version: number;
  readonly owed: number;
}

/** Offices change what they like while people come to the kiosk, for some hours. */
async function busyDay(small: SmallOffice, seed: number): Promise<readonly Certified[]> {
  const rng = streams(seed).stream('busy', 'day');
  const found: Certified[] = [];
  for (let count = 0; count < 400; count++) {
    await small.pass(rng.uniform() * 20_000);
    const no = pick(rng, PEOPLE);
    if (rng.uniform() < 0.4) {
      await small.perform(somethingNew(rng, no));
      continue;
    }
    const type = pick(rng, CERTIFICATE_TYPES);
    const version = await small.ask(no, type);
    if (typeof version === 'number')
      found.push({ type, version, owed: await owed(small, no, type) });
  }
  return found;
}

/** The version that had been committed so long ago that the copy must have it. */
async function owed(small: SmallOffice, no: number, type: CertificateType): Promise<number> {
  const atMs = small.nowMs - LAG_MS;
  const { base } = small;
  if (!type.startsWith('family')) return small.answer(base.versionCommittedBefore(TOWN, no, atMs));
  const resident = await small.answer(base.asOf(atMs).resident(TOWN, no));
  const familyNo = resident?.domicile.familyNo ?? 0;
  return small.answer(base.familyVersionCommittedBefore(TOWN, familyNo, atMs));
}

function somethingNew(rng: Rng, resident: number): unknown {
  return pick(rng, [
    {
      operation: 'move-within',
      municipality: TOWN,
      resident,
      who: 'household',
      address: '本町1番',
    },
    { operation: 'set-support-measures', municipality: TOWN, resident, on: rng.uniform() < 0.3 },
    { operation: 'register-seal', municipality: TOWN, resident },
    { operation: 'revoke-seal', municipality: TOWN, resident },
    { operation: 'begin-notice', municipality: TOWN, resident, register: 'family' },
    { operation: 'finish-notice', municipality: TOWN, resident, register: 'family' },
  ]);
}

function pick<T>(rng: Rng, values: readonly T[]): T {
  return values[Math.floor(rng.uniform() * values.length)] as T;
}

describe('what is certified', () => {
  test.each([1, 2, 3])('is never older than the feed promises (seed %d)', async (seed) => {
    const certified = await busyDay(new SmallOffice({ lagMs: constant(LAG_MS) }), seed);
    expect(certified.length).toBeGreaterThan(50);
    expect(new Set(certified.map(({ type }) => type)).size).toBe(CERTIFICATE_TYPES.length);
    for (const { version, owed } of certified) expect(version).toBeGreaterThanOrEqual(owed);
    expect(Math.max(...certified.map(({ version }) => version))).toBeGreaterThan(10);
  });

  test.each([
    ['loses updates', { lagMs: constant(LAG_MS), loss: 0.3 }],
    ['is late', { lagMs: constant(3 * LAG_MS) }],
  ])('tells by its version that the feed %s', async (_, settings) => {
    const certified = await busyDay(new SmallOffice(settings), 1);
    expect(certified.some(({ version, owed }) => version < owed)).toBe(true);
  });
});
