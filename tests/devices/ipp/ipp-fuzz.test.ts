import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { statusName } from '../../../devices/ipp/ipp-codes.ts';
import { decodeIpp } from '../../../devices/ipp/ipp-decoding.ts';
import { encodeIpp } from '../../../devices/ipp/ipp-encoding.ts';
import { attribute } from '../../../devices/ipp/ipp-values.ts';
import { mediaCollection } from '../../../devices/ipp/print-media.ts';
import { type Rng, streams } from '../../../sim/rng.ts';
import { requestFor, SmallPrinter } from './small-printer.ts';

const jobId = [attribute('job-id', 'integer', 1)];
const ticket = [
  attribute('copies', 'integer', 2),
  attribute('sides', 'keyword', 'two-sided-long-edge'),
  attribute('page-ranges', 'rangeOfInteger', { lower: 1, upper: 2 }),
  attribute('media-col', 'collection', mediaCollection('iso_a4_210x297mm', 1)),
  attribute('printer-resolution', 'resolution', { crossFeed: 600, feed: 600, unit: 'dpi' }),
];

/** Requests that are right; each of those sent is one of them that was damaged. */
const RIGHT = [
  requestFor('Print-Job', { data: '%PDF-3', job: ticket }),
  requestFor('Validate-Job', { job: ticket }),
  requestFor('Create-Job', { job: ticket }),
  requestFor('Send-Document', {
    operation: [...jobId, attribute('last-document', 'boolean', true)],
    data: '%PDF-1',
  }),
  requestFor('Cancel-Job', { operation: jobId }),
  requestFor('Get-Job-Attributes', { operation: jobId }),
  requestFor('Get-Jobs', { operation: [attribute('which-jobs', 'keyword', 'completed')] }),
  requestFor('Get-Printer-Attributes', {
    operation: [attribute('requested-attributes', 'keyword', 'printer-state', 'sides-supported')],
  }),
  requestFor('Hold-Job', { operation: jobId }),
  requestFor('Release-Job', { operation: jobId }),
  requestFor('Pause-Printer'),
  requestFor('Resume-Printer'),
  requestFor('Cancel-My-Jobs', { operation: [attribute('job-ids', 'integer', 1, 2)] }),
  requestFor('Close-Job', { operation: jobId }),
  requestFor('Identify-Printer', { operation: [attribute('message', 'textWithoutLanguage', 'x')] }),
].map((message) => encodeIpp(message));

/** Bytes that mean something where they land. */
const TELLING = [0x00, 0x01, 0x02, 0x03, 0x10, 0x21, 0x34, 0x37, 0x4a, 0x7f, 0x80, 0xff];

/** A whole number, both ends belong to it. */
function integer(rng: Rng, least: number, most: number): number {
  return least + Math.floor(rng.uniform() * (most - least + 1));
}

/** Damages bytes in one of the ways in which bytes are damaged, or several. */
function damaged(bytes: Uint8Array, rng: Rng): Uint8Array {
  // Half of them in a byte or two, so that many still are messages and come to be dispatched.
  const isSlight = rng.uniform() < 0.5;
  let damaged = bytes.slice();
  for (let count = integer(rng, 1, isSlight ? 2 : 4); count > 0; count--) {
    const at = integer(rng, 0, damaged.length - 1);
    const until = Math.min(damaged.length, at + integer(rng, 1, 20));
    const some = TELLING[integer(rng, 0, TELLING.length - 1)] ?? 0;
    switch (integer(rng, 0, isSlight ? 1 : 5)) {
      case 0:
        damaged[at] = integer(rng, 0, 255);
        break;
      case 1:
        damaged[at] = some;
        break;
      case 2:
        damaged = Buffer.concat([damaged.subarray(0, at), damaged.subarray(until)]);
        break;
      case 3:
        damaged = Buffer.concat([damaged.subarray(0, until), damaged.subarray(at)]);
        break;
      case 4:
        damaged = Buffer.concat([damaged.subarray(0, at), Buffer.of(some), damaged.subarray(at)]);
        break;
      default:
        damaged = damaged.slice(0, Math.max(1, at));
    }
  }
  return damaged;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** How a request ends: its status, or that it was not even a request. */
function outcomeOf(printer: SmallPrinter, bytes: Uint8Array): string {
  const decoded = decodeIpp(bytes);
  if (decoded.kind === 'malformed') {
    assert(decoded.at <= bytes.length);
    return 'malformed';
  }
  // Whatever is accepted means what it says: it is written as it was read.
  assert(Buffer.compare(encodeIpp(decoded.message), bytes) === 0, 'read and written differ');
  const answer = printer.run(printer.printer.answer(decoded.message));
  assert(decodeIpp(encodeIpp(answer)).kind === 'message', 'its answer cannot be read');
  const status = statusName(answer.code);
  assert(status !== undefined && status !== 'server-error-internal-error', `status ${answer.code}`);
  return status;
}

test('answers or refuses 100,000 damaged requests, throws at none and keeps nothing of them', () => {
  const rng = streams(8010).stream('fuzz', 'ipp');
  const printer = new SmallPrinter();
  const seen = new Map<string, number>();
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  let heapBefore = 0;
  for (let index = 0; index < 100_000; index++) {
    count(outcomeOf(printer, damaged(RIGHT[index % RIGHT.length] ?? new Uint8Array(), rng)));
    if (index % 500 === 0) {
      printer.printer.engine.clear();
      printer.pass(300_000);
      printer.events.length = printer.out.length = 0;
    }
    if (index === 20_000) {
      collectGarbage();
      heapBefore = process.memoryUsage().heapUsed;
    }
  }
  collectGarbage();
  const grownMib = (process.memoryUsage().heapUsed - heapBefore) / 2 ** 20;
  expect(grownMib).toBeLessThan(8);
  expect(printer.printer.spool.jobs.length).toBeLessThanOrEqual(20 + 5);
  // It was damage that is felt, and not all of it at the door.
  expect(seen.get('malformed')).toBeGreaterThan(20_000);
  expect(seen.get('client-error-bad-request')).toBeGreaterThan(1_000);
  expect(seen.get('successful-ok')).toBeGreaterThan(1_000);
  expect(seen.size, [...seen].join(' ')).toBeGreaterThan(9);
});
