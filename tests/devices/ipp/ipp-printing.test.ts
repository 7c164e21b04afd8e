import { describe, expect, test } from 'vitest';
import { attribute } from '../../../devices/ipp/ipp-values.ts';
import { SmallPrinter } from './small-printer.ts';

const twoSided = [attribute('sides', 'keyword', 'two-sided-long-edge')];
const states = (printer: SmallPrinter, id: number) =>
  printer.events.flatMap((event) =>
    event.type === 'job' && event.job === id ? [`${event.atMs} ${event.state}`] : [],
  );

describe('a printer that prints', () => {
  test('keeps its speed: the first sheet, then page for page', () => {
    const printer = new SmallPrinter();
    const id = printer.print(3);
    printer.pass(4_999);
    expect(printer.out).toEqual([]);
    expect(printer.job(id)).toMatchObject({ 'job-state': 5, 'job-state-reasons': 'job-printing' });
    printer.pass(1);
    expect(printer.out).toEqual(['1.1']);
    printer.pass(1_000);
    expect(printer.job(id)).toMatchObject({ 'job-impressions': 3, 'job-impressions-completed': 2 });
    printer.pass(1_000);
    expect(printer.job(id)).toMatchObject({
      'job-state': 9,
      'job-state-reasons': 'job-completed-successfully',
      'job-media-sheets-completed': 3,
    });
    expect(printer.printer.engine.counters).toEqual({ sheets: 3, impressions: 3, spoiltSheets: 0 });
  });

  test('prints both sides of a sheet at once, and copies one after the other', () => {
    const printer = new SmallPrinter();
    const id = printer.print(3, { job: [...twoSided, attribute('copies', 'integer', 2)] });
    printer.pass(60_000);
    expect(printer.out).toEqual(['1.1', '1.2', '1.3', '1.1', '1.2', '1.3']);
    expect(printer.job(id)).toMatchObject({
      'job-impressions-completed': 6,
      'job-media-sheets-completed': 4,
      'time-at-completed': 5 + 1 + 5,
    });
  });

  test('prints the pages that are asked for', () => {
    const printer = new SmallPrinter();
    const range = (lower: number, upper: number) => ({ lower, upper });
    printer.print(9, {
      job: [attribute('page-ranges', 'rangeOfInteger', range(2, 3), range(8, 99))],
    });
    printer.pass(60_000);
    expect(printer.out).toEqual(['1.2', '1.3', '1.8', '1.9']);
  });

  test('prints jobs in their order and tells of the last ones only', () => {
    const printer = new SmallPrinter();
    for (let count = 0; count < 8; count++) printer.print(1);
    printer.pass(60_000);
    expect(printer.out).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((id) => `${id}.1`));
    printer.print(1);
    expect(printer.printer.spool.jobs.map(({ id }) => id)).toEqual([4, 5, 6, 7, 8, 9]);
  });

  test('aborts what it cannot print', () => {
    const printer = new SmallPrinter();
    printer.print(0, { data: '%PDF-none' });
    printer.pass(60_000);
    expect(printer.job(1)).toMatchObject({
      'job-state': 8,
      'job-state-reasons': ['aborted-by-system', 'document-format-error'],
    });
    expect(printer.out).toEqual([]);
  });

  test('lets a sheet under way come out before a job is cancelled', () => {
    const printer = new SmallPrinter();
    const id = printer.print(5);
    printer.pass(5_500);
    const cancel = { operation: [attribute('job-id', 'integer', id)] };
    expect(printer.ask('Cancel-Job', cancel).status).toBe('successful-ok');
    expect(printer.job(id)).toMatchObject({
      'job-state': 5,
      'job-state-reasons': ['processing-to-stop-point', 'job-canceled-by-user'],
    });
    printer.pass(500);
    expect(printer.job(id)).toMatchObject({ 'job-state': 7, 'job-impressions-completed': 2 });
    expect(printer.ask('Cancel-Job', cancel).status).toBe('client-error-not-possible');
    printer.pass(60_000);
    expect(printer.out).toEqual(['1.1', '1.2']);
  });

  test('cancels at once what waits', () => {
    const printer = new SmallPrinter();
    printer.print(1);
    const second = printer.print(1);
    printer.ask('Cancel-Job', { operation: [attribute('job-id', 'integer', second)] });
    expect(states(printer, second).at(-1)).toBe('0 canceled');
    printer.pass(60_000);
    expect(printer.out).toEqual(['1.1']);
  });
});

