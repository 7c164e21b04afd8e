import { describe, expect, test } from 'vitest';
import { exitOf, verdictsOf } from '../../scenarios/exit-code.ts';
import type { TraceEvent } from '../../scenarios/trace-events.ts';
import { beforeRun } from '../../scenarios/trust/before-run-system.ts';
import { descriptorsIn, portsIn } from '../../scenarios/trust/socket-limits-system.ts';
import type { SocketLimits } from '../../scenarios/trust/sockets.ts';
import { judged, smallScenario } from '../scenarios/small-scenario.ts';
import { changed, soundJourney } from '../scenarios/told-journey.ts';

const LIMITS: SocketLimits = { descriptors: 20_000, ports: 28_232 };

function refusal(inside: number, limits: SocketLimits, target?: string) {
  const scenario = smallScenario({ stores: { inside } });
  return beforeRun(scenario, { time: 'real', target }, () => limits).refusal;
}

describe('before a live run', () => {
  test('what it needs is held against what there is', () => {
    expect(refusal(4_900, LIMITS)).toBeUndefined();
    expect(refusal(5_000, LIMITS)).toBe(
      'the run needs about 20256 descriptors, and this process may have 20000: raise it (ulimit -n 20256), or have fewer kiosks',
    );
    expect(refusal(56_000, { ...LIMITS, descriptors: 1_000_000 })).toMatch(
      /^the kiosks need 112000 connections to one address, and this machine has 28232 local ports/,
    );
  });

  test('the other ends of the connections count where the server is in the same process', () => {
    expect(refusal(9_000, LIMITS)).toBeDefined();
    expect(refusal(9_000, LIMITS, 'http://127.0.0.1:8080')).toBeUndefined();
  });

  test('a system that does not tell its limits refuses nothing, and virtual time needs none', () => {
    const unknown = { descriptors: undefined, ports: undefined };
    expect(refusal(56_000, unknown)).toBeUndefined();
    const scenario = smallScenario({ stores: { inside: 56_000 } });
    expect(beforeRun(scenario, { time: 'virtual' }, () => LIMITS).refusal).toBeUndefined();
  });

  test('Linux tells them so', () => {
    const limits =
      'Limit  Soft  Hard  Units\nMax open files            1024                 4096                 files\n';
    expect(descriptorsIn(limits)).toBe(1024);
    expect(descriptorsIn('Max open files            unlimited            unlimited  files')).toBe(
      undefined,
    );
    expect(portsIn('32768\t60999\n')).toBe(28_232);
    expect([descriptorsIn(undefined), portsIn(undefined)]).toEqual([undefined, undefined]);
  });
});

describe('during a run', () => {
  const scenario = smallScenario({ thresholds: { journeys_broken: ['rate<0.01'] } });
  const began: TraceEvent = {
    kind: 'run-began',
    t: 0,
    scenario: 'small-town',
    seed: 1,
    clock: 'real',
    originMs: Date.parse(scenario.start),
  };
  const exit = (reason: string) => {
    const failed = { outcome: 'failed', stage: 'issue', reason } as const;
    const judgement = judged([began, ...changed(soundJourney(0), 'ended', failed)], scenario);
    const own = judgement.validity.filter(({ name }) => name === 'own-errors');
    const verdicts = verdictsOf({ ...judgement, validity: own });
    return exitOf(verdicts, { ...judgement, validity: own, interrupted: false }).code;
  };

  test.each([
    'unreachable: connect EADDRNOTAVAIL 127.0.0.1:8080 - Local (0.0.0.0:0)',
    'unreachable: connect EMFILE 127.0.0.1:8080 - Local (undefined:undefined)',
  ])('“%s” is the generator’s own, and the run void', (reason) => {
    expect(exit(reason)).toBe(97);
  });

  test('a server that refuses connections is a server’s failure', () => {
    expect(exit('unreachable: connect ECONNREFUSED 127.0.0.1:8080')).toBe(99);
  });

  test('whoever counts failures alone blames the server for both', () => {
    const broken = (reason: string) => {
      const ends = changed(soundJourney(0), 'ended', { outcome: 'failed', reason });
      return judged(ends, scenario).thresholds.map(({ verdict }) => verdict);
    };
    expect(broken('unreachable: connect EMFILE')).toEqual(['fail']);
    expect(broken('unreachable: connect ECONNREFUSED')).toEqual(['fail']);
  });
});
