import { describe, expect, test } from 'vitest';
import type { Recovery } from '../../../devices/citizen/visit.ts';
import { PRINTER_POLL_MS, printWhole } from '../../../devices/kiosk/printing.ts';
import type { Printer, PrinterStatus } from '../../../devices/printer/printer.ts';
import { ready } from '../../../sim/process.ts';
import { eventsOf, scenarioData } from '../../scenarios/small-scenario.ts';
import { findings, printerWith, SmallShop } from '../small-shop.ts';

/** A certificate of three pages. */
const WISH = { type: 'family-register-full', resident: 8 } as const;
const { municipality, citizens } = scenarioData();
const TOWN = {
  municipality: { ...municipality, feesYen: { 'family-register-full': 450 } },
  citizens: { ...citizens, certificates: { 'family-register-full': 1 } },
};

interface Stopping {
  /** Asked so often, it is not ready after a stop. */
  readonly notReady?: number;
  /** From which page on it prints when it was asked for another. */
  readonly reprints?: 'what is missing' | 'everything';
}

/** A printer that stops once, after the first page. */
function stopping(sound: Printer, { notReady = 0, reprints = 'what is missing' }: Stopping = {}) {
  let asked = -1;
  let hidden = 0;
  return printerWith(sound, {
    status: () => {
      const isReady = asked < 0 || ++asked > notReady;
      return ready<PrinterStatus>(isReady ? { kind: 'ready' } : { kind: 'stopped', reason: 'j' });
    },
    *print(document, firstPage) {
      if (asked >= 0)
        return yield* sound.print(document, reprints === 'everything' ? 1 : firstPage);
      asked = 0;
      const { pages } = yield* sound.print(document);
      hidden = pages.length - 1;
      return { kind: 'stopped', reason: 'media-jam', pages: pages.slice(0, 1) };
    },
    get sheetsPrinted() {
      return sound.sheetsPrinted - hidden;
    },
  });
}

function shopWith(recovery: Recovery, how?: Stopping) {
  const printer = (sound: Printer) => stopping(sound, how);
  const shop = new SmallShop({ scenario: TOWN, printer, recovery });
  shop.serve(WISH);
  const pages = eventsOf('page', shop.events).map(({ page }) => page);
  return { shop, pages, end: shop.ends[0] };
}

describe(printWhole.name, () => {
  const reprint = { kind: 'reprint', patienceMs: 60_000 } as const;
  const completed = { outcome: 'completed', stage: 'take', reason: '' };
  const failed = { outcome: 'failed', stage: 'print', reason: 'media-jam' };

  test('goes on after the last page that came out whole', () => {
    const { shop, pages, end } = shopWith(reprint, { notReady: 3 });
    const [document] = eventsOf('document', shop.events);
    expect(document?.pages).toBeGreaterThan(1);
    expect(pages).toEqual(Array.from({ length: document?.pages ?? 0 }, (_, index) => index + 1));
    expect(end).toEqual(completed);
    expect(findings(shop)).toEqual([]);
    expect(shop.payment.takingsYen).toBe(450);
  });

  test('gives up when the printer is not ready in time, and at once if it is to give back', () => {
    const patient = 60_000 / PRINTER_POLL_MS;
    for (const [recovery, how] of [
      [reprint, { notReady: patient }],
      [{ kind: 'refund' }, {}],
    ] as const) {
      const { shop, pages, end } = shopWith(recovery, how);
      expect([pages, end]).toEqual([[1], failed]);
      expect(findings(shop)).toEqual([]);
      expect(shop.payment.takingsYen).toBe(0);
      expect(shop.ledger.totals).toEqual({ claimed: 1, printed: 0, notPrinted: 1, paidYen: 0 });
    }
  });

  test('of a printer that begins again doubles a page: the oracles see it', () => {
    const { shop, pages } = shopWith(reprint, { reprints: 'everything' });
    expect(pages.slice(0, 3)).toEqual([1, 1, 2]);
    expect(findings(shop)).toContain('exactly-once');
  });
});
