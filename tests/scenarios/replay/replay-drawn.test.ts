import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRecordedRun } from '../../../reports/recorded-run-files.ts';
import type { Summary } from '../../../reports/summary-schema.ts';
import { openFullFidelity, UNWATCHED } from '../../../scenarios/fidelity-pdf.ts';
import type { RecordedRun } from '../../../scenarios/judging/recorded-run.ts';
import { replayRun } from '../../../scenarios/replay/replay-files.ts';
import { shrinkRun } from '../../../scenarios/shrink/shrink-files.ts';
import type { TraceEvent } from '../../../scenarios/trace-events.ts';
import { TraceWriter } from '../../../sim/trace.ts';
import { executedVirtually } from '../executed.ts';
import { eventsOf, smallScenario } from '../small-scenario.ts';

const SEED = 4;
const NOW = { commit: 'abc', versions: { kofu: '1.0.0' } };

/** Two who ask in one second, where that is a fault: their pages are drawn and read back. */
const SCENARIO = smallScenario({
  duration: '10m',
  server: { mutant: 'M3' },
  workloads: {
    pair: {
      executor: 'visits',
      citizens: ['in-001', 'in-002', 'in-003'].map((kiosk, nth) => ({
        at: '0s',
        kiosk,
        resident: 27 + nth,
        type: 'resident-record',
        requestAt: nth === 2 ? '7m' : '6m',
      })),
    },
  },
});

let folder: string;
let events: readonly TraceEvent[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kofu-drawn-'));
  writeFileSync(join(folder, 'scenario.json'), JSON.stringify(SCENARIO));
  const fidelity = await openFullFidelity(SCENARIO, UNWATCHED);
  ({ events } = await executedVirtually(SCENARIO, { seed: SEED, fidelity }));
  await fidelity.close();
});

afterAll(() => rmSync(folder, { recursive: true }));

/** The folder of the run, which says that its documents were drawn. */
function recorded(text: readonly TraceEvent[]): RecordedRun {
  let written = '';
  const writer = new TraceWriter((more) => {
    written += more;
  });
  for (const event of text) writer.append(event);
  writer.flush();
  writeFileSync(join(folder, 'events.ndjson'), written);
  const config = { render: 'full' } as Summary['config'];
  const summary: Pick<Summary, 'commit' | 'versions' | 'config'> = { ...NOW, config };
  return { ...openRecordedRun(folder), summary: summary as Summary };
}

function ports() {
  const told = { stdout: '', stderr: '' };
  const sink = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      told[name] += text;
    },
  });
  const stdin = Object.assign(new PassThrough(), { isTTY: false });
  const { signal } = new AbortController();
  const provenance = () => NOW;
  return { told, stdin, signal, provenance, stdout: sink('stdout'), stderr: sink('stderr') };
}

test('a run whose documents were drawn repeats byte for byte, pictures compared and all', async () => {
  expect(eventsOf('page-compared', events).length).toBeGreaterThan(0);
  const { told, ...rest } = ports();
  expect(await replayRun(recorded(events), {}, rest)).toBe(0);
  expect(told.stdout).toMatch(new RegExp(`^identical, ${events.length} events, sha256 `));
});

test('one whose page was read otherwise does not, and is told where', async () => {
  const [first] = eventsOf('page', events);
  const altered = events.map((event) => (event === first ? { ...first, owner: 'x' } : event));
  const { told, ...rest } = ports();
  expect(await replayRun(recorded(altered), {}, rest)).toBe(97);
  expect(told.stderr).toContain(`line ${events.indexOf(first as TraceEvent) + 2} of events.ndjson`);
});

test('it is shrunk by what needs no drawing, and says so where that is not enough', async () => {
  const budget = { kind: 'runs', runs: 2_000 } as const;
  const { told, ...rest } = ports();
  const out = join(folder, 'two.yaml');
  expect(await shrinkRun(recorded(events), { budget, out }, rest)).toBe(0);
  expect(told.stdout).toMatch(/^3 journeys shrunk to 2 in /);
  const oracle = 'front-equals-back';
  const first = eventsOf('page-compared', events)[0] as TraceEvent;
  const different = events.map((event) =>
    event === first ? { ...event, verdict: 'different' } : event,
  ) as readonly TraceEvent[];
  const flags = { budget, oracle, out: join(folder, 'none.yaml') };
  const refused = shrinkRun(recorded(different), flags, rest);
  await expect(refused).rejects.toThrow(
    'where nothing is drawn: try another one that alarmed with --oracle (page-ownership',
  );
});
