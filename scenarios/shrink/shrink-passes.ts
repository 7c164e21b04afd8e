import { ageOf } from '../../server/population/population-synthetic.ts';
import { durationMs } from '../../sim/units.ts';
import { durationText } from '../duration-text.ts';
import { Scenario } from '../scenario.ts';
import { Behaviour } from '../traffic/behaviour.ts';
import { type Candidates, inTurn, type Pass, visitsIn, withVisits } from './shrink-candidates.ts';
import { ddmin } from './shrink-ddmin.ts';
import type { ShrunkVisit } from './shrink-evidence.ts';
import { kiosksPass } from './shrink-kiosks.ts';
import { faultNumbersPass, serverPass } from './shrink-numbers.ts';
import { durationPass } from './shrink-time.ts';

/** Leaving out, item by item. */
export const LEAVING_OUT: readonly Pass[] = [
  { doing: 'journeys', candidates: journeysPass },
  { doing: 'faults', candidates: faultsPass },
  { doing: 'office operations', candidates: officePass },
];

/** All ways, in the order in which they help each other most. */
export const PASSES: readonly Pass[] = [
  { doing: 'numbers of the server', candidates: serverPass },
  { doing: 'numbers of the faults', candidates: faultNumbersPass },
  ...LEAVING_OUT,
  { doing: 'kiosks', candidates: kiosksPass },
  { doing: 'time between journeys', candidates: nearerPass },
  { doing: 'choices', candidates: choicesPass },
  { doing: 'appointments', candidates: appointmentsPass },
  { doing: 'residents', candidates: residentsPass },
  { doing: 'rounder times', candidates: rounderPass },
  { doing: 'who comes', candidates: settingPass },
  { doing: 'duration', candidates: durationPass },
];

/** Asks about lists in the place of another list. */
function* ofLists<T>(
  lists: Generator<readonly T[], readonly T[], boolean>,
  scenarioWith: (list: readonly T[]) => Scenario,
): Candidates {
  for (let step = lists.next(); step.done !== true; ) {
    step = lists.next(yield scenarioWith(step.value));
  }
}

function* journeysPass(scenario: Scenario): Candidates {
  yield* ofLists(ddmin(visitsIn(scenario), 1), (visits) => withVisits(scenario, visits));
}

function* faultsPass(scenario: Scenario): Candidates {
  yield* ofLists(ddmin(scenario.faults), (faults) => ({ ...scenario, faults: [...faults] }));
}

function* officePass(scenario: Scenario): Candidates {
  yield* ofLists(ddmin(scenario.office), (office) => ({ ...scenario, office: [...office] }));
}

/** Halves what lies between two citizens, to whole seconds, all at once and then one by one. */
function* nearerPass(scenario: Scenario): Candidates {
  let now = scenario;
  for (let goesOn = true; goesOn; ) {
    const visits = visitsIn(now);
    const firstMs = durationMs(visits[0]?.at ?? '0s');
    const candidate = withVisits(
      now,
      visits.map((visit) => movedTo(visit, firstMs + halved(durationMs(visit.at) - firstMs))),
    );
    goesOn = yield candidate;
    if (goesOn) now = candidate;
    goesOn &&= visits.some(({ at }) => durationMs(at) - firstMs >= SECOND_MS);
  }
  for (let index = 1; index < visitsIn(now).length; index++) {
    for (;;) {
      const visits = visitsIn(now);
      const beforeMs = durationMs(visits[index - 1]?.at ?? '0s');
      const gapMs = durationMs(visits[index]?.at ?? '0s') - beforeMs;
      if (gapMs < SECOND_MS) break;
      const earlierMs = gapMs - halved(gapMs);
      const moved = visits.map((visit, at) =>
        at < index ? visit : movedTo(visit, durationMs(visit.at) - earlierMs),
      );
      const candidate = withVisits(now, moved);
      if (!(yield candidate)) break;
      now = candidate;
    }
  }
}

const SECOND_MS = 1000;