describe('a printer that stops', () => {
  test.each([false, true])('loses and doubles no page after a jam (two sides: %s)', (duplex) => {
    const printer = new SmallPrinter();
    printer.printer.engine.inject({ condition: 'jam', atSheet: 2 });
    const id = printer.print(5, duplex ? { job: twoSided } : {});
    printer.pass(30_000);
    const done = duplex ? 2 : 1;
    expect(printer.out).toEqual(duplex ? ['1.1', '1.2'] : ['1.1']);
    expect(printer.job(id)).toMatchObject({
      'job-state': 6,
      'job-state-reasons': 'printer-stopped',
      'job-impressions-completed': done,
      'job-media-sheets-completed': 1,
    });
    expect(printer.attributes).toMatchObject({
      'printer-state': 5,
      'printer-state-reasons': 'media-jam-error',
      'printer-state-message': 'Paper is jammed.',
    });
    printer.printer.engine.clear('jam');
    printer.pass(30_000);
    expect(printer.out).toEqual(['1.1', '1.2', '1.3', '1.4', '1.5']);
    expect(printer.job(id)).toMatchObject({ 'job-state': 9, 'job-impressions-completed': 5 });
    expect(printer.printer.engine.counters.spoiltSheets).toBe(1);
    expect(printer.attributes).toMatchObject({
      'printer-state': 3,
      'printer-state-reasons': 'none',
    });
  });

  test('spoils the sheet under way when something happens to it at any moment', () => {
    for (const atMs of [5_001, 5_400, 5_999]) {
      const printer = new SmallPrinter();
      printer.print(3);
      printer.pass(atMs);
      printer.printer.engine.inject({ condition: 'cover-open' });
      printer.pass(60_000);
      expect(printer.out).toEqual(['1.1']);
      printer.printer.engine.clear();
      printer.pass(60_000);
      expect(printer.out).toEqual(['1.1', '1.2', '1.3']);
      expect(printer.printer.engine.counters).toMatchObject({ sheets: 3, spoiltSheets: 1 });
    }
  });

  test.each([
    ['empty', 'media-empty-error'],
    ['toner-empty', 'toner-empty-error'],
    ['output-full', 'output-area-full-error'],
    ['paused', 'paused'],
  ] as const)('lets the sheet under way come out before it stops for %s', (condition, reason) => {
    const printer = new SmallPrinter();
    printer.print(3);
    printer.pass(5_500);
    printer.printer.engine.inject({ condition });
    printer.pass(60_000);
    expect(printer.out).toEqual(['1.1', '1.2']);
    expect([printer.attributes['printer-state-reasons']].flat()).toContain(reason);
    printer.printer.engine.clear(condition);
    printer.pass(60_000);
    expect(printer.out).toEqual(['1.1', '1.2', '1.3']);
    expect(printer.printer.engine.counters.spoiltSheets).toBe(0);
  });

  test.each([
    ['low', 'media-low-warning'],
    ['toner-low', 'toner-low-warning'],
    ['output-nearly-full', 'output-area-almost-full-warning'],
  ] as const)('goes on printing while it only warns of %s', (condition, reason) => {
    const printer = new SmallPrinter();
    printer.printer.engine.inject({ condition });
    printer.print(2);
    printer.pass(60_000);
    expect(printer.out).toEqual(['1.1', '1.2']);
    expect(printer.attributes).toMatchObject({
      'printer-state': 3,
      'printer-state-reasons': reason,
    });
  });

  test('uses paper and toner up, and the output tray', () => {
    const printer = new SmallPrinter({
      trays: { iso_a4_210x297mm: 10 },
      tonerImpressions: 14,
      outputSheets: 12,
    });
    const { engine } = printer.printer;
    printer.print(20);
    printer.pass(100_000);
    expect(engine.conditions).toEqual(['low', 'empty']);
    expect(printer.attributes['printer-state-reasons']).toEqual([
      'media-low-warning',
      'media-empty-error',
      'media-needed-error',
    ]);
    engine.clear();
    printer.pass(100_000);
    expect([printer.out.length, ...engine.conditions]).toEqual([
      12,
      'output-nearly-full',
      'output-full',
    ]);
    engine.clear();
    printer.pass(100_000);
    expect([printer.out.length, ...engine.conditions]).toEqual([14, 'toner-low', 'toner-empty']);
    engine.clear();
    printer.pass(100_000);
    expect([printer.out.length, ...engine.conditions]).toEqual([20, 'low']);
  });

  test('prints nothing of a job that comes while it stands still, and all of it afterwards', () => {
    const printer = new SmallPrinter();
    printer.printer.engine.inject({ condition: 'jam' });
    const id = printer.print(2);
    printer.pass(600_000);
    expect(printer.job(id)).toMatchObject({ 'job-state': 3, 'job-impressions-completed': 0 });
    printer.printer.engine.clear();
    printer.pass(60_000);
    expect(printer.out).toEqual(['1.1', '1.2']);
  });

  test('lets a job be cancelled while it stands still', () => {
    const printer = new SmallPrinter();
    printer.printer.engine.inject({ condition: 'jam', atSheet: 2 });
    const id = printer.print(3);
    printer.pass(60_000);
    printer.ask('Cancel-Job', { operation: [attribute('job-id', 'integer', id)] });
    printer.pass(0);
    expect(printer.job(id)).toMatchObject({ 'job-state': 7, 'job-impressions-completed': 1 });
  });
});

