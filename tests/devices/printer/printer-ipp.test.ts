import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GROUP } from '../../../devices/ipp/ipp-message.ts';
import { attribute } from '../../../devices/ipp/ipp-values.ts';
import { type Process, sleep } from '../../../sim/process.ts';
import { race } from '../../../sim/waiting.ts';
import { IppLine } from './ipp-line.ts';
import { five, inGroup, jobs, paper, printed, refusedWith } from './ipp-printing.ts';
import { smallDocument } from './small-document.ts';

test('creates the job first, then sends the document, and asks until all is out', () => {
  const line = new IppLine();
  expect(printed(line).kind).toBe('printed');
  expect(line.operations.slice(0, 3)).toEqual([
    'Get-Printer-Attributes',
    'Create-Job',
    'Send-Document',
  ]);
  expect(new Set(line.operations.slice(3))).toEqual(
    new Set(['Get-Job-Attributes', 'Get-Printer-Attributes']),
  );
  expect(line.told).toEqual([]);
  const [job] = line.small.printer.spool.jobs;
  expect(job?.identity).toEqual({ name: 'kiosk-1', user: 'kiosk' });
});

test('speaks IPP/1.1 with a printer that knows no 2.0, and does not ask again', () => {
  const line = new IppLine();
  const tooNew = refusedWith('server-error-version-not-supported');
  line.fate = (_, { version }) => (version.major === 2 ? tooNew : 'answered');
  expect(printed(line)).toEqual({ kind: 'printed', pages: [1, 2, 3, 4, 5] });
  const versions = line.requests.map(([, version]) => version);
  expect(versions.slice(0, 2)).toEqual(['2.0', '1.1']);
  expect(new Set(versions.slice(1))).toEqual(new Set(['1.1']));
});

test('a line that is cut while it prints: what came out unseen is reported, and not again', () => {
  const line = new IppLine();
  line.fate = () => (line.time.now() > 6_500 ? 'lost' : 'answered');
  expect(printed(line)).toEqual({ kind: 'stopped', reason: 'timed-out', pages: [1, 2] });
  // The document is still there, for all that is known.
  expect(line.remote.spooled).toBe(1);
  expect(line.run(line.remote.status())).toEqual({ kind: 'stopped', reason: 'timed-out' });
  expect(printed(line, five, 3)).toEqual({ kind: 'stopped', reason: 'timed-out', pages: [] });
  line.fate = () => 'answered';
  expect(line.run(line.remote.status())).toEqual({ kind: 'ready' });
  expect([line.remote.spooled, line.remote.sheetsPrinted]).toEqual([0, 5]);
  expect(printed(line, five, 3)).toEqual({ kind: 'printed', pages: [3, 4, 5] });
  expect(paper(line)).toEqual([1, 2, 3, 4, 5]);
});

test('a line that is cut and comes back in mid-job: only what is missing is printed', () => {
  const line = new IppLine({ pagesPerMinute: 6 });
  const long = smallDocument(4);
  const isCut = () => line.time.now() > 11_000 && line.time.now() < 26_000;
  line.fate = () => (isCut() ? 'lost' : 'answered');
  expect(printed(line, long)).toMatchObject({ kind: 'stopped', pages: [1] });
  while (isCut()) line.small.pass(1_000);
  expect(line.run(line.remote.status())).toEqual({ kind: 'ready' });
  expect(printed(line, long, 2)).toEqual({ kind: 'printed', pages: [2, 3, 4] });
  expect(paper(line)).toEqual([1, 2, 3, 4]);
  expect(jobs(line)).toEqual(['canceled', 'completed']);
});

test('what comes out after somebody has left is counted, and is of no other document', () => {
  const line = new IppLine();
  line.fate = () => (line.time.now() > 6_500 ? 'lost' : 'answered');
  printed(line);
  line.remote.takeSheets();
  line.fate = () => 'answered';
  expect(printed(line, smallDocument(2))).toEqual({ kind: 'printed', pages: [1, 2] });
  expect(line.remote.sheetsPrinted).toBe(7);
  expect(paper(line)).toEqual([1, 2, 3, 4, 5, 1, 2]);
});