function halved(ms: number): number {
  return Math.floor(ms / 2 / SECOND_MS) * SECOND_MS;
}

/** The same citizen at another time; an instant agreed on moves along. */
function movedTo(visit: ShrunkVisit, atMs: number): ShrunkVisit {
  const { requestAt } = visit;
  const moved = { ...visit, at: durationText(atMs) };
  if (requestAt === undefined) return moved;
  const requestMs = durationMs(requestAt) + atMs - durationMs(visit.at);
  return { ...moved, requestAt: durationText(Math.round(requestMs * 1000) / 1000) };
}

/** Citizens with choices of their own, and who ask when they have thought long enough. */
function* choicesPass(scenario: Scenario): Candidates {
  const without = (visit: ShrunkVisit, key: 'as' | 'journey' | 'requestAt') => {
    const { [key]: _, ...rest } = visit;
    return rest;
  };
  for (const key of ['journey', 'requestAt', 'as'] as const) {
    const bearing = (now: Scenario, chosen: (index: number) => boolean) => {
      const visits = visitsIn(now);
      if (!visits.some((visit, index) => chosen(index) && visit[key] !== undefined))
        return undefined;
      return withVisits(
        now,
        visits.map((visit, index) => (chosen(index) ? without(visit, key) : visit)),
      );
    };
    const single = visitsIn(scenario).map(
      (_, place) => (now: Scenario) => bearing(now, (index) => index === place),
    );
    scenario = yield* inTurn(scenario, [(now) => bearing(now, () => true), ...single]);
  }
}

/** Instants agreed on that come sooner, all by as many whole seconds: gaps stay what they are. */
function* appointmentsPass(scenario: Scenario): Candidates {
  let now = scenario;
  for (let byMs = halved(leastWaitMs(now)); byMs > 0; ) {
    const visits = visitsIn(now).map((visit) => {
      const { requestAt } = visit;
      if (requestAt === undefined) return visit;
      const soonerMs = Math.round((durationMs(requestAt) - byMs) * 1000) / 1000;
      return { ...visit, requestAt: durationText(soonerMs) };
    });
    const candidate = withVisits(now, visits);
    const shows = yield candidate;
    if (shows) now = candidate;
    byMs = shows ? halved(leastWaitMs(now)) : halved(byMs);
  }
}

/** From when a citizen comes to the instant agreed on, the shortest of all; 0 if there is none. */
function leastWaitMs(scenario: Scenario): number {
  const waits = visitsIn(scenario).flatMap(({ at, requestAt }) =>
    requestAt === undefined ? [] : [durationMs(requestAt) - durationMs(at)],
  );
  return waits.length === 0 ? 0 : Math.min(...waits);
}

/** Residents that are tried for each one: those with the lowest numbers. */
const RESIDENTS_TRIED = 12;

/** Nobody younger has a card that this service takes. */
const CARD_AGE = 15;

/** The first residents of the register who do as well, of their own age. */
function* residentsPass(scenario: Scenario): Candidates {
  let now = scenario;
  for (const resident of new Set(visitsIn(scenario).map((visit) => visit.resident))) {
    const used = new Set(visitsIn(now).map((visit) => visit.resident));
    const free = Array.from({ length: 10 * RESIDENTS_TRIED }, (_, no) => no).filter(
      (no) => no < resident && !used.has(no) && ageOf(no) >= CARD_AGE,
    );
    for (const no of [...free.slice(0, RESIDENTS_TRIED), resident]) {
      const candidate = renumbered(now, resident, no);
      if (!(yield candidate)) continue;
      now = candidate;
      break;
    }
  }
}

function renumbered(scenario: Scenario, from: number, to: number): Scenario {
  const visits = visitsIn(scenario).map((visit) => {
    if (visit.resident !== from) return visit;
    const { age: _, ...rest } = visit;
    return { ...rest, resident: to };
  });
  const office = scenario.office.map((entry) =>
    'resident' in entry.enter && entry.enter.resident === from
      ? { ...entry, enter: { ...entry.enter, resident: to } }
      : entry,
  );
  return { ...withVisits(scenario, visits), office };
}

