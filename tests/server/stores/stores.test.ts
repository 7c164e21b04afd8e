import { describe, expect, test } from 'vitest';
import type { Claim } from '../../../server/ledger/ledger.ts';
import { answered, newStores, type Stores } from './stores.ts';

const CLAIM: Claim = {
  requestId: 'r1',
  kioskId: 'in-001',
  municipality: '27203',
  residence: '27203',
  residentNo: 9,
  type: 'resident-record',
  options: '',
  pages: 1,
  feeYen: 200,
  issuedAtMs: 0,
  registerVersion: 1,
};

async function claimsIn(stores: Stores): Promise<readonly number[]> {
  const ledger = stores.ledger();
  const before = await ledger.totalled();
  const { entry } = await answered(ledger.claim(CLAIM));
  return [before.claimed, entry.serial, (await ledger.totalled()).claimed];
}

describe('the stores of a server', () => {
  test('are what this run of the tests is named after', async ({ task }) => {
    const kind = task.file.projectName ?? '';
    expect(['memory', 'PGlite', 'PostgreSQL']).toContain(kind);
    expect((await newStores().description()).split(' ')[0]).toBe(kind);
  });

  const ofTheFile = newStores();

  test.each([1, 2])('are empty, and nobody else’s (server %i)', async (server) => {
    const [one, other] = [newStores(), newStores()];
    expect(await claimsIn(one)).toEqual([0, 1, 1]);
    expect(await claimsIn(other)).toEqual([0, 1, 1]);
    expect(await one.ledger().totalled()).toMatchObject({ printed: 0, notPrinted: 0, paidYen: 0 });
    if (server === 1) expect(await claimsIn(ofTheFile)).toEqual([0, 1, 1]);
  });
});