describe('the spool', () => {
  test.each(['printed', 'cancelled', 'aborted'] as const)('is empty once a job is %s', (how) => {
    const printer = new SmallPrinter();
    const { spool } = printer.printer;
    const id = printer.print(3, how === 'aborted' ? { data: '%PDF-x' } : {});
    expect(spool.documents).toBe(1);
    if (how === 'cancelled') {
      printer.pass(5_200);
      printer.ask('Cancel-Job', { operation: [attribute('job-id', 'integer', id)] });
    }
    printer.pass(60_000);
    expect(spool.documents).toBe(0);
  });

  test('is empty after the power has gone, and nothing is printed when it comes back', () => {
    const printer = new SmallPrinter();
    printer.print(3);
    printer.print(3);
    printer.pass(5_500);
    printer.printer.switchOff();
    expect(printer.printer.spool.documents).toBe(0);
    expect(printer.printer.spool.jobs).toEqual([]);
    printer.pass(60_000);
    printer.printer.switchOn();
    printer.pass(60_000);
    expect(printer.out).toEqual(['1.1']);
    expect(printer.printer.engine.counters).toEqual({ sheets: 1, impressions: 1, spoiltSheets: 1 });
    expect(printer.attributes).toMatchObject({ 'printer-state': 3, 'printer-up-time': 61 });
    expect(printer.print(1)).toBe(3);
    printer.pass(60_000);
    expect(printer.out).toEqual(['1.1', '3.1']);
  });

  test('is bounded in jobs and in bytes', () => {
    const printer = new SmallPrinter({ maxJobs: 2, maxBytes: 100 });
    printer.printer.engine.inject({ condition: 'paused' });
    const send = (data: string) => printer.ask('Print-Job', { data }).status;
    expect(send('%PDF-1'.padEnd(101))).toBe('client-error-request-entity-too-large');
    expect(send('%PDF-1'.padEnd(60))).toBe('successful-ok');
    expect(send('%PDF-1'.padEnd(60))).toBe('server-error-busy');
    expect(send('%PDF-1')).toBe('successful-ok');
    expect(send('%PDF-1')).toBe('server-error-too-many-jobs');
  });

  test('gives a job up whose document does not come', () => {
    const printer = new SmallPrinter();
    const { job, status } = printer.ask('Create-Job');
    expect(status).toBe('successful-ok');
    expect(job.find(({ name }) => name === 'job-state-reasons')?.values).toEqual([
      { tag: 'keyword', value: 'job-incoming' },
    ]);
    printer.pass(119_999);
    expect(printer.job(1)).toMatchObject({ 'job-state': 3 });
    printer.pass(1);
    expect(printer.job(1)).toMatchObject({ 'job-state': 8 });
  });
});
