import type { Appointment } from '../../devices/citizen/citizen.ts';
import { ageOf } from '../../server/population/population-synthetic.ts';
import type { Register } from '../../server/register/register.ts';
import type { Process } from '../../sim/process.ts';
import type { Streams } from '../../sim/rng.ts';
import { durationMs } from '../../sim/units.ts';
import type { Scenario } from '../scenario.ts';
import type { Crowd, Errand } from './crowd.ts';
import { isListed, type ListedWorkload } from './demand.ts';
import { kioskIds } from './kiosk-ids.ts';
import { pairsOf, whyNoPairs } from './pair-gap.ts';
import type { VisitsWorkload } from './workloads.ts';

/** One citizen of a workload that lists its citizens. */
export interface ListedVisit extends Errand {
  /** When the citizen is due, ms since the workload began. */
  readonly atMs: number;
  /** The citizen whose stream of chance this one has, e.g. `day/17`. */
  readonly as: string;
  /** Number of the journey; without it, the next free one. */
  readonly journey?: number;
  /** When the kiosk is to ask for the certificate, ms since the workload began. */
  readonly requestAtMs?: number;
  /** What is told of a citizen of a demand, who may come again as nobody else who is listed. */
  readonly told?: {
    readonly as: string;
    readonly place: string;
    readonly copy: number;
  };
}

/** What lists of citizens are made from. */
export interface ListingGround {
  readonly scenario: Scenario;
  readonly crowd: Crowd;
  readonly chance: Streams;
  readonly register: Register;
  /** Civil time at which the workload begins, ms since 1970-01-01T00:00Z. */
  readonly beginsAtMs: number;
}

/** Whoever has agreed on an instant lingers at the confirmation until then. */
export function appointmentOf(
  listed: ListedVisit | undefined,
  nowMs: () => number,
): Appointment | undefined {
  const requestAtMs = listed?.requestAtMs;
  if (requestAtMs === undefined) return undefined;
  return { stage: 'confirm', remainingMs: () => requestAtMs - nowMs() };
}

/** The citizens of a workload that lists them, in the order in which they are due. */
export function* listedVisits(
  name: string,
  workload: ListedWorkload,
  ground: ListingGround,
): Process<readonly ListedVisit[]> {
  if (workload.executor === 'pair-gap') return yield* pairsOf(name, workload, ground);
  return visitsOf(name, workload, ground.scenario);
}

/** The citizens of a workload of visits, in the order in which they are due. */
export function visitsOf(
  name: string,
  { citizens }: VisitsWorkload,
  scenario: Scenario,
): readonly ListedVisit[] {
  const places = new Map(kioskIds(scenario).map((id, place) => [id, place] as const));
  const visits = citizens.map(
    ({ at, kiosk, resident, age, type, as, journey, requestAt }, index) => ({
      atMs: durationMs(at),
      residentNo: resident,
      age: age ?? ageOf(resident),
      type,
      kiosk: places.get(kiosk) as number,
      as: as ?? `${name}/${index}`,
      ...(journey === undefined ? {} : { journey }),
      ...(requestAt === undefined ? {} : { requestAtMs: durationMs(requestAt) }),
    }),
  );
  return visits.sort((one, other) => one.atMs - other.atMs);
}

/** Numbers that citizens have been given, which nobody else may have. */
export function numbersGiven({ workloads }: Pick<Scenario, 'workloads'>): readonly number[] {
  return Object.values(workloads).flatMap((workload) =>
    workload.executor === 'visits' ? workload.citizens.flatMap(({ journey }) => journey ?? []) : [],
  );
}

interface Complaint {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Why listed citizens could never come: where, and the remedy. */
export function whyNotListed(scenario: Scenario): readonly Complaint[] {
  const kiosks = kioskIds(scenario);
  const numbers = numbersGiven(scenario);
  const twice = new Set(numbers.filter((number, index) => numbers.indexOf(number) < index));
  return Object.entries(scenario.workloads).flatMap(([name, workload]) => {
    if (!isListed(workload)) return [];
    const complaints =
      workload.executor === 'pair-gap'
        ? whyNoPairs(workload, scenario)
        : whyNoVisits(workload, scenario, { kiosks: new Set(kiosks), twice });
    return complaints.map(({ path, message }) => ({
      path: ['workloads', name, ...path],
      message,
    }));
  });
}

function whyNoVisits(
  { citizens, startTime }: VisitsWorkload,
  { duration, municipality }: Scenario,
  { kiosks, twice }: { readonly kiosks: ReadonlySet<string>; readonly twice: ReadonlySet<number> },
): readonly Complaint[] {
  const lastsMs = durationMs(duration) - durationMs(startTime);
  return citizens.flatMap(({ at, kiosk, resident, journey, requestAt }, index) => {
    const complaints: Complaint[] = [];
    const complain = (key: string, message: string) =>
      complaints.push({ path: ['citizens', index, key], message });
    if (durationMs(at) >= lastsMs) {
      complain('at', 'nobody comes any more then: it must lie within the duration');
    }
    if (requestAt !== undefined && durationMs(requestAt) < durationMs(at)) {
      complain('requestAt', 'the citizen is not there yet: it must not lie before `at`');
    }
    if (journey !== undefined && twice.has(journey)) {
      complain('journey', 'two have this number: give each one of its own');
    }
    if (!kiosks.has(kiosk)) {
      complain(
        'kiosk',
        `there is no such kiosk: name one of ${[...kiosks][0]} … ${[...kiosks].at(-1)}`,
      );
    }
    if (resident >= municipality.population) {
      complain('resident', `there are ${municipality.population} residents, counted from 0`);
    }
    return complaints;
  });
}
