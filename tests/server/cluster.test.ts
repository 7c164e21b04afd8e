import { describe, expect, test } from 'vitest';
import { type Around, Cluster, type NodeCall, nodeNames } from '../../server/cluster.ts';
import type { IssueOrder, Issuing } from '../../server/issuing.ts';
import { granted, type Outcome, refused } from '../../server/problems.ts';
import { type Process, ready, sleep } from '../../sim/process.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';

const TOWN = '27203';
const WORK_MS = 1_000;

const ORDER: IssueOrder = {
  requestId: 'r-1',
  kioskId: 'in-001',
  holder: { residence: TOWN, residentNo: 7, generation: 1 },
  type: 'resident-record',
  options: {
    people: 'household',
    relationships: true,
    domicile: false,
    individualNumber: false,
  },
  nowMs: 5_000,
};

/** A node that says its name and does nothing else, slowly. */
function nodeCalled(name: string, served: string[]): Issuing {
  const answer = function* <A>(value: A): Process<Outcome<A>> {
    served.push(name);
    yield sleep(WORK_MS);
    return granted(value);
  };
  return {
    authenticate: () => answer({} as never),
    issue: () => answer({} as never),
    settle: () => answer(undefined),
    applyForUse: () => answer({ usableFromMs: 0 }),
    unsettled: () => answer([name]),
  };
}

function clusterOf(count: number, options: Partial<ConstructorParameters<typeof Cluster>[0]> = {}) {
  const served: string[] = [];
  const nodes = nodeNames(count).map((name) => ({ name, issuing: nodeCalled(name, served) }));
  const cluster = new Cluster({ municipality: TOWN, nodes, probeEveryMs: 5_000, ...options });
  const runner = new VirtualTime();
  const answers: Outcome<unknown>[] = [];
  const ask = (process: Process<Outcome<unknown>>) =>
    runner.spawn(
      (function* () {
        answers.push(yield* process);
      })(),
    );
  return { cluster, runner, served, answers, ask };
}

describe('the balancer', () => {
  test('gives work to the nodes in turn', () => {
    const { cluster, runner, served, ask } = clusterOf(3);
    for (let call = 0; call < 5; call++) ask(cluster.issue(ORDER));
    runner.advance(Number.POSITIVE_INFINITY);
    expect(served).toEqual(['node-1', 'node-2', 'node-3', 'node-1', 'node-2']);
  });

  test('passes over a node with all its connections in use, and refuses when all have', () => {
    const { cluster, runner, served, answers, ask } = clusterOf(2, { connections: 1 });
    for (let call = 0; call < 3; call++) ask(cluster.issue(ORDER));
    runner.advance(Number.POSITIVE_INFINITY);
    expect(served).toEqual(['node-1', 'node-2']);
    expect(answers[0]).toEqual(refused('issuer-unavailable', 'no node takes it'));
    ask(cluster.issue(ORDER));
    runner.advance(Number.POSITIVE_INFINITY);
    expect(served).toHaveLength(3);
  });

  test('gives the connection of a call that was given up back', () => {
    const { cluster, runner, served, ask } = clusterOf(1, { connections: 1 });
    const given = ask(cluster.issue(ORDER));
    runner.advance(WORK_MS / 2);
    given.cancel();
    ask(cluster.settle({ requestId: 'r-1', kioskId: 'in-001', outcome: 'printed', paidYen: 200 }));
    runner.advance(Number.POSITIVE_INFINITY);
    expect(served).toEqual(['node-1', 'node-1']);
  });
});

describe('health', () => {
  test('takes a node out that does not answer its probe, and in again when it does', () => {
    const ill = new Set<string>();
    const probe = (node: string) => ready(!ill.has(node));
    const { cluster, runner, served, ask } = clusterOf(2, { probe });
    runner.spawn(cluster.probing());
    ill.add('node-2');
    runner.advance(4_000);
    expect(cluster.healthy).toEqual(['node-1', 'node-2']);
    runner.advance(6_000);
    expect(cluster.healthy).toEqual(['node-1']);
    for (let call = 0; call < 2; call++) ask(cluster.issue(ORDER));
    runner.advance(8_000);
    expect(served).toEqual(['node-1', 'node-1']);
    ill.clear();
    runner.advance(11_000);
    expect(cluster.healthy).toEqual(['node-1', 'node-2']);
  });

  test('takes a probe that is not answered in time for no answer', () => {
    const probe = function* (node: string): Process<boolean> {
      if (node === 'node-1') yield sleep(60_000);
      return true;
    };
    const { cluster, runner } = clusterOf(2, { probe });
    runner.spawn(cluster.probing());
    runner.advance(11_000);
    expect(cluster.healthy).toEqual(['node-2']);
  });

  test('keeps a node in that hangs but answers its probe: grey failure', () => {
    const around: Around = function* (call, proceed) {
      if (call.node === 'node-2') yield sleep(600_000);
      return yield* proceed();
    };
    const probe = () => ready(true);
    const { cluster, runner, answers, ask } = clusterOf(2, { around, probe });
    runner.spawn(cluster.probing());
    for (let call = 0; call < 4; call++) ask(cluster.issue(ORDER));
    runner.advance(60_000);
    expect(cluster.healthy).toEqual(['node-1', 'node-2']);
    expect(answers).toHaveLength(2);
  });

  test('without a node that is in, refuses with a code of its own', () => {
    const { cluster, runner, answers, ask } = clusterOf(1, { probe: () => ready(false) });
    runner.spawn(cluster.probing());
    runner.advance(6_000);
    ask(cluster.unsettled('in-001'));
    runner.advance(7_000);
    expect(answers).toEqual([refused('issuer-unavailable', 'no node takes it')]);
  });
});

describe('what stands around a call', () => {
  test('is told of the operation, who is served and by which node', () => {
    const calls: NodeCall[] = [];
    const around: Around = (call, proceed) => {
      calls.push(call);
      return proceed();
    };
    const { cluster, runner, ask } = clusterOf(2, { around });
    const settlement = { requestId: 'r-1', kioskId: 'in-001', outcome: 'printed', paidYen: 200 };
    const card = { method: 'jpki', residence: TOWN, residentNo: 7, generation: 1 } as const;
    ask(cluster.authenticate({ card, nowMs: 5_000 }));
    ask(cluster.issue(ORDER));
    ask(cluster.settle(settlement as never));
    ask(cluster.settle(settlement as never));
    ask(cluster.applyForUse({ holder: ORDER.holder, nowMs: 6_000 }));
    ask(cluster.unsettled('in-001'));
    runner.advance(Number.POSITIVE_INFINITY);
    expect(calls.map(({ operation, node, kiosk }) => [operation, node, kiosk])).toEqual([
      ['authenticate', 'node-1', undefined],
      ['issue', 'node-2', 'in-001'],
      ['settle', 'node-1', 'in-001'],
      ['settle', 'node-2', 'in-001'],
      ['applyForUse', 'node-1', undefined],
      ['unsettled', 'node-2', 'in-001'],
    ]);
    expect(calls.every(({ key }) => key !== '')).toBe(true);
    expect(calls.every(({ municipality }) => municipality === TOWN)).toBe(true);
  });

  test('can answer in the place of a node', () => {
    // biome-ignore lint/correctness/useYield: it answers at once.
    const around: Around = function* () {
      return refused('issuer-unavailable');
    };
    const { cluster, runner, served, answers, ask } = clusterOf(1, { around });
    ask(cluster.issue(ORDER));
    runner.advance(Number.POSITIVE_INFINITY);
    expect([served, answers]).toEqual([[], [refused('issuer-unavailable')]]);
  });
});
