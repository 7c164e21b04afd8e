import { describe, expect, test } from 'vitest';
import type { Around, Call, Site } from '../../../scenarios/injection/site.ts';
import { exposedBuilds } from '../../../scenarios/sites/build.ts';
import { ExposedLedger, exposedRegister } from '../../../scenarios/sites/database.ts';
import { ExposedVerifier } from '../../../scenarios/sites/jpki.ts';
import { exposedLink } from '../../../scenarios/sites/link.ts';
import { ExposedPace } from '../../../scenarios/sites/work.ts';
import type { Issuing } from '../../../server/issuing.ts';
import type { Ledger } from '../../../server/ledger/ledger.ts';
import { granted } from '../../../server/problems.ts';
import type { Register } from '../../../server/register/register.ts';
import { ready } from '../../../sim/process.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';
import { answerOf } from '../../devices/card/card-conversation.ts';
import { smallScenario } from '../small-scenario.ts';

/** Lets all calls pass and writes them down. */
function passing<S extends Site>(): { readonly calls: Call[]; readonly around: Around<S> } {
  const calls: Call[] = [];
  const around = ((call: Call, proceed) => {
    calls.push(call);
    return proceed();
  }) as Around<S>;
  return { calls, around };
}

describe('the validity check of certificates', () => {
  const signed = {
    certificate: new Uint8Array([1, 2]),
    challenge: new Uint8Array(8),
    signature: new Uint8Array(0),
    nowMs: 0,
  };

  test('names a call by whose certificate it is, not by the challenge', () => {
    const { calls, around } = passing<'jpki'>();
    const verifier = { verify: () => ready(granted({ serial: 's' })) };
    const exposed = new ExposedVerifier(verifier, around);
    expect(answerOf(exposed.verify(signed))).toEqual(granted({ serial: 's' }));
    answerOf(exposed.verify({ ...signed, challenge: new Uint8Array([9]) }));
    expect(calls).toEqual([
      { operation: 'verify', key: '1.2' },
      { operation: 'verify', key: '1.2' },
    ]);
  });
});

describe('the work of a node', () => {
  test('names a call by the step, the node and whom it is for, not when', () => {
    const { calls, around } = passing<'work'>();
    const worked: string[] = [];
    const pace = {
      work: (step: string, key: string) => {
        worked.push(`${step} ${key}`);
        return ready(undefined);
      },
    };
    answerOf(new ExposedPace('node-2', pace, around).work('issue', '17@1234'));
    expect(calls).toEqual([{ operation: 'issue', node: 'node-2', key: '17' }]);
    expect(worked).toEqual(['issue 17@1234']);
  });
});

describe('the database', () => {
  test('is asked as before, and each question is told', () => {
    const { calls, around } = passing<'database'>();
    const ledger = { find: (request: string) => ready(request) } as unknown as Ledger;
    const register = { resident: (_: string, no: number) => ready(no) } as unknown as Register;
    expect(answerOf(new ExposedLedger(ledger, around).find('r1'))).toBe('r1');
    expect(answerOf(exposedRegister(register, around).resident('27203', 5))).toBe(5);
    expect(calls.map(({ operation }) => operation)).toEqual(['find', 'resident']);
  });
});

describe('the link', () => {
  test('tells the municipality and the kiosk, and by how much the clock is ahead there', () => {
    const { calls, around } = passing<'link'>();
    const asked: number[] = [];
    const issuing = {
      issue: ({ nowMs }: { readonly nowMs: number }) => {
        asked.push(nowMs);
        return ready(granted('document'));
      },
    } as unknown as Issuing;
    const exposure = { around, skewMs: () => 60_000, runner: new VirtualTime() };
    const exposed = exposedLink(new Map([['27203', issuing]]), exposure).get('27203');
    const order = { requestId: 'r1', kioskId: 'in-001', nowMs: 5 } as Parameters<
      Issuing['issue']
    >[0];
    expect(answerOf((exposed as Issuing).issue(order))).toEqual(granted('document'));
    expect(asked).toEqual([60_005]);
    expect(calls).toMatchObject([{ operation: 'issue', municipality: '27203', key: 'r1' }]);
  });
});

describe('the build of a node', () => {
  const issuing = (name: string) =>
    ({ unsettled: () => ready(granted([name])) }) as unknown as Issuing;

  test.each([
    ['sound', 'sound'],
    ['M3', 'wrong'],
  ] as const)('that is told to be %s answers as the %s one', (told, answers) => {
    const around = (() => ready(told)) as unknown as Around<'build'>;
    const ground = { around, runner: new VirtualTime(), writing: () => 0 };
    const nodes = exposedBuilds(smallScenario(), ground);
    const node = nodes('node-1', issuing('sound'), () => issuing('wrong'));
    expect(answerOf(node.unsettled('in-001'))).toEqual(granted([answers]));
  });
});
