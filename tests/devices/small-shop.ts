import type { Centre } from '../../devices/bus/centre.ts';
import { Outbox } from '../../devices/bus/outbox.ts';
import type { CardOffice } from '../../devices/card/card-office.ts';
import { CardReaderModel } from '../../devices/card-reader/card-reader-model.ts';
import { type Behaviour, Citizen, temper } from '../../devices/citizen/citizen.ts';
import type {
  CentrePatience,
  JourneyEnd,
  KioskPorts,
  Lapse,
  Recovery,
} from '../../devices/citizen/visit.ts';
import { Kiosk } from '../../devices/kiosk/kiosk.ts';
import { THINK_STAGES, type ThinkStage } from '../../devices/kiosk/stages.ts';
import { WorkingMemory } from '../../devices/kiosk/working-memory.ts';
import type { CashSlot } from '../../devices/payment/cash-slot.ts';
import type { PaymentUnit } from '../../devices/payment/payment.ts';
import { ModelPaymentUnit } from '../../devices/payment/payment-model.ts';
import type { Printer } from '../../devices/printer/printer.ts';
import { ModelPrinter } from '../../devices/printer/printer-model.ts';
import { CentreInProcess } from '../../scenarios/centre-in-process.ts';
import { digestFidelity } from '../../scenarios/fidelity.ts';
import { referenceServer } from '../../scenarios/reference-server.ts';
import { portsInMemory } from '../../scenarios/server-in-memory.ts';
import type { TraceEvent } from '../../scenarios/trace-events.ts';
import { type CertificateType, DEFAULT_OPTIONS } from '../../server/contract.ts';
import { MemoryLedger } from '../../server/ledger/ledger-memory.ts';
import { ModelPace, type ServerStep } from '../../server/pace.ts';
import { DAY_MS } from '../../sim/civil-time.ts';
import { constant, type Distribution } from '../../sim/distribution.ts';
import { ready } from '../../sim/process.ts';
import { streams } from '../../sim/rng.ts';
import { instantMs } from '../../sim/units.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';
import { join } from '../../sim/waiting.ts';
import {
  broken,
  eventsOf,
  judged,
  type ScenarioData,
  smallScenario,
} from '../scenarios/small-scenario.ts';

/** In a small shop all goes by the clock: every thought takes 10 s. */
export const THINK_MS = 10_000;
export const AUTHENTICATE_MS = 2_000;
export const ISSUE_MS = 5_000;
export const PRINT_MS = 30_000;

/** A journey in which all goes well: nine thoughts and three works. */
export const JOURNEY_MS = THINK_STAGES.length * THINK_MS + AUTHENTICATE_MS + ISSUE_MS + PRINT_MS;

export interface Shopping {
  /** Where this shop's town differs from the small one. */
  readonly scenario?: Partial<ScenarioData>;
  readonly behaviour?: Partial<Behaviour>;
  readonly centre?: (sound: Centre, runner: VirtualTime) => Centre;
  readonly cards?: (sound: CardOffice) => CardOffice;
  readonly printer?: (sound: Printer) => Printer;
  readonly payment?: PaymentUnit & CashSlot;
  readonly memory?: WorkingMemory;
  readonly patience?: CentrePatience;
  readonly recovery?: Recovery;
  /** What stands between the kiosk and its devices (nothing). */
  readonly fitted?: (ports: KioskPorts) => KioskPorts;
}

/** A wish of one citizen. */
export interface Wish {
  readonly resident?: number;
  readonly type?: CertificateType;
  readonly atMs?: number;
  readonly lapse?: Lapse;
}

/** One kiosk of a town, and its server, in virtual time. */
export class SmallShop {
  readonly runner = new VirtualTime();
  readonly reader = new CardReaderModel();
  readonly events: TraceEvent[] = [];
  readonly ledger = new MemoryLedger();
  readonly payment: PaymentUnit & CashSlot;
  readonly outbox: Outbox;
  readonly kiosk: Kiosk;
  readonly #cards: CardOffice;
  readonly #behaviour: Behaviour;
  readonly #ends: JourneyEnd[] = [];
  #journeys = 0;

  constructor(shopping: Shopping = {}) {
    const { runner } = this;
    const scenario = smallScenario(shopping.scenario);
    const emit = (event: TraceEvent) => this.events.push(event);
    const originMs = instantMs(scenario.start);
    const fidelity = digestFidelity(scenario);
    const { cards, pageReader, digestInfo } = fidelity;
    const work: Record<ServerStep, Distribution> = {
      authenticate: constant(AUTHENTICATE_MS),
      issue: constant(ISSUE_MS),
      'print-image': constant(0),
    };
    const server = referenceServer(scenario, {
      ...portsInMemory(scenario, streams(1), fidelity, emit),
      ledger: this.ledger,
      pace: new ModelPace(streams(1), work),
    });
    const wire = new CentreInProcess(runner, server, originMs);
    const speed = { firstPageMs: constant(PRINT_MS), nextPageMs: 1_000 };
    const printer = new ModelPrinter(runner, speed, pageReader, streams(1).stream('printer', 1));
    this.payment = shopping.payment ?? new ModelPaymentUnit();
    this.#cards = shopping.cards?.(cards) ?? cards;
    this.#behaviour = { ...PUNCTUAL, ...shopping.behaviour };
    const centre = shopping.centre?.(wire, runner) ?? wire;
    const patience = shopping.patience ?? { timeoutMs: 60_000, attempts: 2, pauseMs: 0 };
    const { timeoutMs } = patience;
    const rng = streams(1).stream('outbox', 'in-001');
    this.outbox = new Outbox('in-001', { runner, centre, timeoutMs, rng });
    const ports: KioskPorts = {
      runner,
      reader: this.reader,
      slot: this.reader,
      printer: shopping.printer?.(printer) ?? printer,
      payment: this.payment,
      cash: this.payment,
      centre,
      emit,
      digestInfo,
      patience,
      outbox: this.outbox,
      memory: shopping.memory ?? new WorkingMemory(),
      recovery: shopping.recovery ?? { kind: 'refund' },
    };
    this.kiosk = new Kiosk('in-001', shopping.fitted?.(ports) ?? ports);
  }

