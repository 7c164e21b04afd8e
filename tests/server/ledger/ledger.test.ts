import { describe, expect, test } from 'vitest';
import type { Ledger } from '../../../server/ledger/ledger.ts';
import { MemoryLedger } from '../../../server/ledger/ledger-memory.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { ledgerContract, newClaim, newMunicipality } from './ledger.contract.ts';

// The same contract over PGlite and PostgreSQL: ledger-sql.test.ts.
describe('MemoryLedger', () => {
  const ledger = new MemoryLedger();
  ledgerContract(() => ledger);

  test('forgets what was settled long ago, but neither the unsettled nor the totals', async () => {
    const small = new MemoryLedger(4);
    const municipality = newMunicipality();
    const unsettled = await issue(small, municipality);
    const settled: string[] = [];
    for (let count = 0; count < 20; count++) {
      const requestId = await issue(small, municipality);
      const outcome = count % 5 === 0 ? 'not-printed' : 'printed';
      await time.run(small.settle({ requestId, kioskId: 'kiosk-1', outcome, paidYen: 10 }));
      settled.push(requestId);
    }
    expect(small.size).toBe(5);
    for (const [index, requestId] of settled.entries()) {
      const entry = await time.run(small.find(requestId));
      expect(entry?.requestId).toBe(index < 16 ? undefined : requestId);
    }
    expect((await time.run(small.find(unsettled)))?.serial).toBe(1);
    expect(small.totals).toEqual({ claimed: 21, printed: 16, notPrinted: 4, paidYen: 200 });
  });

  test('counts a print result once, however often it is reported', async () => {
    const fresh = new MemoryLedger();
    const requestId = await issue(fresh, newMunicipality());
    for (let times = 0; times < 3; times++) {
      const settlement = {
        requestId,
        kioskId: 'kiosk-1',
        outcome: 'printed',
        paidYen: 200,
      } as const;
      await time.run(fresh.settle(settlement));
    }
    expect(fresh.totals).toEqual({ claimed: 1, printed: 1, notPrinted: 0, paidYen: 200 });
  });
});

const time = new RealTime();

async function issue(ledger: Ledger, municipality: string): Promise<string> {
  return (await time.run(ledger.claim(newClaim(municipality)))).entry.requestId;
}
