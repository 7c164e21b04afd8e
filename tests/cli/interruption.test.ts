import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { Summary } from '../../reports/summary-schema.ts';
import { type Ended, eventsIn, type Started, Workplace } from './kofu.ts';

const place = new Workplace();

afterAll(() => place.leave());

/** A town where far more happens than can be waited for. */
const ENDLESS = place.scenario({
  stores: { inside: 400 },
  duration: '24h',
  workloads: {
    day: {
      executor: 'calendar',
      perDay: 200_000,
      bands: [{ from: '00:00', to: '24:00', share: 1 }],
    },
  },
});

/** A quiet one, so slow that it takes a quarter of an hour. */
const SLOW = place.scenario({ stores: { inside: 3 } }, 'slow.yaml');

describe.concurrent('Ctrl-C', () => {
  test('in the middle of a virtual run leaves a whole report of the part', async () => {
    const out = place.path('virtual');
    const run = place.start('run', ENDLESS, '--out', out);
    await waitUntil(run, () => sizeOf(`${out}/events.ndjson`) > 1_000_000);
    run.child.kill('SIGINT');
    await expectPart(await run.ended, out);
  });

  test('in the middle of a live run does so, too', async () => {
    const out = place.path('live');
    const port = await freePort();
    const words = ['--time', 'real', '--speed', '30', '--port', String(port), '--out', out];
    const workload = 'workloads.day.rate=0.08';
    const run = place.start('run', SLOW, ...words, '--set', workload);
    await waitUntil(run, async () => {
      const health = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
      const body = (await health?.json()) as { sessions: number } | undefined;
      return (body?.sessions ?? 0) > 0;
    });
    run.child.kill('SIGINT');
    await expectPart(await run.ended, out);
  });

  test('ends a server that only serves', async () => {
    const port = await freePort();
    const server = place.start('serve', SLOW, '--port', String(port));
    await waitUntil(server, async () => {
      const health = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
      return health?.ok === true;
    });
    const body = JSON.stringify({ kioskId: 'in-001' });
    const headers = { 'content-type': 'application/json' };
    const url = `http://127.0.0.1:${port}/v1/sessions`;
    const { status } = await fetch(url, { method: 'POST', headers, body });
    expect(status).toBe(401);
    server.child.kill('SIGINT');
    const { code, stderr } = await server.ended;
    expect(stderr).toContain(`http://127.0.0.1:${port}`);
    expect(code).toBe(0);
  });
});

/** The run has ended early, and says so everywhere; what it has recorded can be read. */
async function expectPart({ code, stderr, lastLine }: Ended, out: string): Promise<void> {
  expect(stderr).toContain('interrupted: writing the report (again to stop at once)');
  expect(lastLine).toBe('exit 105: interrupted; the report is partial');
  expect(code).toBe(105);
  const summary = Summary.parse(JSON.parse(readFileSync(`${out}/summary.json`, 'utf8')));
  const { counts } = summary.results;
  expect(summary.metadata.interrupted).toBe(true);
  expect(counts.inFlight).toBeGreaterThan(0);
  const conservation = summary.validity.find(({ name }) => name === 'conservation');
  expect(conservation?.verdict).toBe('pass');
  expect(readFileSync(`${out}/report.html`, 'utf8')).toMatch(/<\/html>\s*$/);
  const events = await eventsIn(out);
  expect(events).toHaveLength(summary.metadata.events);
  expect(events.at(-1)).toMatchObject({ kind: 'run-ended', reason: 'interrupted' });
  expect(events.filter(({ kind }) => kind === 'arrived')).toHaveLength(counts.offered);
}

async function waitUntil({ ended }: Started, is: () => boolean | Promise<boolean>): Promise<void> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  while (!(await is())) {
    if (over) throw new Error(`it ended before it could be interrupted: ${(await ended).stderr}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