test('a document whose arrival was not confirmed is taken back, and printed once', () => {
  const line = new IppLine();
  line.fate = (operation) => (operation === 'Send-Document' ? 'unheard' : 'answered');
  expect(printed(line)).toEqual({ kind: 'stopped', reason: 'timed-out', pages: [] });
  line.fate = () => 'answered';
  expect(printed(line)).toEqual({ kind: 'printed', pages: [1, 2, 3, 4, 5] });
  expect(jobs(line)).toEqual(['canceled', 'completed']);
  expect(paper(line)).toEqual([1, 2, 3, 4, 5]);
});

/** A printer that has but the operations that IPP/1.1 requires. */
const frugal = inGroup(GROUP.printer, (all) =>
  all.map((each) =>
    each.name === 'operations-supported' ? attribute(each.name, 'enum', 2, 4, 8, 9, 10, 11) : each,
  ),
);

test('a printer without Create-Job is sent the document at once, after Validate-Job', () => {
  const line = new IppLine();
  line.fate = (operation) => (operation === 'Get-Printer-Attributes' ? frugal : 'answered');
  expect(printed(line, five, 2)).toEqual({ kind: 'printed', pages: [2, 3, 4, 5] });
  expect(line.operations.slice(1, 3)).toEqual(['Validate-Job', 'Print-Job']);
  expect(paper(line)).toEqual([2, 3, 4, 5]);
});

test.each([
  ['unheard', ['canceled', 'completed']],
  ['lost', ['completed']],
] as const)('Print-Job %s: the job is found by its name, or never was', (fate, states) => {
  const line = new IppLine();
  line.fate = (operation) => {
    if (operation === 'Print-Job') return fate;
    return operation === 'Get-Printer-Attributes' ? frugal : 'answered';
  };
  expect(printed(line)).toEqual({ kind: 'stopped', reason: 'timed-out', pages: [] });
  expect(line.remote.spooled).toBe(0);
  line.fate = (operation) => (operation === 'Get-Printer-Attributes' ? frugal : 'answered');
  expect(printed(line).kind).toBe('printed');
  expect(jobs(line)).toEqual(states);
  expect(paper(line)).toEqual([1, 2, 3, 4, 5]);
});

test('a printer that forgets the job when its power goes: what it had counted counts', () => {
  const line = new IppLine();
  function* outage(): Process {
    yield sleep(7_400);
    line.small.printer.switchOff();
    line.small.printer.switchOn();
  }
  line.time.spawn(outage());
  expect(printed(line)).toEqual({ kind: 'stopped', reason: 'other', pages: [1, 2, 3] });
  expect(line.told[0]).toContain('does not know its job 1 any more');
  expect(printed(line, five, 4)).toEqual({ kind: 'printed', pages: [4, 5] });
  expect(paper(line)).toEqual([1, 2, 3, 4, 5]);
});

test.each(['page-ranges', 'sides'])('a printer that does not grant %s prints nothing', (name) => {
  const line = new IppLine();
  const ignored = { tag: GROUP.unsupported, attributes: [attribute(name, 'keyword', 'x')] };
  line.fate = (operation) =>
    operation === 'Create-Job'
      ? (answer) => ({ ...answer, code: 1, groups: [...answer.groups, ignored] })
      : 'answered';
  expect(printed(line, five, 2)).toEqual({ kind: 'stopped', reason: 'other', pages: [] });
  expect(line.told).toEqual([`the printer does not grant ${name}: the job is cancelled`]);
  expect([jobs(line), paper(line)]).toEqual([['canceled'], []]);
});

