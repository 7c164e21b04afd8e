import type { Centre } from '../devices/bus/centre.ts';
import type { CardOffice } from '../devices/card/card-office.ts';
import { Citizen, type Temper } from '../devices/citizen/citizen.ts';
import type { BusPlace, KioskPorts } from '../devices/citizen/visit.ts';
import { Kiosk } from '../devices/kiosk/kiosk.ts';
import type { PageReader } from '../devices/printer/page-reader.ts';
import type { KioskOperator } from '../devices/xfs/kiosk-operator.ts';
import { DEFAULT_OPTIONS } from '../server/contract.ts';
import type { Register, Resident } from '../server/register/register.ts';
import { type Process, type Runner, sleep } from '../sim/process.ts';
import type { Streams } from '../sim/rng.ts';
import { durationMs } from '../sim/units.ts';
import { join, Signal, within } from '../sim/waiting.ts';
import type { KioskHardwareOf } from './hardware/kiosk-hardware.ts';
import type { FaultBoard } from './injection/fault-board.ts';
import type { Around } from './injection/site.ts';
import type { Scenario } from './scenario.ts';
import { lapseOf } from './sites/citizen.ts';
import { mains } from './sites/kiosk.ts';
import type { TraceEvent } from './trace-events.ts';
import { Crowd, type Errand } from './traffic/crowd.ts';
import { numbersGiven } from './traffic/executors/visits.ts';
import { kioskFitting } from './traffic/kiosk-fitting.ts';
import { kioskIds } from './traffic/kiosk-ids.ts';
import { firstOf, gracefulStop, type Leaving } from './traffic/leaving.ts';
import { appointmentOf, type ListedVisit } from './traffic/listed-visits.ts';
import { temperOf } from './traffic/temper.ts';
import { offer, type Workload } from './traffic/workloads.ts';

/** What differs between virtual time and a live run. */
export interface WorldPorts {
  readonly runner: Runner;
  readonly centre: Centre;
  readonly cards: CardOffice;
  /** Who is truly who at this moment: the ground truth of the oracles. */
  readonly register: Register;
  readonly pageReader: PageReader;
  readonly digestInfo: (challenge: Uint8Array) => Uint8Array;
  readonly emit: (event: TraceEvent) => void;
  /** What can befall kiosks and citizens; without it nothing does. */
  readonly faults?: FaultBoard | undefined;
  /** Places of the kiosks on the device bus, for when one loses its power. */
  readonly placeOf?: ((kioskId: string) => BusPlace) | undefined;
  /** Number of the first journey that no workload numbers itself; 0 without. */
  readonly firstJourney?: number | undefined;
  /** What request ids begin with, where the server may know those of earlier runs. */
  readonly requestPrefix?: string | undefined;
  /** Who makes a kiosk obey its operator; without it nobody does. */
  readonly operatorOf?: ((kioskId: string) => KioskOperator | undefined) | undefined;
  /** True devices of the kiosks that have some; all others are models. */
  readonly devicesOf?: KioskHardwareOf | undefined;
}

/** What the name of a workload ends with whose citizens come again. */
const AGAIN = '~again';

/** The kiosks and citizens of a scenario; the same code under both clocks. */
export class World {
  readonly kiosks: readonly Kiosk[];
  readonly #scenario: Scenario;
  readonly #streams: Streams;
  readonly #ports: WorldPorts;
  readonly #crowd: Crowd;
  readonly #temper: Temper;
  readonly #originMs: number;
  readonly #atCitizen: Around<'citizen'> | undefined;
  #journeys: number;
  readonly #numbersGiven: ReadonlySet<number>;
  /** How many came again, by the name they come under. */
  readonly #returned = new Map<string, number>();
  #inFlight = 0;
  /** Journeys that citizens who are here will begin after the one they are on. */
  #toCome = 0;
  #over = false;
  /** Fires when no citizen will come any more and the last one has gone. */
  readonly #empty = new Signal();

