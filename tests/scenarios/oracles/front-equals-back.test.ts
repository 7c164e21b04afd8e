import { expect, test } from 'vitest';
import type { Violation } from '../../../scenarios/judging/oracle.ts';
import { frontEqualsBack } from '../../../scenarios/oracles/front-equals-back.ts';
import type { EventOf } from '../../../scenarios/trace-events.ts';
import { judged, smallScenario } from '../small-scenario.ts';

const page: EventOf<'page'> = {
  kind: 'page',
  t: 1,
  journey: 3,
  kiosk: 'in-001',
  sheet: 1,
  owner: '0',
  request: 'r3',
  number: '27203-0000001',
  page: 1,
  of: 1,
};
const compared: EventOf<'page-compared'> = {
  kind: 'page-compared',
  t: 2,
  journey: 3,
  kiosk: 'in-001',
  sheet: 1,
  number: '27203-0000001',
  verdict: 'equal',
  likeness: 0.65,
  reason: '',
};

function watched(events: readonly (typeof page | typeof compared)[]) {
  const violations: Omit<Violation, 'oracle'>[] = [];
  const report = (violation: Omit<Violation, 'oracle'>) => violations.push(violation);
  const watch = frontEqualsBack.begin(smallScenario(), 0, report, report);
  for (const event of events) watch.watch[event.kind]?.(event as never);
  const [applies, count, unjudged] = [watch.applies?.(), watch.judged(), watch.unjudged?.()];
  return { violations, applies, judged: count, unjudged };
}

test('a page that is equal is judged, one that is different is a violation', () => {
  const follows = { ...page, compared: 'follows' } as const;
  const sound = { violations: [], applies: true, judged: 1, unjudged: 0 };
  expect(watched([follows, compared])).toEqual(sound);
  const reason = 'ink is added 20 mm from the left and 30 mm from the top';
  const found = watched([follows, { ...compared, verdict: 'different', reason }]);
  expect(found).toMatchObject({ judged: 1, violations: [{ t: 2, journey: 3, kiosk: 'in-001' }] });
  expect(found.violations[0]?.message).toContain(reason);
});

test('what could not be compared, and what was never told, is not judged', () => {
  const follows = { ...page, compared: 'follows' } as const;
  expect(watched([follows])).toMatchObject({ judged: 0, unjudged: 1 });
  const unreadable = watched([follows, { ...compared, verdict: 'unreadable', reason: 'torn' }]);
  expect(unreadable).toMatchObject({ judged: 0, unjudged: 1, violations: [] });
  const leftOut = watched([{ ...page, compared: 'left-out' }]);
  expect(leftOut).toMatchObject({ applies: true, judged: 0, unjudged: 0 });
});

test('where no page has a back, it does not apply, and is left out', () => {
  expect(watched([page])).toMatchObject({ applies: false, judged: 0 });
  const { oracles, oraclesLeftOut } = judged([page]);
  const names = oracles.map(({ name }) => name);
  expect(oraclesLeftOut).toContain('front-equals-back');
  expect(names).toContain('page-ownership');
  expect(names).not.toContain('front-equals-back');
});