test.each([
  ['page-ranges-supported', five, 'prints no parts'],
  ['sides-supported', smallDocument(6, { duplex: true }), 'prints no backs'],
])('a printer whose %s says no is asked nothing that it cannot do', (name, document, why) => {
  const line = new IppLine();
  const unable = inGroup(GROUP.printer, (all) => [
    ...all.filter((each) => each.name !== name),
    attribute('sides-supported', 'keyword', 'one-sided'),
  ]);
  line.fate = (operation) => (operation === 'Get-Printer-Attributes' ? unable : 'answered');
  expect(printed(line, document, 2)).toEqual({ kind: 'stopped', reason: 'other', pages: [] });
  expect(line.told[0]).toContain(why);
  expect(jobs(line)).toEqual([]);
});

test('a printer that is busy is asked again, and in the end has no room', () => {
  const line = new IppLine();
  const busy = refusedWith('server-error-busy');
  let left = 2;
  const isBusy = (operation: string) => operation === 'Create-Job' && left-- > 0;
  // Jobs that it created and refused all the same hold no document.
  line.fate = (operation) => (isBusy(operation) ? busy : 'answered');
  expect(printed(line).kind).toBe('printed');
  left = 1_000;
  expect(printed(line)).toEqual({ kind: 'stopped', reason: 'spool-area-full', pages: [] });
});

test('a job that is called completed has come out, also if nobody counts', () => {
  const line = new IppLine();
  const uncounted = inGroup(GROUP.job, (all) =>
    all.filter(({ name }) => !/-completed$/.test(name)),
  );
  line.fate = (operation) => (operation === 'Get-Job-Attributes' ? uncounted : 'answered');
  expect(printed(line)).toEqual({ kind: 'printed', pages: [1, 2, 3, 4, 5] });
});

test('a job that somebody else cancels is not whole', () => {
  const line = new IppLine();
  function* clerk(): Process {
    yield sleep(6_700);
    line.small.printer.spool.cancel(1);
  }
  line.time.spawn(clerk());
  expect(printed(line)).toEqual({ kind: 'stopped', reason: 'other', pages: [1, 2, 3] });
  expect(line.told).toEqual(['the printer gives the job up: job-canceled-by-user']);
});

test('no page within the time: the job is taken back', () => {
  const line = new IppLine({ firstPageMs: 60_000 });
  expect(printed(line)).toEqual({ kind: 'stopped', reason: 'timed-out', pages: [] });
  expect(line.told).toEqual(['no page has come within 20000 ms']);
  expect([jobs(line), line.remote.spooled]).toEqual([['canceled'], 0]);
});

test('a citizen who leaves while the document is being sent gets nothing', () => {
  const line = new IppLine();
  line.fate = (operation) => (operation === 'Send-Document' ? 'unheard' : 'answered');
  function* left(): Process {
    yield sleep(500);
  }
  function* print(): Process {
    yield* line.remote.print(five);
  }
  line.run(race(line.time, [print(), left()]));
  line.small.pass(5_000);
  expect([jobs(line), paper(line), line.remote.spooled]).toEqual([['canceled'], [], 0]);
});

test('whatever bytes come back, printing ends with an outcome', () => {
  const damage = fc.record({
    at: fc.nat(400),
    byte: fc.nat(255),
    cut: fc.boolean(),
    nth: fc.integer({ min: 1, max: 12 }),
  });
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
      const line = new IppLine();
      let answers = 0;
      line.damage = (bytes) => {
        answers += 1;
        return damages.reduce((all, { at, byte, cut, nth }) => {
          if (nth !== answers) return all;
          const end = cut ? all.slice(0, at) : all.slice();
          if (at < end.length) end[at] = byte;
          return end;
        }, bytes);
      };
      const first = printed(line);
      line.damage = (bytes) => bytes;
      expect(['printed', 'stopped']).toContain(first.kind);
      if (first.kind === 'stopped') expect(first.reason).toMatch(/^[a-z][a-z-]*$/);
    }),
    { numRuns: 400 },
  );
});