  constructor(scenario: Scenario, streams: Streams, originMs: number, ports: WorldPorts) {
    this.#scenario = scenario;
    this.#streams = streams;
    this.#ports = ports;
    this.#originMs = originMs;
    this.#journeys = ports.firstJourney ?? 0;
    this.#atCitizen = ports.faults?.around('citizen', ports.runner);
    this.#crowd = new Crowd(scenario);
    this.#numbersGiven = new Set(numbersGiven(scenario));
    this.#temper = temperOf(scenario);
    const fit = kioskFitting(scenario, streams, ports);
    const atKiosk = ports.faults?.around('kiosk', ports.runner);
    this.kiosks = kioskIds(scenario).map((id) => this.#kiosk(id, fit, atKiosk));
  }

  /** Journeys begun and not ended, counted here and not from the trace. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** All workloads of the scenario, until no citizen will come any more. */
  *workloads(): Process {
    const { runner } = this.#ports;
    const tasks = Object.entries(this.#scenario.workloads).map(([name, workload]) =>
      runner.spawn(this.#workload(name, workload)),
    );
    for (const task of tasks) yield* join(task);
    this.#over = true;
  }

  /**
   * All workloads, then at most `gracefulMs` more for the journeys in hand. What is then still
   * under way stays in flight.
   */
  *run(gracefulMs: number): Process {
    yield* this.workloads();
    if (this.#inFlight > 0) yield* within(gracefulMs, this.#empty.wait());
    for (const kiosk of this.kiosks) kiosk.tellCounters();
  }

  *#workload(name: string, workload: Workload): Process {
    const { runner, faults, register } = this.#ports;
    const startMs = durationMs(workload.startTime);
    if (startMs > 0) yield sleep(startMs);
    const runMs = durationMs(this.#scenario.duration) - startMs;
    const stopped = gracefulStop(runner, workload, runMs);
    yield* offer(workload, {
      name,
      scenario: this.#scenario,
      runner,
      streams: this.#streams,
      crowd: this.#crowd,
      register,
      startMs,
      beginsAtMs: this.#originMs + startMs,
      runMs,
      coming: (dueMs) => faults?.demand(name, until(dueMs, runMs), startMs) ?? until(dueMs, runMs),
      visit: (index, dueMs, listed, leaving) =>
        this.#visit(name, index, dueMs, { listed, startMs, leaving: firstOf(stopped, leaving) }),
      visitInTurn: (index, dueMs, journeys) =>
        this.#visitInTurn(name, index, dueMs, journeys, firstOf(stopped)),
    });
  }

  /** One citizen who wants several certificates: a journey for each. */
  *#visitInTurn(
    name: string,
    index: number,
    dueMs: number,
    journeys: readonly ListedVisit[],
    leaving: Leaving,
  ): Process {
    this.#toCome += journeys.length;
    for (const [at, listed] of journeys.entries()) {
      this.#toCome -= 1;
      const atMs = at === 0 ? dueMs : this.#ports.runner.now();
      yield* this.#visit(name, index, atMs, { listed, leaving });
    }
  }

  #nextJourney(): number {
    while (this.#numbersGiven.has(this.#journeys)) this.#journeys += 1;
    return this.#journeys++;
  }

  /** One citizen, from the instant the citizen is due. */
  *#visit(
    workload: string,
    index: number,
    dueMs: number,
    { listed, startMs = 0, times = 0, leaving }: Coming,
  ): Process {
    const { runner, emit, register, cards, requestPrefix } = this.#ports;
    const { code } = this.#scenario.municipality;
    const journey = listed?.journey ?? this.#nextJourney();
    const rng = this.#streams.stream('citizen', listed?.as ?? `${workload}/${index}`);
    // Drawn in any case, so that think times are those of the citizen whose stream it is.
    const drawn = this.#crowd.draw(rng);
    const { residentNo, age, type, kiosk: place } = listed ?? drawn;
    const appointment = appointmentOf(listed, () => runner.now() - startMs);
    const kiosk = this.kiosks[place] as Kiosk;
    const resident = yield* register.resident(code, residentNo);
    emit({
      kind: 'arrived',
      t: dueMs,
      journey,
      workload,
      kiosk: kiosk.id,
      municipality: code,
      resident: residentNo,
      owner: resident?.nonce ?? '',
      age,
      type,
      ...listed?.told,
      family: type.startsWith('family') ? familyIn(code, resident) : undefined,
    });
    this.#inFlight += 1;
    const citizen = new Citizen(this.#temper, age, rng, appointment);
    const injected = this.#atCitizen && (yield* lapseOf(kiosk.id, journey, this.#atCitizen));
    const end = yield* kiosk.serve({
      journey,
      requestPrefix,
      dueMs,
      citizen,
      // Whoever stands in the shop is handed out no other meanwhile.
      card: () => cards.card(code, residentNo, resident?.cardGeneration),
      municipality: code,
      type,
      options: DEFAULT_OPTIONS,
      lapse: injected ?? citizen.lapse(),
      leaving: leaving && (() => leaving(runner)),
    });
    this.#inFlight -= 1;
    if (this.#over && this.#inFlight + this.#toCome === 0) this.#empty.fire();
    // Whoever is listed comes when the list says so, and not again.
    const isOnce = listed !== undefined && (listed.isOnce ?? listed.told === undefined);
    if (isOnce && times === 0) return;
    const afterMs = citizen.comesBackAfterMs(end, times);
    if (afterMs === undefined) return;
    runner.spawn(
      this.#again(workload, { residentNo, age, type, kiosk: place }, afterMs, times + 1),
    );
  }

  /** The same citizen tries again, as somebody of a workload of those who do. */
  *#again(workload: string, errand: Errand, afterMs: number, times: number): Process {
    const { runner } = this.#ports;
    yield sleep(afterMs);
    const dueMs = runner.now();
    if (this.#over || dueMs >= durationMs(this.#scenario.duration)) return;
    const name = workload.endsWith(AGAIN) ? workload : `${workload}${AGAIN}`;
    const index = this.#returned.get(name) ?? 0;
    this.#returned.set(name, index + 1);
    const listed = { ...errand, atMs: dueMs, as: `${name}/${index}` };
    yield* this.#visit(name, index, dueMs, { listed, times });
  }

  #kiosk(id: string, portsOf: (id: string) => KioskPorts, around?: Around<'kiosk'>): Kiosk {
    const operator = this.#ports.operatorOf?.(id);
    const kiosk = new Kiosk(id, operator ? (own) => operator.fitted(portsOf(own)) : portsOf);
    if (around !== undefined) this.#ports.runner.spawn(mains(kiosk, around));
    return kiosk;
  }
}

/** What is known of one who comes. */
interface Coming {
  readonly listed?: ListedVisit | undefined;
  /** When the workload began, ms since the run did. */
  readonly startMs?: number;
  /** How often they came before. */
  readonly times?: number;
  readonly leaving?: Leaving;
}

/** Number of the family register that a resident is in, if this municipality keeps it. */
function familyIn(code: string, resident: Resident | undefined): number | undefined {
  return resident?.domicile.municipality === code ? resident.domicile.familyNo : undefined;
}

/** No citizen is due at or after the end of the run. */
function* until(arrivals: Iterable<number>, endMs: number): Iterable<number> {
  for (const dueMs of arrivals) {
    if (dueMs >= endMs) return;
    yield dueMs;
  }
}
