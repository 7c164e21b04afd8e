import { expect, onTestFinished, test } from 'vitest';
import { IPP_PATIENCE } from '../../devices/printer/printer-ipp.ts';
import { openRemotePrinter } from '../../devices/printer/printer-ipp-http.ts';
import { ready } from '../../sim/process.ts';
import { RealTime } from '../../sim/real-time.ts';
import { numbers } from '../devices/printer/small-document.ts';
import { systemTool } from '../system-tools.ts';
import { eventually, openCups } from './cups.ts';
import { openRealPrinter, pdfOf } from './ipp-printer.ts';

/** Takes every document for one of four pages. */
const FOUR = {
  read: () =>
    ready(
      ['1', '2', '3', '4'].map((reason) => ({ reading: { kind: 'unreadable', reason } }) as const),
    ),
};

test.for(['everywhere', 'raw'])(
  'a kiosk prints on a CUPS queue -m %s, and loses no page in a jam',
  { timeout: 60_000 },
  async (model, context) => {
    for (const program of ['cupsd', 'lpadmin', 'lpstat'] as const) systemTool(context, program);
    const virtual = await openRealPrinter({ settings: { pagesPerMinute: 600 } });
    const { engine, spool } = virtual.printer;
    const { ask, queue } = await openCups();
    await ask('lpadmin', '-p', 'kofu', '-E', '-v', virtual.uri, '-m', model);
    const patience = { ...IPP_PATIENCE, pollMs: 100, doubtMs: 2_000 };
    const opened = await openRemotePrinter(queue('kofu'), () => {}, patience);
    if (opened.kind === 'refused') return expect.fail(opened.why);
    const runner = new RealTime();
    onTestFinished(async () => {
      await opened.close();
      runner.stop();
    });
    const printer = opened.printer(runner, FOUR);
    const document = { kind: 'pdf', bytes: await pdfOf(4), duplex: false } as const;
    engine.inject({ condition: 'jam', atSheet: 3 });
    const jammed = await runner.run(printer.print(document));
    expect({ ...jammed, pages: numbers(jammed.pages) }).toEqual({
      kind: 'stopped',
      reason: 'media-jam',
      pages: ['1', '2'],
    });
    expect([engine.counters.sheets, spool.unfinished, printer.spooled]).toEqual([2, [], 0]);
    await virtual.control('/faults', 'clear');
    // Until the queue has laid the cancelled job aside, it still tells of its jam.
    await eventually(async () => (await runner.run(printer.status())).kind === 'ready');
    const rest = await runner.run(printer.print(document, 3));
    expect({ ...rest, pages: numbers(rest.pages) }).toEqual({ kind: 'printed', pages: ['3', '4'] });
    expect([engine.counters.sheets, printer.sheetsPrinted]).toEqual([4, 4]);
  },
);
