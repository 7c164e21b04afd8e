import type { CardOffice } from '../devices/card-office.ts';
import { CardReaderModel } from '../devices/card-reader-model.ts';
import type { Centre } from '../devices/centre.ts';
import { Citizen, type Temper, temper } from '../devices/citizen.ts';
import { Kiosk } from '../devices/kiosk.ts';
import { Outbox } from '../devices/outbox.ts';
import type { PageReader } from '../devices/page-reader.ts';
import { ModelPaymentUnit } from '../devices/payment-model.ts';
import { ModelPrinter } from '../devices/printer-model.ts';
import { THINK_STAGES, type ThinkStage } from '../devices/stages.ts';
import { DEFAULT_OPTIONS } from '../server/contract.ts';
import type { Register } from '../server/register/register.ts';
import { lognormal } from '../sim/distribution.ts';
import { type Process, type Runner, sleep } from '../sim/process.ts';
import type { Streams } from '../sim/rng.ts';
import { durationMs, type Estimate } from '../sim/units.ts';
import { join, Signal, within } from '../sim/waiting.ts';
import { closedWorkload, openWorkload, type User } from '../sim/workload.ts';
import { Crowd } from './crowd.ts';
import { arrivalsOf, isOpen, rateCurve } from './demand.ts';
import type { Scenario } from './scenario.ts';
import type { TraceEvent } from './trace-events.ts';
import type { Workload } from './workloads.ts';

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
  #journeys = 0;
  #inFlight = 0;
  #over = false;
  /** Fires when no citizen will come any more and the last one has gone. */
  readonly #empty = new Signal();

  constructor(scenario: Scenario, streams: Streams, originMs: number, ports: WorldPorts) {
    this.#scenario = scenario;
    this.#streams = streams;
    this.#ports = ports;
    this.#originMs = originMs;
    this.#crowd = new Crowd(scenario);
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
  }

  *#workload(name: string, workload: Workload): Process {
    const { runner } = this.#ports;
    const startMs = durationMs(workload.startTime);
    if (startMs > 0) yield sleep(startMs);
    const runMs = durationMs(this.#scenario.duration) - startMs;
    const user: User = (index, dueMs) => this.#visit(name, index, dueMs);
    if (isOpen(workload)) {
      const curve = rateCurve(workload, this.#originMs + startMs, runMs);
      const arrivals = arrivalsOf(workload, curve, this.#streams.stream('arrivals', name));
      yield* openWorkload(runner, until(arrivals, runMs), user);
    } else if (workload.executor === 'constant-vus') {
      const last = Math.min(runMs, durationMs(workload.duration));
      yield* closedWorkload(runner, { vus: workload.vus, durationMs: last }, user);
    } else {
      const { vus, iterations } = workload;
      yield* closedWorkload(runner, { vus, iterations, durationMs: runMs }, user);
    }
  }

  /** One citizen, from the instant the citizen is due. */
  *#visit(workload: string, index: number, dueMs: number): Process {
    const { emit, register, cards } = this.#ports;
    const { code } = this.#scenario.municipality;
    const journey = this.#journeys++;
    const rng = this.#streams.stream('citizen', `${workload}/${index}`);
    const { residentNo, age, type, kiosk: place } = this.#crowd.draw(rng);
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
    });
    this.#inFlight += 1;
    yield* kiosk.serve({
      journey,
      dueMs,
      citizen: new Citizen(this.#temper, age, rng),
      // Whoever stands in the shop is handed out no other meanwhile.
      card: () => cards.card(code, residentNo, resident?.cardGeneration),
      municipality: code,
      type,
      options: DEFAULT_OPTIONS,
    });
    this.#inFlight -= 1;
    if (this.#over && this.#inFlight === 0) this.#empty.fire();
  }

  #kiosk(id: string): Kiosk {
    const { runner, centre, pageReader, digestInfo, emit } = this.#ports;
    const { printer, server } = this.#scenario;
    const reader = new CardReaderModel();
    const firstPageMs = distributionOf(printer.firstPage);
    const speed = { firstPageMs, nextPageMs: durationMs(printer.nextPage) };
    const timeoutMs = durationMs(server.timeout);
    const rng = this.#streams.stream('outbox', id);
    const outbox = new Outbox(id, { runner, centre, timeoutMs, rng });
    const patience = {
      timeoutMs,
      attempts: server.attempts,
      pauseMs: durationMs(server.retryAfter),
    };
    return new Kiosk(id, {
      runner,
      reader,
      slot: reader,
      printer: new ModelPrinter(runner, speed, pageReader, this.#streams.stream('printer', id)),
      payment: new ModelPaymentUnit(),
      centre,
      emit,
      digestInfo,
      patience,
      outbox,
    });
  }
}

/** Names of all kiosks: `in-001` … in the city, `out-001` … outside of it. */
export function kioskIds({ stores }: Scenario): readonly string[] {
  const named = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(3, '0')}`);
  return [...named('in', stores.inside), ...named('out', stores.outside)];
}

/** The lognormal of an estimate, in ms. */
export function distributionOf({ median, p95 }: Estimate) {
  return lognormal(durationMs(median), durationMs(p95));
}

function temperOf({ citizens }: Scenario): Temper {
  const { think, paceByAge, firstTimers, pinErrorShare, abandonShare, patience } =
    citizens.behaviour;
  const estimate = ({ median, p95 }: Estimate) => ({
    medianMs: durationMs(median),
    p95Ms: durationMs(p95),
  });
  const thinkMs = Object.fromEntries(
    THINK_STAGES.map((stage) => [stage, estimate(think[stage])]),
  ) as Record<ThinkStage, ReturnType<typeof estimate>>;
  return temper({
    thinkMs,
    paceByAge,
    firstTimers,
    pinErrorShare,
    abandonShare,
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
