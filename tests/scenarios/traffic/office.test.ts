import { expect, test } from 'vitest';
import { populationOf } from '../../../scenarios/reference-server.ts';
import { openOffice } from '../../../scenarios/traffic/office.ts';
import { NO_CARDS } from '../../../server/cards/card-registry.ts';
import { MemoryCardRegistry } from '../../../server/cards/card-registry-memory.ts';
import { RevocationAuthority, revokingAt } from '../../../server/cards/revocation.ts';
import type { ServerEvent } from '../../../server/events.ts';
import { MemoryChangeLog } from '../../../server/register/change-log.ts';
import type { Office } from '../../../server/register/office.ts';
import { MemoryRegister } from '../../../server/register/register-memory.ts';
import { streams } from '../../../sim/rng.ts';
import type { Task } from '../../../sim/task.ts';
import { instantMs } from '../../../sim/units.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';
import { scenarioData, smallScenario } from '../small-scenario.ts';

const TOWN = '27203';

/** An office that has just been started over a log. */
function started(log: MemoryChangeLog) {
  const { municipality } = scenarioData();
  const onTime = { lag: { median: '2s', p95: '2s' } };
  const scenario = smallScenario({ municipality: { ...municipality, feed: onTime } });
  const chance = streams(1);
  const runner = new VirtualTime();
  const origin = populationOf(scenario, chance);
  const copy = new MemoryRegister(origin);
  const journal: ServerEvent[] = [];
  const originMs = instantMs(scenario.start);
  const opening = runner.spawn(
    openOffice(scenario, {
      origin,
      copy,
      log,
      cards: new MemoryCardRegistry(NO_CARDS),
      revocations: revokingAt(new RevocationAuthority()),
      chance,
      runner,
      originMs,
      journal: (event) => journal.push(event),
      onError: (error) => {
        throw error;
      },
    }),
  );
  const pass = (ms: number) => runner.advance(runner.now() + ms);
  const answer = <A>(task: Task<A>): A => {
    pass(0);
    if (task.ending?.kind !== 'returned') throw new Error(`it has ${task.ending?.kind}`);
    return task.ending.value;
  };
  const { office, base } = answer(opening);
  const version = (no: number) => answer(runner.spawn(copy.resident(TOWN, no)))?.version;
  const perform = (operation: Parameters<Office['perform']>[0]) =>
    answer(runner.spawn(office.perform(operation, originMs + runner.now())));
  const truth = (no: number) => answer(runner.spawn(base.resident(TOWN, no)))?.version;
  return { journal, pass, perform, version, truth };
}

const REVOKE = { operation: 'revoke-seal', municipality: TOWN, resident: 0 } as const;
const BEGIN = {
  operation: 'begin-notice',
  municipality: TOWN,
  resident: 0,
  register: 'residents',
  because: 'notice',
} as const;

test('what an office enters reaches the issuing server’s copy by the feed', () => {
  const { journal, pass, perform, version, truth } = started(new MemoryChangeLog());
  expect(version(0)).toBe(1);
  expect(perform(BEGIN)).toMatchObject({ ok: true });
  pass(1_000);
  expect([version(0), truth(0)]).toEqual([1, 2]);
  pass(2_000);
  expect(version(0)).toBe(2);
  expect(journal.map(({ kind }) => kind)).toEqual(['register-changed', 'register-updated']);
});

test('after a start the copy has all that had been entered before it', () => {
  const log = new MemoryChangeLog();
  const before = started(log);
  before.perform(BEGIN);
  before.perform(REVOKE);
  const again = started(log);
  expect(again.version(0)).toBeGreaterThan(1);
  expect(again.journal.every(({ kind }) => kind === 'register-updated')).toBe(true);
});
