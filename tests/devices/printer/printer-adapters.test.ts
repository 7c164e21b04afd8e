import { describe, expect, onTestFinished } from 'vitest';
import type { DocumentReader } from '../../../devices/ipp/document-reader.ts';
import type { Printer, PrinterStop } from '../../../devices/printer/printer.ts';
import { IPP_PATIENCE } from '../../../devices/printer/printer-ipp.ts';
import { openRemotePrinter } from '../../../devices/printer/printer-ipp-http.ts';
import { ModelPrinter } from '../../../devices/printer/printer-model.ts';
import { OperatedPrinter } from '../../../devices/xfs/operated.ts';
import { Operation } from '../../../devices/xfs/operation.ts';
import { WatchedPrinter } from '../../../devices/xfs/paper-watch.ts';
import { constant } from '../../../sim/distribution.ts';
import { ready } from '../../../sim/process.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { streams } from '../../../sim/rng.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';
import { Signal } from '../../../sim/waiting.ts';
import { openRealPrinter } from '../../hardware/ipp-printer.ts';
import { IppLine } from './ipp-line.ts';
import { printerContract, type TriedPrinter } from './printer.contract.ts';
import { BY_NAME } from './small-document.ts';

describe.each<[string, (model: ModelPrinter, runner: VirtualTime) => Printer]>([
  ['the model', (model) => model],
  [
    'the model of an operator',
    (model, runner) => new OperatedPrinter(model, new Operation(), runner),
  ],
  ['the model that is watched', (model) => new WatchedPrinter(model)],
])('%s', (_, fitted) => {
  printerContract(async () => {
    const runner = new VirtualTime();
    let matter: PrinterStop | undefined;
    let repaired = new Signal();
    let jamAt = 0;
    const speed = { firstPageMs: constant(5_000), nextPageMs: 1_000 };
    const rng = streams(1).stream('printer', 'in-001');
    const model = new ModelPrinter(runner, speed, BY_NAME, rng, function* (work, proceed) {
      if (work.operation === 'clear') yield* repaired.wait();
      else if (work.operation === 'feed' && --jamAt === 0) matter = stop('media-jam');
      return matter ?? (yield* proceed());
    });
    const begin = async (reason: string) => {
      matter = stop(reason);
    };
    return {
      printer: fitted(model, runner),
      runner,
      run: async (process) => finished(runner, process),
      jamAt: async (sheet) => {
        jamAt = sheet;
      },
      empty: () => begin('media-empty'),
      goOffline: () => begin('timed-out'),
      repair: async () => {
        matter = undefined;
        repaired.fire();
        repaired = new Signal();
        runner.advance(runner.now());
      },
      sheets: () => model.sheetsPrinted,
    };
  });
});

describe('IPP to a virtual printer, in virtual time', () => {
  printerContract(async () => {
    const line = new IppLine();
    const { engine } = line.small.printer;
    const tried: TriedPrinter = {
      printer: line.remote,
      runner: line.time,
      run: async (process) => line.run(process),
      jamAt: async (atSheet) => engine.inject({ condition: 'jam', atSheet }),
      empty: async () => engine.inject({ condition: 'empty' }),
      goOffline: async () => {
        line.fate = () => 'lost';
      },
      repair: async () => {
        line.fate = () => 'answered';
        engine.clear();
      },
      sheets: () => engine.counters.sheets,
    };
    return tried;
  });
});

describe('IPP over HTTP', () => {
  printerContract(async () => {
    const virtual = await openRealPrinter({ reader: PAGES, settings: { pagesPerMinute: 3_000 } });
    const { engine } = virtual.printer;
    const patience = { ...IPP_PATIENCE, answerMs: 5_000, pollMs: 15 };
    const told: string[] = [];
    const opened = await openRemotePrinter(virtual.uri, (what) => told.push(what), patience);
    if (opened.kind === 'refused') return expect.fail(opened.why);
    const runner = new RealTime();
    onTestFinished(async () => {
      await opened.close();
      runner.stop();
    });
    return {
      printer: opened.printer(runner, BY_NAME),
      runner,
      run: (process) => runner.run(process),
      jamAt: async (atSheet) => engine.inject({ condition: 'jam', atSheet }),
      empty: async () => engine.inject({ condition: 'empty' }),
      goOffline: async () => virtual.printer.switchOff(),
      repair: async () => {
        virtual.printer.switchOn();
        engine.clear();
      },
      sheets: () => engine.counters.sheets,
    };
  });
});

/** Counts the pages of a document in the manner of `BY_NAME`. */
const PAGES: DocumentReader = {
  read({ bytes }) {
    const [, pages] = /^%PDF-(\d+)$/.exec(new TextDecoder().decode(bytes)) ?? [];
    return ready({ kind: 'pages', pages: Number(pages) });
  },
};

function stop(reason: string): PrinterStop {
  return { kind: 'stopped', reason };
}

function finished<A>(runner: VirtualTime, process: Parameters<typeof runner.spawn<A>>[0]): A {
  const task = runner.spawn(process);
  while (task.ending === undefined) runner.advance(runner.now() + 50);
  if (task.ending.kind !== 'returned') throw new Error('it did not return');
  return task.ending.value;
}
