import type { Centre } from '../devices/bus/centre.ts';
import { poweredCentre } from '../devices/bus/centre-powered.ts';
import { Outbox } from '../devices/bus/outbox.ts';
import type { CardOffice } from '../devices/card/card-office.ts';
import { CardReaderModel } from '../devices/card-reader/card-reader-model.ts';
import { PatientCardReader } from '../devices/card-reader/card-reader-patient.ts';
import { Citizen, type Temper, temper } from '../devices/citizen/citizen.ts';
import type { BusPlace, Recovery } from '../devices/citizen/visit.ts';
import { Kiosk } from '../devices/kiosk/kiosk.ts';
import { Power } from '../devices/kiosk/power.ts';
import { THINK_STAGES, type ThinkStage } from '../devices/kiosk/stages.ts';
import { ModelPaymentUnit } from '../devices/payment/payment-model.ts';
import type { PageReader } from '../devices/printer/page-reader.ts';
import { ModelPrinter } from '../devices/printer/printer-model.ts';
import { DEFAULT_OPTIONS } from '../server/contract.ts';
import type { Register, Resident } from '../server/register/register.ts';
import { lognormal } from '../sim/distribution.ts';
import { type Process, type Runner, sleep } from '../sim/process.ts';
import type { Streams } from '../sim/rng.ts';
import { durationMs, type Estimate } from '../sim/units.ts';
import { join, Signal, within } from '../sim/waiting.ts';
import { closedWorkload, openWorkload, type User } from '../sim/workload.ts';
import type { FaultBoard } from './injection/fault-board.ts';
import type { Around } from './injection/site.ts';
import type { Scenario } from './scenario.ts';
import { lapseOf } from './sites/citizen.ts';
import { admission, mains } from './sites/kiosk.ts';
import { ExposedLine } from './sites/line.ts';
import { ExposedPaymentUnit } from './sites/payment.ts';
import { printerTrouble } from './sites/printer.ts';
import { ExposedCardReader } from './sites/reader.ts';
import type { TraceEvent } from './trace-events.ts';
import { Crowd } from './traffic/crowd.ts';
import { arrivalsOf, isListed, isOpen, type ListedWorkload, rateCurve } from './traffic/demand.ts';
import { kioskIds } from './traffic/kiosk-ids.ts';
import {
  appointmentOf,
  type ListedVisit,
  listedVisits,
  numbersGiven,
} from './traffic/listed-visits.ts';
import type { Workload } from './traffic/workloads.ts';

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
}

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
  #journeys = 0;
  readonly #numbersGiven: ReadonlySet<number>;
  #inFlight = 0;
  #over = false;
  /** Fires when no citizen will come any more and the last one has gone. */
  readonly #empty = new Signal();

  constructor(scenario: Scenario, streams: Streams, originMs: number, ports: WorldPorts) {
    this.#scenario = scenario;
    this.#streams = streams;
    this.#ports = ports;
    this.#originMs = originMs;
    this.#atCitizen = ports.faults?.around('citizen', ports.runner);
    this.#crowd = new Crowd(scenario);
    this.#numbersGiven = new Set(numbersGiven(scenario));
    this.#temper = temperOf(scenario);
    this.kiosks = kioskIds(scenario).map((id) => this.#kiosk(id));
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
    const { runner, faults } = this.#ports;
    const startMs = durationMs(workload.startTime);
    if (startMs > 0) yield sleep(startMs);
    const runMs = durationMs(this.#scenario.duration) - startMs;
    const user: User = (index, dueMs) => this.#visit(name, index, dueMs);
    if (isListed(workload)) {
      yield* this.#listed(name, workload, startMs, runMs);
    } else if (isOpen(workload)) {
      const curve = rateCurve(workload, this.#originMs + startMs, runMs);
      const arrivals = arrivalsOf(workload, curve, this.#streams.stream('arrivals', name));
      const coming =
        faults?.demand(name, until(arrivals, runMs), startMs) ?? until(arrivals, runMs);
      yield* openWorkload(runner, coming, user);
    } else if (workload.executor === 'constant-vus') {
      const last = Math.min(runMs, durationMs(workload.duration));
      yield* closedWorkload(runner, { vus: workload.vus, durationMs: last }, user);
    } else {
      const { vus, iterations } = workload;
      yield* closedWorkload(runner, { vus, iterations, durationMs: runMs }, user);
    }
  }

  #nextJourney(): number {
    while (this.#numbersGiven.has(this.#journeys)) this.#journeys += 1;
    return this.#journeys++;
  }

  /** The citizens whom a workload lists, each at the instant it says. */
  *#listed(name: string, workload: ListedWorkload, startMs: number, runMs: number): Process {
    const { runner, register } = this.#ports;
    const [scenario, crowd, chance] = [this.#scenario, this.#crowd, this.#streams];
    const ground = { scenario, crowd, chance, register, beginsAtMs: this.#originMs + startMs };
    const visits = yield* listedVisits(name, workload, ground);
    // To look residents up may have taken time, which nobody is to come later for.
    const lateMs = runner.now() - startMs;
    const arrivals = visits.map(({ atMs }) => atMs).filter((atMs) => atMs < runMs);
    yield* openWorkload(
      runner,
      arrivals.map((atMs) => atMs - lateMs),
      (index, dueMs) => this.#visit(name, index, dueMs, visits[index], startMs),
    );
  }

  /** One citizen, from the instant the citizen is due. */
  *#visit(
    workload: string,
    index: number,
    dueMs: number,
    listed?: ListedVisit,
    startMs = 0,
  ): Process {
    const { runner, emit, register, cards } = this.#ports;
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
      family: type.startsWith('family') ? familyIn(code, resident) : undefined,
    });
    this.#inFlight += 1;
    yield* kiosk.serve({
      journey,
      dueMs,
      citizen: new Citizen(this.#temper, age, rng, appointment),
      // Whoever stands in the shop is handed out no other meanwhile.
      card: () => cards.card(code, residentNo, resident?.cardGeneration),
      municipality: code,
      type,
      options: DEFAULT_OPTIONS,
      lapse: this.#atCitizen && (yield* lapseOf(kiosk.id, journey, this.#atCitizen)),
    });
    this.#inFlight -= 1;
    if (this.#over && this.#inFlight === 0) this.#empty.fire();
  }

  #kiosk(id: string): Kiosk {
    const { runner, pageReader, digestInfo, emit, faults, placeOf } = this.#ports;
    const line = faults?.around('line', runner);
    const lined = line ? new ExposedLine(this.#ports.centre, line) : this.#ports.centre;
    const atKiosk = faults?.around('kiosk', runner);
    const power = atKiosk && new Power();
    const centre = power ? poweredCentre(lined, power) : lined;
    const { printer, server } = this.#scenario;
    const atReader = faults?.around('reader', runner);
    const model = new CardReaderModel();
    const slot = atReader ? new ExposedCardReader(id, model, atReader) : model;
    const firstPageMs = distributionOf(printer.firstPage);
    const speed = { firstPageMs, nextPageMs: durationMs(printer.nextPage) };
    const chance = this.#streams.stream('printer', id);
    const atPrinter = faults?.around('printer', runner);
    const trouble = atPrinter && printerTrouble(id, atPrinter);
    const payment = new ModelPaymentUnit();
    const atPayment = faults?.around('payment', runner);
    const timeoutMs = durationMs(server.timeout);
    const rng = this.#streams.stream('outbox', id);
    const outbox = new Outbox(id, { runner, centre, timeoutMs, rng });
    const patience = {
      timeoutMs,
      attempts: server.attempts,
      pauseMs: durationMs(server.retryAfter),
    };
    const kiosk = new Kiosk(id, {
      runner,
      reader: atReader ? new PatientCardReader(slot) : slot,
      slot,
      printer: new ModelPrinter(runner, speed, pageReader, chance, trouble),
      payment: atPayment ? new ExposedPaymentUnit(id, payment, atPayment) : payment,
      centre,
      emit,
      digestInfo,
      patience,
      outbox,
      recovery: recoveryOf(this.#scenario),
      power,
      admits: atKiosk && admission(id, atKiosk),
      place: placeOf?.(id),
    });
    if (atKiosk !== undefined) runner.spawn(mains(kiosk, atKiosk));
    return kiosk;
  }
}

/** Number of the family register that a resident is in, if this municipality keeps it. */
function familyIn(code: string, resident: Resident | undefined): number | undefined {
  return resident?.domicile.municipality === code ? resident.domicile.familyNo : undefined;
}

/** What kiosks of this scenario do about a document that came out in part. */
function recoveryOf({ printer }: Scenario): Recovery {
  if (printer.recovery === 'refund') return { kind: 'refund' };
  return { kind: 'reprint', patienceMs: durationMs(printer.recoveryTimeout) };
}

/** The lognormal of an estimate, in ms. */
export function distributionOf({ median, p95 }: Estimate) {
  return lognormal(durationMs(median), durationMs(p95));
}

function temperOf({ citizens }: Scenario): Temper {
  const { think, patience, ...shares } = citizens.behaviour;
  const estimate = ({ median, p95 }: Estimate) => ({
    medianMs: durationMs(median),
    p95Ms: durationMs(p95),
  });
  const thinkMs = Object.fromEntries(
    THINK_STAGES.map((stage) => [stage, estimate(think[stage])]),
  ) as Record<ThinkStage, ReturnType<typeof estimate>>;
  return temper({
    ...shares,
    thinkMs,
    patience: estimate(patience),
  });
}

/** No citizen is due at or after the end of the run. */
function* until(arrivals: Iterable<number>, endMs: number): Iterable<number> {
  for (const dueMs of arrivals) {
    if (dueMs >= endMs) return;
    yield dueMs;
  }
}
