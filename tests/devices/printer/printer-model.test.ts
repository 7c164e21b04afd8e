import { describe, expect, test } from 'vitest';
import type { PageReader } from '../../../devices/printer/page-reader.ts';
import { DigestPageReader } from '../../../devices/printer/page-reader-digest.ts';
import { ModelPrinter } from '../../../devices/printer/printer-model.ts';
import type { CertificateDocument } from '../../../server/contract.ts';
import { pageMarks } from '../../../server/document/document-digest.ts';
import { constant, lognormal } from '../../../sim/distribution.ts';
import { streams } from '../../../sim/rng.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';
import { someRecord } from '../../server/document/certificate-content.ts';

const rng = () => streams(1).stream('printer', 'in-001');

function documentOf(people: number): CertificateDocument {
  return { kind: 'digest', marks: pageMarks(someRecord(people)) };
}

/** What comes out of a printer for a document, and when. */
function printed(document: CertificateDocument, reader: PageReader = new DigestPageReader()) {
  const runner = new VirtualTime();
  const speed = { firstPageMs: constant(30_000), nextPageMs: 7_000 };
  const printer = new ModelPrinter(runner, speed, reader, rng());
  const answer = runner.spawn(
    (function* () {
      const outcome = yield* printer.print(document);
      return { outcome, ms: runner.now() };
    })(),
  );
  runner.advance(Number.POSITIVE_INFINITY);
  if (answer.ending?.kind !== 'returned') throw new Error('it has not come out');
  return answer.ending.value;
}

describe('a model printer', () => {
  test.each([
    [1, 30_000],
    [5, 37_000],
    [9, 44_000],
  ])('prints %i people in %d ms: the first sheet, and each further one', (people, ms) => {
    const { outcome, ms: tookMs } = printed(documentOf(people));
    expect(tookMs).toBe(ms);
    expect(outcome).toEqual({
      kind: 'printed',
      pages: pageMarks(someRecord(people)).map((mark) => ({ reading: { kind: 'read', mark } })),
    });
  });

  test('is looked at beside the printing: the eye costs no time, unless it takes longer', () => {
    const slow = (ms: number): PageReader => ({
      *read(document) {
        yield ms;
        return yield* new DigestPageReader().read(document);
      },
    });
    expect(printed(documentOf(1), slow(29_000)).ms).toBe(30_000);
    expect(printed(documentOf(1), slow(31_000)).ms).toBe(31_000);
  });

  test('keeps nothing of what was printed once somebody has taken it', () => {
    const runner = new VirtualTime();
    const speed = { firstPageMs: constant(1_000), nextPageMs: 0 };
    const printer = new ModelPrinter(runner, speed, new DigestPageReader(), rng());
    runner.spawn(printer.print(documentOf(1)));
    runner.advance(Number.POSITIVE_INFINITY);
    expect([printer.cameOut.length, printer.sheetsInTray]).toEqual([1, 1]);
    printer.takeSheets();
    expect([printer.cameOut.length, printer.sheetsInTray, printer.sheetsPrinted]).toEqual([
      0, 0, 1,
    ]);
  });

  test('draws its times from its own stream, one for each document', () => {
    const runner = new VirtualTime();
    const times = lognormal(60_000, 150_000);
    const speed = { firstPageMs: times, nextPageMs: 0 };
    const printer = new ModelPrinter(runner, speed, new DigestPageReader(), rng());
    const ends: number[] = [];
    runner.spawn(
      (function* () {
        for (let nth = 0; nth < 3; nth++) {
          yield* printer.print(documentOf(1));
          ends.push(runner.now());
        }
      })(),
    );
    runner.advance(Number.POSITIVE_INFINITY);
    const stream = rng();
    let at = 0;
    for (const end of ends) {
      at += times(stream);
      expect(end).toBeCloseTo(at, 2);
    }
    expect(ends).toHaveLength(3);
  });
});
