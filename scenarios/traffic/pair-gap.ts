import type { Register } from '../../server/register/register.ts';
import type { Process } from '../../sim/process.ts';
import type { Rng } from '../../sim/rng.ts';
import { durationMs } from '../../sim/units.ts';
import type { Scenario } from '../scenario.ts';
import type { Crowd, Errand } from './crowd.ts';
import type { ExecutorPorts, WorkloadComplaint } from './executors/executor.ts';
import type { PairGapWorkload } from './executors/pair-gap.ts';
import { kioskIds } from './kiosk-ids.ts';
import type { ListedVisit } from './listed-visits.ts';

/** Two residents of a kind that was asked for have not been found: said with the remedy. */
export class PairRefused extends Error {
  override readonly name = 'PairRefused';
}

/** The gaps that a workload sweeps over, ms, ascending. */
export function gapsMsOf({ gap }: PairGapWorkload): readonly number[] {
  const fromMs = durationMs(gap.from);
  const stepMs = durationMs(gap.step);
  const steps = Math.floor((durationMs(gap.to) - fromMs) / stepMs + 1e-9);
  return Array.from({ length: steps + 1 }, (_, step) => fromMs + step * stepMs);
}

/** The gap of a pair, ms: each gap in turn, so that none has a time of day of its own. */
export function gapMsOfPair(gapsMs: readonly number[], pair: number): number {
  return gapsMs[pair % gapsMs.length] as number;
}

/** How many residents are drawn at most to find a second one for a pair. */
const DRAWS = 20_000;

/** The citizens of a pair-gap workload, in the order in which they are due. */
export function* pairsOf(
  name: string,
  workload: PairGapWorkload,
  { scenario, crowd, streams, register, beginsAtMs }: ExecutorPorts,
): Process<readonly ListedVisit[]> {
  const gapsMs = gapsMsOf(workload);
  const kiosks = kioskIds(scenario).length;
  const partners = new Partners(crowd, register, scenario, workload);
  const first = firstKiosk(name, scenario);
  const visits: ListedVisit[] = [];
  for (let pair = 0; pair < gapsMs.length * workload.pairs; pair++) {
    const rng = streams.stream('pair', `${name}/${pair}`);
    const gapMs = gapMsOfPair(gapsMs, pair);
    const atMs = pair * durationMs(workload.spacing);
    const [one, other] = yield* partners.find(rng);
    const as = `${name}/${pair}`;
    const phaseMs = Math.floor(rng.uniform() * 1000);
    if (workload.same === 'kiosk-queue') {
      const kiosk = (first + pair) % kiosks;
      visits.push({ ...one, kiosk, as, atMs }, { ...other, kiosk, as, atMs: atMs + gapMs });
      continue;
    }
    const earliestMs = beginsAtMs + atMs + durationMs(workload.requestAfter);
    const secondMs = Math.ceil(earliestMs / 1000) * 1000 - beginsAtMs;
    const requestAtMs = workload.same === 'second' ? secondMs : secondMs + phaseMs;
    visits.push(
      { ...one, kiosk: (first + 2 * pair) % kiosks, as, atMs, requestAtMs },
      {
        ...other,
        kiosk: (first + 2 * pair + 1) % kiosks,
        as,
        atMs: atMs + gapMs,
        requestAtMs: requestAtMs + gapMs,
      },
    );
  }
  return visits;
}

/** Sweeps that go on at the same time begin as far from one another as the fleet allows. */
function firstKiosk(name: string, scenario: Scenario): number {
  const sweeps = Object.entries(scenario.workloads)
    .filter(([, { executor }]) => executor === 'pair-gap')
    .map(([sweep]) => sweep);
  const kiosks = kioskIds(scenario).length;
  return 2 * Math.floor((sweeps.indexOf(name) * kiosks) / (2 * sweeps.length));
}

