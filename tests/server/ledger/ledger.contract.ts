import { expect, test } from 'vitest';
import type { Claim, Ledger } from '../../../server/ledger/ledger.ts';
import { RealTime } from '../../../sim/real-time.ts';

let municipalities = 0;
let requests = 0;

/** A municipality no other test has claimed anything in. */
export function newMunicipality(): string {
  municipalities += 1;
  return String(10_000 + municipalities);
}

export function newClaim(municipality: string): Claim {
  requests += 1;
  return {
    requestId: `request-${requests}`,
    kioskId: 'kiosk-1',
    municipality,
    residence: municipality,
    residentNo: requests,
    type: 'resident-record',
    options: 'household true false false',
    pages: 1,
    feeYen: 200,
    issuedAtMs: 1_435_708_800_000 + requests,
    registerVersion: 1,
  };
}

/** What every ledger keeps to. The one given may hold entries of other tests. */
export function ledgerContract(ledger: () => Ledger): void {
  const { run } = bound(new RealTime());
  const claim = (wanted: Claim) => run(ledger().claim(wanted));

  test('a claim is recorded as it was made and numbered from 1 in each municipality', async () => {
    const [here, there] = [newMunicipality(), newMunicipality()];
    const first = newClaim(here);
    expect(await claim(first)).toEqual({
      entry: { ...first, serial: 1, state: 'claimed' },
      repeated: false,
    });
    expect((await claim(newClaim(here))).entry.serial).toBe(2);
    expect((await claim(newClaim(there))).entry.serial).toBe(1);
    expect((await claim(newClaim(here))).entry.serial).toBe(3);
  });

  test('the same request again is answered with its entry and draws no number', async () => {
    const municipality = newMunicipality();
    const wanted = newClaim(municipality);
    const first = await claim(wanted);
    for (let repetition = 0; repetition < 3; repetition++) {
      expect(await claim(wanted)).toEqual({ entry: first.entry, repeated: true });
    }
    expect((await claim(newClaim(municipality))).entry.serial).toBe(2);
  });

  test('a request id used for something else is answered with what it was first used for', async () => {
    const [here, there] = [newMunicipality(), newMunicipality()];
    const wanted = newClaim(here);
    const first = await claim(wanted);
    const other = { ...newClaim(there), requestId: wanted.requestId };
    expect(await claim(other)).toEqual({ entry: first.entry, repeated: true });
    expect((await claim(newClaim(there))).entry.serial).toBe(1);
  });

  test('an entry is found by its request', async () => {
    const wanted = newClaim(newMunicipality());
    expect(await run(ledger().find(wanted.requestId))).toBeUndefined();
    const { entry } = await claim(wanted);
    expect(await run(ledger().find(wanted.requestId))).toEqual(entry);
  });

  test.each(['printed', 'not-printed'] as const)('%s is recorded once', async (outcome) => {
    const wanted = newClaim(newMunicipality());
    const { requestId, kioskId } = wanted;
    const settle = (what: typeof outcome, paidYen: number) =>
      run(ledger().settle({ requestId, kioskId, outcome: what, paidYen }));
    expect(await settle(outcome, 200)).toBe(false);
    const { entry } = await claim(wanted);
    expect(await settle(outcome, 200)).toBe(true);
    expect(await run(ledger().find(requestId))).toEqual({ ...entry, state: outcome });
    const contrary = outcome === 'printed' ? 'not-printed' : 'printed';
    expect(await settle(contrary, 0)).toBe(true);
    expect(await run(ledger().find(requestId))).toEqual({ ...entry, state: outcome });
    expect(await claim(wanted)).toEqual({ entry: { ...entry, state: outcome }, repeated: true });
  });

  test('only the kiosk that asked says what became of it', async () => {
    const wanted = newClaim(newMunicipality());
    const { requestId } = wanted;
    const { entry } = await claim(wanted);
    const settlement = { requestId, kioskId: 'kiosk-2', outcome: 'printed', paidYen: 200 } as const;
    expect(await run(ledger().settle(settlement))).toBe(false);
    expect(await run(ledger().find(requestId))).toEqual(entry);
  });

  test('the open requests of a kiosk are found, the oldest first', async () => {
    const municipality = newMunicipality();
    const kioskId = `kiosk of ${municipality}`;
    const wanted = Array.from({ length: 3 }, () => ({ ...newClaim(municipality), kioskId }));
    for (const one of wanted) await claim(one);
    await claim(newClaim(municipality));
    const requestIds = wanted.map(({ requestId }) => requestId);
    expect(await run(ledger().unsettled(kioskId))).toEqual(requestIds);
    const [first = '', ...others] = requestIds;
    const settlement = { requestId: first, kioskId, outcome: 'not-printed', paidYen: 0 } as const;
    await run(ledger().settle(settlement));
    expect(await run(ledger().unsettled(kioskId))).toEqual(others);
    expect(await run(ledger().unsettled('nobody'))).toEqual([]);
  });

  test('50 equal claims at the same time make one entry', async () => {
    const municipality = newMunicipality();
    const wanted = newClaim(municipality);
    const answers = await Promise.all(Array.from({ length: 50 }, () => claim(wanted)));
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(new Set(answers.map(({ entry }) => entry.serial))).toEqual(new Set([1]));
    expect((await claim(newClaim(municipality))).entry.serial).toBe(2);
  });

  test('claims at the same time, each made twice, are numbered without a gap', async () => {
    const municipality = newMunicipality();
    const wanted = Array.from({ length: 50 }, () => newClaim(municipality));
    const answers = await Promise.all([...wanted, ...wanted].map(claim));
    const fresh = answers.filter(({ repeated }) => !repeated).map(({ entry }) => entry.serial);
    expect(fresh.sort((a, b) => a - b)).toEqual(wanted.map((_, index) => index + 1));
    for (const [index, { entry }] of answers.entries()) {
      expect(entry.requestId).toBe(wanted[index % wanted.length]!.requestId);
    }
  });
}

function bound(time: RealTime): { readonly run: RealTime['run'] } {
  return { run: (process) => time.run(process) };
}