/**
 * Down to whole minutes, tens of seconds, seconds, all at once and then one by one; and up to a
 * whole second where down is of no use.
 */
function* rounderPass(scenario: Scenario): Candidates {
  const places = [undefined, ...visitsIn(scenario).keys()];
  const changes = (['at', 'requestAt'] as const).flatMap((key) =>
    places.flatMap((place) =>
      GRAINS.map(
        ({ grainMs, up }) =>
          (now: Scenario) =>
            withVisits(
              now,
              visitsIn(now).map((visit, index) =>
                place === undefined || place === index ? rounded(visit, key, grainMs, up) : visit,
              ),
            ),
      ),
    ),
  );
  yield* inTurn(scenario, changes);
}

const GRAINS = [
  ...[60_000, 10_000, SECOND_MS].map((grainMs) => ({ grainMs, up: 0 })),
  ...[1, 2, -1].map((up) => ({ grainMs: SECOND_MS, up })),
  ...[100, 1].map((grainMs) => ({ grainMs, up: 0 })),
];

/** With `up`, the so-many-th whole one above, unless it is whole already. */
function rounded(
  visit: ShrunkVisit,
  key: 'at' | 'requestAt',
  grainMs: number,
  up: number,
): ShrunkVisit {
  const text = visit[key];
  if (text === undefined) return visit;
  const ms = durationMs(text);
  if (up !== 0 && ms % grainMs === 0) return visit;
  const wholeMs = Math.max(0, (Math.floor(ms / grainMs) + up) * grainMs);
  return { ...visit, [key]: durationText(wholeMs) };
}

/** Nothing about the crowd but what those who come have of it, and defaults. */
function* settingPass(scenario: Scenario): Candidates {
  const types = [...new Set(visitsIn(scenario).map(({ type }) => type))];
  const certificates = Object.fromEntries(types.map((type) => [type, 1]));
  const citizens = (changes: Partial<Scenario['citizens']>) => (now: Scenario) => ({
    ...now,
    citizens: { ...now.citizens, ...changes },
  });
  yield* inTurn(scenario, [
    citizens({ certificates }),
    citizens({ ages: [{ from: CARD_AGE, to: 120, share: 1 }] }),
    citizens({ cards: { 'my-number': 1 } }),
    citizens({ behaviour: Behaviour.parse({}) }),
    ...Object.entries(Scenario.shape).flatMap(([key, schema]) => {
      const fallback = schema.safeParse(undefined);
      if (!fallback.success || LEFT_TO_OTHERS.has(key)) return [];
      return [(now: Scenario) => ({ ...now, [key]: fallback.data })];
    }),
    // Last, so that whoever runs it sees the oracle alarm, and nothing else.
    (now) => ({ ...now, thresholds: { wrong_documents: ['count==0'] } }),
  ]);
}

/** Parts that have defaults, and that other passes make smaller bit by bit. */
const LEFT_TO_OTHERS: ReadonlySet<string> = new Set(['server', 'thresholds']);

/** Citizens in the order in which they come. */
export function* orderPass(scenario: Scenario): Candidates {
  const inOrder = visitsIn(scenario).toSorted((one, other) => dueOf(one) - dueOf(other));
  yield withVisits(scenario, inOrder);
}

function dueOf({ at }: ShrunkVisit): number {
  return durationMs(at);
}

/** Numbers of the server that make no difference have their defaults again. */
export function* defaultsPass(scenario: Scenario): Candidates {
  const server = Scenario.shape.server.parse(undefined);
  yield* inTurn(scenario, [
    (now) => ({ ...now, server }),
    ...Object.entries(server).flatMap(([key, value]) => [
      (now: Scenario) => ({ ...now, server: { ...now.server, [key]: value } }),
    ]),
  ]);
}