/** Finds two who can come at the same pace for the same certificate. */
class Partners {
  readonly #crowd: Crowd;
  readonly #register: Register;
  readonly #code: string;
  readonly #paceOf: (age: number) => number;
  readonly #bySurname: boolean;
  /** Surnames that have been looked up, by resident. */
  readonly #surnames = new Map<number, string>();
  /** Who has been drawn and waits for somebody alike, by surname, wish and pace. */
  readonly #alone = new Map<string, Errand>();

  constructor(
    crowd: Crowd,
    register: Register,
    { municipality, citizens }: Scenario,
    { same }: PairGapWorkload,
  ) {
    this.#crowd = crowd;
    this.#register = register;
    this.#code = municipality.code;
    this.#bySurname = same === 'surname';
    const { paceByAge } = citizens.behaviour;
    this.#paceOf = (age) => paceByAge.findIndex(({ under }) => age < under);
  }

  /** Whoever has been drawn stays a candidate, so that later pairs are found sooner. */
  *find(rng: Rng): Process<readonly [Errand, Errand]> {
    for (let draw = 0; draw < DRAWS; draw++) {
      const errand = this.#crowd.draw(rng);
      const key = yield* this.#keyOf(errand);
      const other = this.#alone.get(key);
      if (other !== undefined && other.residentNo !== errand.residentNo) {
        this.#alone.delete(key);
        return [errand, other];
      }
      this.#alone.set(key, errand);
    }
    const what = this.#bySurname
      ? 'one surname, of one pace and with one wish'
      : 'one pace and wish';
    throw new PairRefused(
      `no two residents of ${what} were found for a pair in ${DRAWS} draws: raise ` +
        'municipality.population, or widen citizens.ages',
    );
  }

  *#keyOf({ residentNo, age, type }: Errand): Process<string> {
    const surname = this.#bySurname ? yield* this.#surnameOf(residentNo) : '';
    return `${type}/${this.#paceOf(age)}/${surname}`;
  }

  *#surnameOf(residentNo: number): Process<string> {
    const known = this.#surnames.get(residentNo);
    if (known !== undefined) return known;
    const resident = yield* this.#register.resident(this.#code, residentNo);
    const surname = familyNameOf(resident?.name ?? '');
    this.#surnames.set(residentNo, surname);
    return surname;
  }
}

/** A 氏名 is written with a space after the 氏. */
export function familyNameOf(name: string): string {
  return name.split(/[ \u3000]/)[0] as string;
}

/** Why pairs could never be a gap apart: where in the workload, and the remedy. */
export function whyNoPairs(
  workload: PairGapWorkload,
  scenario: Pick<Scenario, 'duration' | 'stores'>,
): readonly WorkloadComplaint[] {
  const { gap, spacing, startTime, pairs, same } = workload;
  if (durationMs(gap.from) > durationMs(gap.to)) {
    return [{ path: ['gap', 'from'], message: 'it must not exceed `to`' }];
  }
  const complaints: WorkloadComplaint[] = [];
  const gapsMs = gapsMsOf(workload);
  if (durationMs(spacing) <= (gapsMs.at(-1) as number)) {
    complaints.push({ path: ['spacing'], message: 'it must be longer than the longest gap' });
  }
  if (same !== 'kiosk-queue' && kioskIds(scenario).length < 2) {
    complaints.push({ path: ['same'], message: 'a pair needs two kiosks: raise stores.inside' });
  }
  const count = gapsMs.length * pairs;
  const lastMs = (count - 1) * durationMs(spacing) + (gapsMs.at(-1) as number);
  if (durationMs(startTime) + lastMs >= durationMs(scenario.duration)) {
    const message =
      `${count} pairs (${gapsMs.length} gaps) need ${Math.ceil((lastMs + durationMs(startTime)) / 60_000)} minutes: ` +
      'lengthen the duration, or shorten `spacing`';
    complaints.push({ path: ['pairs'], message });
  }
  return complaints;
}
