import type { Centre, Reply } from '../../devices/bus/centre.ts';
import { Outbox } from '../../devices/bus/outbox.ts';
import type { CardOffice } from '../../devices/card/card-office.ts';
import { sha256DigestInfo } from '../../devices/card/jpki-rsa.ts';
import { CardReaderModel } from '../../devices/card-reader/card-reader-model.ts';
import { Citizen, temper } from '../../devices/citizen/citizen.ts';
import { Kiosk } from '../../devices/kiosk/kiosk.ts';
import { THINK_STAGES, type ThinkStage } from '../../devices/kiosk/stages.ts';
import type { PaymentUnit } from '../../devices/payment/payment.ts';
import { ModelPaymentUnit } from '../../devices/payment/payment-model.ts';
import { DigestPageReader } from '../../devices/printer/page-reader-digest.ts';
import type { Printer } from '../../devices/printer/printer.ts';
import { ModelPrinter } from '../../devices/printer/printer-model.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { Crowd } from '../../scenarios/traffic/crowd.ts';
import { kioskIds } from '../../scenarios/traffic/kiosk-ids.ts';
import { DEFAULT_OPTIONS } from '../../server/contract.ts';
import { lognormal } from '../../sim/distribution.ts';
import { type Process, type Runner, ready, sleep } from '../../sim/process.ts';
import type { Rng, Streams } from '../../sim/rng.ts';
import { paymentWith, printerWith } from '../devices/small-shop.ts';
import { KioskBooks } from './books.ts';

export interface ShopsPorts {
  readonly runner: Runner;
  readonly centre: Centre;
  readonly cards: CardOffice;
  readonly chance: Streams;
}

/** Citizens who know what they want: they think for so long, ms. */
const THINK = { medianMs: 15, p95Ms: 60 };
const HASTY = temper({
  thinkMs: Object.fromEntries(THINK_STAGES.map((stage) => [stage, THINK])) as Record<
    ThinkStage,
    typeof THINK
  >,
  paceByAge: [],
  firstTimers: { share: 0, factor: 1 },
  pinErrorShare: 0,
  abandonShare: 0.02,
  patience: { medianMs: 3_600_000, p95Ms: 3_600_000 },
});

/** Of so many payments one is refused, of so many documents one jams. */
const TROUBLE_SHARE = 0.05;
/** So many answers are lost on the way back: the server has done what it was asked. */
const LOSS_SHARE = 0.05;
/** So many reports of paper that did not come overtake the request they are about. */
const OVERTAKING_SHARE = 0.2;

/** A kiosk waits for a server that is down, and asks again for as long as it takes. */
const PATIENCE = { timeoutMs: 10_000, attempts: 2_000, pauseMs: 50 };

/** Shops in which somebody always stands at the kiosk, until they close. */
export class Shops {
  readonly books = new KioskBooks();
  readonly kiosks: readonly Kiosk[];
  readonly #scenario: Scenario;
  readonly #ports: ShopsPorts;
  readonly #outboxes: Outbox[] = [];
  readonly #centre: Centre;
  #journeys = 0;
  #inHand = 0;
  #asking = 0;
  #closed = false;

  constructor(scenario: Scenario, ports: ShopsPorts) {
    this.#scenario = scenario;
    this.#ports = ports;
    this.#centre = this.#lossy(ports.centre);
    this.kiosks = kioskIds(scenario).map((id) => this.#kiosk(id));
  }

  /** Journeys begun and not ended. */
  get inHand(): number {
    return this.#inHand;
  }

  /** Requests that wait for their answer now. */
  get asking(): number {
    return this.#asking;
  }

  /** Print results that nobody has acknowledged. */
  get pending(): number {
    return this.#outboxes.reduce((sum, { pending }) => sum + pending, 0);
  }

  open(): void {
    for (const kiosk of this.kiosks) this.#ports.runner.spawn(this.#day(kiosk));
  }

  /** Nobody comes any more; who is there is served. */
  close(): void {
    this.#closed = true;
  }

  *#day(kiosk: Kiosk): Process {
    const { chance, cards, runner } = this.#ports;
    const { code } = this.#scenario.municipality;
    const crowd = new Crowd(this.#scenario);
    while (!this.#closed) {
      const journey = this.#journeys++;
      const rng = chance.stream('citizen', `${kiosk.id}/${journey}`);
      const { residentNo, age, type } = crowd.draw(rng);
      this.#inHand += 1;
      yield* kiosk.serve({
        journey,
        dueMs: runner.now(),
        citizen: new Citizen(HASTY, age, rng),
        card: () => cards.card(code, residentNo),
        municipality: code,
        type,
        options: DEFAULT_OPTIONS,
      });
      this.#inHand -= 1;
      yield sleep(5);
    }
  }

  #kiosk(id: string): Kiosk {
    const { runner, chance } = this.#ports;
    const centre = this.#centre;
    const reader = new CardReaderModel();
    const rng = chance.stream('outbox', id);
    const outbox = new Outbox(id, { runner, centre, timeoutMs: PATIENCE.timeoutMs, rng });
    this.#outboxes.push(outbox);
    const trouble = chance.stream('trouble', id);
    const speed = { firstPageMs: lognormal(40, 100), nextPageMs: 10 };
    const sound = new ModelPrinter(
      runner,
      speed,
      new DigestPageReader(),
      chance.stream('printer', id),
    );
    const payment = new ModelPaymentUnit();
    return new Kiosk(id, {
      runner,
      reader,
      slot: reader,
      printer: jamming(sound, trouble),
      payment: refusing(payment, trouble),
      cash: payment,
      centre,
      emit: (event) => this.books.record(event),
      digestInfo: sha256DigestInfo,
      patience: PATIENCE,
      outbox,
    });
  }

  /** Some answers are lost; what was asked has been done. */
  #lossy(sound: Centre): Centre {
    const rng = this.#ports.chance.stream('line', 0);
    const asked = function* <T>(this: Shops, ask: Process<Reply<T>>): Process<Reply<T>> {
      this.#asking += 1;
      try {
        const reply = yield* ask;
        return rng.uniform() < LOSS_SHARE ? { kind: 'failed', reason: 'lost' } : reply;
      } finally {
        this.#asking -= 1;
      }
    };
    return {
      openSession: (...of) => asked.call(this, sound.openSession(...of)) as never,
      authenticate: (...of) => asked.call(this, sound.authenticate(...of)) as never,
      issue: (...of) => asked.call(this, sound.issue(...of)) as never,
      reportPrint: (kioskId, result) => {
        const ofJourney = result.outcome === 'not-printed' && result.sessionId !== undefined;
        if (ofJourney && rng.uniform() < OVERTAKING_SHARE) {
          return ready({ kind: 'refused', code: 'issuance-unknown' });
        }
        return asked.call(this, sound.reportPrint(kioskId, result)) as never;
      },
      endSession: (...of) => sound.endSession(...of),
    };
  }
}

function jamming(sound: Printer, rng: Rng): Printer {
  return printerWith(sound, {
    *print(document) {
      const printed = yield* sound.print(document);
      if (rng.uniform() >= TROUBLE_SHARE) return printed;
      return { kind: 'stopped', reason: 'media-jam', pages: [] };
    },
  });
}

function refusing(sound: ModelPaymentUnit, rng: Rng): PaymentUnit {
  return paymentWith(sound, {
    collect: (yen) =>
      rng.uniform() < TROUBLE_SHARE
        ? ready({ kind: 'refused', reason: 'no money' })
        : sound.collect(yen),
  });
}