  /** How the journeys that are over have ended, in that order. */
  get ends(): readonly JourneyEnd[] {
    return this.#ends;
  }

  /** Citizens come with these wishes, and all that follows happens. */
  serve(...wishes: readonly Wish[]): readonly JourneyEnd[] {
    for (const wish of wishes) this.#come(wish);
    // Not for ever: a kiosk tells a centre that never answers again and again.
    this.runner.advance(this.runner.now() + DAY_MS);
    return this.#ends;
  }

  #come({ resident = 40, type = 'resident-record', atMs = this.runner.now(), lapse }: Wish): void {
    const { runner } = this;
    const journey = this.#journeys++;
    const visit = function* (this: SmallShop) {
      yield Math.max(0, atMs - runner.now());
      const making = runner.spawn(this.#cards.card('27203', resident));
      const rng = streams(1).stream('citizen', journey);
      const citizen = new Citizen(temper(this.#behaviour), 40, rng);
      const card = () => join(making);
      const dueMs = runner.now();
      const options = DEFAULT_OPTIONS;
      const visit = { journey, dueMs, citizen, card, municipality: '27203', type, options };
      this.#ends.push(yield* this.kiosk.serve({ ...visit, lapse }));
    };
    runner.spawn(visit.call(this));
  }
}

const always = (ms: number) => ({ medianMs: ms, p95Ms: ms });

/** Citizens who take the same time over everything, make no mistake and never leave. */
const PUNCTUAL: Behaviour = {
  thinkMs: Object.fromEntries(THINK_STAGES.map((stage) => [stage, always(THINK_MS)])) as Record<
    ThinkStage,
    ReturnType<typeof always>
  >,
  paceByAge: [],
  firstTimers: { share: 0, factor: 1 },
  pinErrorShare: 0,
  abandonShare: 0,
  patience: always(3_600_000),
};

/** The same printer with some of it changed. */
export function printerWith(sound: Printer, changes: Partial<Printer>): Printer {
  const same: Printer = {
    status: () => sound.status(),
    print: (...of) => sound.print(...of),
    get cameOut() {
      return sound.cameOut;
    },
    get spooled() {
      return sound.spooled;
    },
    get sheetsInTray() {
      return sound.sheetsInTray;
    },
    takeSheets: () => sound.takeSheets(),
    get sheetsPrinted() {
      return sound.sheetsPrinted;
    },
  };
  return Object.defineProperties(same, Object.getOwnPropertyDescriptors(changes));
}

/** The same payment unit with some of it changed. */
export function paymentWith(
  sound: PaymentUnit & CashSlot,
  changes: Partial<PaymentUnit>,
): PaymentUnit & CashSlot {
  const same: PaymentUnit & CashSlot = {
    insert: (tender) => sound.insert(tender),
    withdraw: () => sound.withdraw(),
    cancel: () => sound.cancel(),
    get missingYen() {
      return sound.missingYen;
    },
    collect: (yen) => sound.collect(yen),
    lastCollection: () => sound.lastCollection(),
    refund: (yen) => sound.refund(yen),
    get insertedYen() {
      return sound.insertedYen;
    },
    get takingsYen() {
      return sound.takingsYen;
    },
  };
  return Object.defineProperties(same, Object.getOwnPropertyDescriptors(changes));
}

/** A printer in which the paper jams once so many sheets are out. */
export function jamming(sound: Printer, sheets = 0): Printer {
  let lost = 0;
  return printerWith(sound, {
    *print(document) {
      const { pages } = yield* sound.print(document);
      lost += pages.length - pages.slice(0, sheets).length;
      return { kind: 'stopped', reason: 'media-jam', pages: pages.slice(0, sheets) };
    },
    get sheetsPrinted() {
      return sound.sheetsPrinted - lost;
    },
  });
}

/** A printer without paper. */
export function empty(sound: Printer): Printer {
  const stopped = { kind: 'stopped', reason: 'media-empty', pages: [] } as const;
  return printerWith(sound, { print: () => ready(stopped) });
}

/** The same centre with some of its answers changed. */
export function centreWith(sound: Centre, changes: Partial<Centre>): Centre {
  return {
    openSession: (...of) => sound.openSession(...of),
    authenticate: (...of) => sound.authenticate(...of),
    issue: (...of) => sound.issue(...of),
    reportPrint: (...of) => sound.reportPrint(...of),
    endSession: (...of) => sound.endSession(...of),
    ...changes,
  };
}

/** What is told of every journey beside what happens in it. */
const ACCOUNTS = ['stage', 'pin-entered', 'server-settled', 'cleared', 'counters'];

/** Kinds of the events of a shop in their order, without the stages and the accounts. */
export function told({ events }: SmallShop): readonly string[] {
  return events.map(({ kind }) => kind).filter((kind) => !ACCOUNTS.includes(kind));
}

/** Which oracles object to what happened in a shop where one citizen was. */
export function findings({ events }: SmallShop): readonly string[] {
  const [page] = eventsOf('page', events);
  const who = { municipality: '27203', resident: 40, owner: page?.owner ?? '', age: 40 } as const;
  const what = { workload: 'day', kiosk: 'in-001', type: 'resident-record' } as const;
  const arrived = { kind: 'arrived', t: 0, journey: 0, ...who, ...what } as const;
  return broken(judged([arrived, ...events]));
}
