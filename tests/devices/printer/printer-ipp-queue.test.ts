import { expect, test } from 'vitest';
import { GROUP } from '../../../devices/ipp/ipp-message.ts';
import { attribute } from '../../../devices/ipp/ipp-values.ts';
import { type Process, sleep } from '../../../sim/process.ts';
import { IppLine } from './ipp-line.ts';
import { five, inGroup, paper, printed } from './ipp-printing.ts';
import { smallDocument } from './small-document.ts';

/** What a CUPS queue with filters says: all pages are out as soon as they are sent on. */
function queueOf(line: IppLine, stale: { reason: string; state: number }): void {
  const queue = inGroup(GROUP.printer, (all) => [
    ...all.filter(({ name }) => !/^printer-state/.test(name)),
    attribute('printer-state', 'enum', stale.state),
    attribute('printer-state-reasons', 'keyword', stale.reason),
    attribute('cups-version', 'textWithoutLanguage', '2.4.2'),
  ]);
  const sentOn = inGroup(GROUP.job, (all) =>
    all.map((each) =>
      each.name === 'job-impressions-completed' ? attribute(each.name, 'integer', 5) : each,
    ),
  );
  line.fate = (operation) => {
    if (operation === 'Get-Printer-Attributes') return queue;
    return operation === 'Get-Job-Attributes' ? sentOn : 'answered';
  };
}

test('a queue that counts what it sends on is given a sheet at a time', () => {
  const line = new IppLine();
  const stale = { reason: 'none', state: 4 };
  queueOf(line, stale);
  line.small.printer.engine.inject({ condition: 'jam', atSheet: 3 });
  function* clerk(): Process {
    yield sleep(16_500);
    stale.reason = 'media-jam-error';
    queueOf(line, stale);
  }
  line.time.spawn(clerk());
  expect(printed(line)).toEqual({ kind: 'stopped', reason: 'media-jam', pages: [1, 2] });
  line.small.printer.engine.clear();
  queueOf(line, { ...stale, state: 3 });
  expect(line.run(line.remote.status())).toEqual({ kind: 'ready' });
  queueOf(line, { reason: 'none', state: 3 });
  expect(printed(line, five, 3)).toEqual({ kind: 'printed', pages: [3, 4, 5] });
  expect(paper(line)).toEqual([1, 2, 3, 4, 5]);
  expect(line.remote.sheetsPrinted).toBe(5);
});

test('a reason that passes while the printer goes on is none to stop', () => {
  const line = new IppLine();
  queueOf(line, { reason: 'media-jam-error', state: 3 });
  function* lookedAgain(): Process {
    yield sleep(1_000);
    queueOf(line, { reason: 'media-jam-error', state: 4 });
    yield sleep(3_000);
    queueOf(line, { reason: 'none', state: 4 });
  }
  line.time.spawn(lookedAgain());
  expect(printed(line, smallDocument(1))).toEqual({ kind: 'printed', pages: [1] });
});

test.each([
  [['media-low-warning', 'paused-report'], 3, undefined],
  [['media-low-warning', 'media-empty-error'], 4, 'media-empty'],
  [['connecting-to-device', 'media-jam-error'], 5, 'media-jam'],
  [['toner-low-report', 'paused'], 5, 'paused'],
  [['none'], 5, 'other'],
  [['Rm -rf\n-error'], 5, 'other'],
])('of %j in state %i the kiosk is told %s', (reasons, state, told) => {
  const line = new IppLine();
  const says = inGroup(GROUP.printer, () => [
    attribute('printer-state', 'enum', state),
    attribute('printer-state-reasons', 'keyword', ...reasons),
  ]);
  line.fate = () => says;
  const status = line.run(line.remote.status());
  expect(status).toEqual(told ? { kind: 'stopped', reason: told } : { kind: 'ready' });
});
