import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mayPass } from '../../devices/bus/centre.ts';
import { HttpCentre } from '../../devices/bus/centre-http.ts';
import { CentreInProcess } from '../../scenarios/centre-in-process.ts';
import type { Centre } from '../../server/centre.ts';
import { DEFAULT_OPTIONS } from '../../server/contract.ts';
import { PROBLEMS, type ProblemCode, refused } from '../../server/problems.ts';
import { RealTime } from '../../sim/real-time.ts';
import { ISSUE_MS, SmallShop } from '../devices/small-shop.ts';
import { answerOf } from '../sim/virtual.ts';
import { eventsOf } from './small-scenario.ts';

const REQUEST = {
  requestId: 'r1',
  type: 'resident-record',
  options: DEFAULT_OPTIONS,
} as const;

describe('a kiosk that gives up waiting', () => {
  test('does not stop the server: it works on, and what it has done is done', () => {
    const patience = { timeoutMs: ISSUE_MS - 2_000, attempts: 2, pauseMs: 0 };
    const shop = new SmallShop({ patience });
    expect(shop.serve({})).toMatchObject([{ outcome: 'timed-out', stage: 'issue' }]);
    const [asked] = eventsOf('requested', shop.events);
    const [ended] = eventsOf('ended', shop.events);
    expect((ended?.t ?? 0) - (asked?.t ?? 0)).toBe(2 * patience.timeoutMs);
    expect(eventsOf('server-issued', shop.events)).toMatchObject([
      { request: 'r0', repeated: false },
      { request: 'r0', repeated: true },
    ]);
    expect(shop.ledger.totals.claimed).toBe(1);
    // The second attempt was answered after the citizen had gone.
    expect(shop.runner.now()).toBeGreaterThan(ended?.t ?? 0);
  });
});

describe('what the server cannot do is told to a kiosk as over HTTP:', () => {
  const runner = new RealTime();
  let server: Server;
  let http: HttpCentre;
  let code: ProblemCode = 'server-error';

  beforeAll(async () => {
    server = createServer((_, response) => {
      const { status } = PROBLEMS[code];
      const problem = { type: `urn:kofu:problem:${code}`, title: '', status, code };
      response.writeHead(status, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify(problem));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    http = new HttpCentre({ origin: `http://127.0.0.1:${port}`, tokenOf: () => '' });
  });

  afterAll(async () => {
    await http.close();
    runner.stop();
    await new Promise((resolve) => server.close(resolve));
  });

  test.each(Object.keys(PROBLEMS) as ProblemCode[])('%s', async (problem) => {
    code = problem;
    const refusing = {
      // biome-ignore lint/correctness/useYield: a rule is a process.
      *issue() {
        return refused(problem);
      },
    } as unknown as Centre;
    const inProcess = answerOf((virtual) =>
      new CentreInProcess(virtual, refusing, 0).issue('in-001', 's1', REQUEST),
    );
    expect(inProcess).toEqual(await runner.run(http.issue('in-001', 's1', REQUEST)));
    expect(inProcess.kind).toBe(mayPass(PROBLEMS[problem].status) ? 'failed' : 'refused');
  });
});
