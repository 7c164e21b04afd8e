import { Duration, durationMs } from '../../sim/units.ts';
import { durationText } from '../duration-text.ts';
import type { Scenario } from '../scenario.ts';
import type { Candidates } from './shrink-candidates.ts';
import { ddmin } from './shrink-ddmin.ts';

type Tree = Readonly<Record<string, unknown>>;
type Path = readonly string[];

/** What is not made smaller: how long work takes, and how revocations become known. */
const LEFT_ALONE: ReadonlySet<string> = new Set(['pace', 'revocations']);

/** No duration is made shorter than this, ms. */
const LEAST_MS = 1000;

/**
 * Smaller numbers of the server, whichever it has: whole ones towards 1, durations towards what
 * the work alone takes, so that what is left still needs the load; lists towards nothing.
 */
export function* serverPass(scenario: Scenario): Candidates {
  let now = scenario;
  for (const path of leavesOf(scenario.server, ['server'])) now = yield* smallerAt(now, path);
}

/** Faults that strike at once and are soon over. */
export function* faultNumbersPass(scenario: Scenario): Candidates {
  let now = scenario;
  for (const path of leavesOf({ ...scenario.faults }, ['faults'])) {
    if (/\.(?:on\.count|for)$/.test(path.join('.'))) now = yield* smallerAt(now, path);
  }
}

function* smallerAt(scenario: Scenario, path: Path): Generator<Scenario, Scenario, boolean> {
  const value = valueAt(scenario, path);
  const put = (smaller: unknown) => replaced(scenario, path, smaller) as Scenario;
  if (typeof value === 'number') return yield* smallerCount(scenario, value, put);
  if (Array.isArray(value)) {
    const lists = ddmin(value);
    let step = lists.next();
    while (step.done !== true) step = lists.next(yield put(step.value));
    return step.value.length === value.length ? scenario : put(step.value);
  }
  return yield* shorter(scenario, durationMs(String(value)), leastMs(scenario, path), put);
}

/** The lowest count that still alarms, between 1 and this one, by halving. */
function* smallerCount(
  scenario: Scenario,
  value: number,
  put: (value: number) => Scenario,
): Generator<Scenario, Scenario, boolean> {
  let [below, alarms, now] = [0, value, scenario];
  while (alarms - below > 1) {
    // Nearly always either 1 does or nothing much smaller.
    const middle = below === 0 ? 1 : Math.floor((below + alarms) / 2);
    const candidate = put(middle);
    if (yield candidate) [alarms, now] = [middle, candidate];
    else below = middle;
  }
  return now;
}

function* shorter(
  scenario: Scenario,
  fromMs: number,
  least: number,
  put: (value: string) => Scenario,
): Generator<Scenario, Scenario, boolean> {
  let now = scenario;
  for (let ms = fromMs; ms > least; ) {
    ms = Math.max(least, Math.ceil(ms / 2 / 1000) * 1000);
    const candidate = put(durationText(ms));
    if (!(yield candidate)) break;
    now = candidate;
  }
  return now;
}

/** A time-out stays longer than nearly all of the work it is for, if nobody is in its way. */
function leastMs({ server }: Scenario, path: Path): number {
  const p95Ms = (steps: readonly (keyof typeof server.pace)[]) =>
    steps.reduce((sum, step) => sum + durationMs(server.pace[step].p95), 0);
  switch (path.join('.')) {
    case 'server.printImages.timeout':
      return Math.max(LEAST_MS, p95Ms(['print-image']));
    case 'server.timeout':
      return Math.max(LEAST_MS, p95Ms(['authenticate', 'issue', 'print-image']));
    default:
      return LEAST_MS;
  }
}

/** Paths to all whole numbers, durations and lists. */
function leavesOf(tree: Tree, above: Path): readonly Path[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    if (LEFT_ALONE.has(key)) return [];
    const path = [...above, key];
    if (Number.isInteger(value) || Array.isArray(value)) return [path];
    if (typeof value === 'string') return Duration.safeParse(value).success ? [path] : [];
    return isTree(value) ? leavesOf(value, path) : [];
  });
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}

function valueAt(tree: unknown, path: Path): unknown {
  return path.reduce((inner, key) => (isTree(inner) ? inner[key] : undefined), tree);
}

function replaced(tree: unknown, [key, ...below]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  const inner = isTree(tree) ? tree : {};
  if (Array.isArray(tree)) {
    return tree.map((item, index) => (String(index) === key ? replaced(item, below, value) : item));
  }
  return { ...inner, [key]: replaced(inner[key], below, value) };
}
