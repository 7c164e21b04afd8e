import { beforeEach, describe, expect, test } from 'vitest';
import type { Printer, PrintOutcome } from '../../../devices/printer/printer.ts';
import { type Process, type Runner, sleep } from '../../../sim/process.ts';
import { race } from '../../../sim/waiting.ts';
import { numbers, smallDocument } from './small-document.ts';

/** A printer to be tried, which reads its documents by `BY_NAME`, and whoever sees to it. */
export interface TriedPrinter {
  readonly printer: Printer;
  readonly runner: Runner;
  run<A>(process: Process<A>): Promise<A>;
  /** Lets paper jam at the nth sheet from now on. */
  jamAt(sheet: number): Promise<void>;
  /** Takes all paper out of it. */
  empty(): Promise<void>;
  /** From now on it answers nothing. */
  goOffline(): Promise<void>;
  /** Sees to whatever is the matter. */
  repair(): Promise<void>;
  /** Sheets that have come out whole, counted where they come out. */
  sheets(): number;
}

/** What every printer must do. */
export function printerContract(tried: () => Promise<TriedPrinter>): void {
  describe('a printer', () => {
    let subject: TriedPrinter;
    let printer: Printer;
    beforeEach(async () => {
      subject = await tried();
      ({ printer } = subject);
    });
    const status = () => subject.run(printer.status());
    const print = (...of: Parameters<Printer['print']>) => subject.run(printer.print(...of));
    const told = (outcome: PrintOutcome) => ({ ...outcome, pages: numbers(outcome.pages) });

    test('prints every page in order, counts them, and keeps nothing of the document', async () => {
      expect(await status()).toEqual({ kind: 'ready' });
      const outcome = await print(smallDocument(5));
      expect(told(outcome)).toEqual({ kind: 'printed', pages: [1, 2, 3, 4, 5] });
      expect(printer.cameOut).toEqual(outcome.pages);
      expect(printer.spooled).toBe(0);
      expect(printer.sheetsInTray).toBe(5);
      await print(smallDocument(2));
      expect(numbers(printer.cameOut)).toEqual([1, 2]);
      expect([printer.sheetsInTray, printer.sheetsPrinted, subject.sheets()]).toEqual([7, 7, 7]);
    });

    test('gives its sheets away, and its counter goes on', async () => {
      await print(smallDocument(3));
      printer.takeSheets();
      expect([printer.sheetsInTray, printer.sheetsPrinted]).toEqual([0, 3]);
      expect(printer.cameOut).toEqual([]);
      await print(smallDocument(1));
      expect([printer.sheetsInTray, printer.sheetsPrinted]).toEqual([1, 4]);
    });

    test('prints from a page on, and nothing before it or behind the last', async () => {
      expect(told(await print(smallDocument(4), 3))).toEqual({ kind: 'printed', pages: [3, 4] });
      expect(subject.sheets()).toBe(2);
      expect(told(await print(smallDocument(4), 5))).toEqual({ kind: 'printed', pages: [] });
      expect(subject.sheets()).toBe(2);
    });

    test('prints two sides of a sheet, and tells the fronts', async () => {
      const document = smallDocument(6, { duplex: true });
      expect(told(await print(document))).toEqual({ kind: 'printed', pages: [1, 2, 3] });
      expect([printer.sheetsPrinted, subject.sheets()]).toEqual([3, 3]);
      expect(told(await print(document, 3))).toEqual({ kind: 'printed', pages: [3] });
      expect([printer.sheetsPrinted, subject.sheets()]).toEqual([4, 4]);
    });

    test.each([
      ['one side', smallDocument(5)],
      ['two sides', smallDocument(10, { duplex: true })],
    ])('jams in mid-document, %s: no page is lost and none doubled', async (_, document) => {
      await subject.jamAt(3);
      const jammed = { kind: 'stopped', reason: 'media-jam' } as const;
      expect(told(await print(document))).toEqual({ ...jammed, pages: [1, 2] });
      expect(numbers(printer.cameOut)).toEqual([1, 2]);
      expect(await status()).toEqual(jammed);
      expect(told(await print(document, 3))).toEqual({ ...jammed, pages: [] });
      expect([printer.spooled, printer.sheetsPrinted, subject.sheets()]).toEqual([0, 2, 2]);
      await subject.repair();
      expect(await status()).toEqual({ kind: 'ready' });
      // By itself it does not go on: who has paid may have got the fee back.
      await subject.run(pause(300));
      expect(subject.sheets()).toBe(2);
      expect(told(await print(document, 3))).toEqual({ kind: 'printed', pages: [3, 4, 5] });
      const { sheetsInTray, sheetsPrinted, spooled } = printer;
      expect([sheetsInTray, sheetsPrinted, subject.sheets(), spooled]).toEqual([5, 5, 5, 0]);
    });

    test('jams at the first sheet: nothing has come out', async () => {
      await subject.jamAt(1);
      const jammed = { kind: 'stopped', reason: 'media-jam' } as const;
      expect(told(await print(smallDocument(2)))).toEqual({ ...jammed, pages: [] });
      await subject.repair();
      expect(await status()).toEqual({ kind: 'ready' });
      expect(told(await print(smallDocument(2)))).toEqual({ kind: 'printed', pages: [1, 2] });
      expect([printer.sheetsPrinted, subject.sheets()]).toEqual([2, 2]);
    });

    test('says that it has no paper, and prints when it has some', async () => {
      await subject.empty();
      const empty = { kind: 'stopped', reason: 'media-empty' } as const;
      expect(await status()).toEqual(empty);
      expect(told(await print(smallDocument(1)))).toEqual({ ...empty, pages: [] });
      expect([printer.spooled, subject.sheets()]).toEqual([0, 0]);
      await subject.repair();
      expect(told(await print(smallDocument(1)))).toEqual({ kind: 'printed', pages: [1] });
    });

    test('does not answer, and prints when it does again', async () => {
      await subject.goOffline();
      const silent = { kind: 'stopped', reason: 'timed-out' } as const;
      expect(await status()).toEqual(silent);
      expect(told(await print(smallDocument(1)))).toEqual({ ...silent, pages: [] });
      await subject.repair();
      expect(await status()).toEqual({ kind: 'ready' });
      expect(told(await print(smallDocument(1)))).toEqual({ kind: 'printed', pages: [1] });
      expect(subject.sheets()).toBe(1);
    });

    test('stops for whoever leaves: what is out is told of, and nothing more comes out', async () => {
      const { runner } = subject;
      function* printed(): Process {
        yield* printer.print(smallDocument(40));
      }
      function* left(): Process {
        while (printer.cameOut.length < 2) yield sleep(20);
      }
      await subject.run(race(runner, [printed(), left()]));
      await subject.run(until(() => printer.spooled === 0));
      const out = subject.sheets();
      expect(out).toBeGreaterThanOrEqual(2);
      expect(out).toBeLessThan(40);
      expect(printer.cameOut).toHaveLength(out);
      await subject.run(pause(300));
      expect([subject.sheets(), printer.sheetsPrinted]).toEqual([out, out]);
    });
  });
}

function* until(holds: () => boolean): Process {
  for (let count = 0; count < 500 && !holds(); count++) yield sleep(20);
}

function* pause(ms: number): Process {
  yield sleep(ms);
}
