import { instantMs } from '../../sim/units.ts';
import { KioskRecords } from '../judging/kiosk-records.ts';
import type { Scenario } from '../scenario.ts';
import type { EventOf, Watch } from '../trace-events.ts';
import { asWhole, codeOf, componentsOf } from './components.ts';

/** What the centre had to do in one stretch of time. */
export interface CentreHour {
  /** ms since the run began. */
  readonly fromMs: number;
  readonly journeys: number;
  /** Requests: to authenticate, to issue, results of printing; those asked again as well. */
  readonly requests: number;
  /** Of the minute with most of them. */
  readonly requestsInBusiestMinute: number;
  /** Most sessions open at once: citizens whose PIN was right and who had not gone. */
  readonly sessionsAtOnce: number;
}

/** A municipality, and what its issuing server had to do. */
export interface BusyTown {
  readonly code: string;
  readonly population: number;
  readonly kiosks: number;
  readonly journeys: number;
  readonly requests: number;
  readonly requestsInBusiestMinute: number;
  /** Most certificates being made at once. */
  readonly issuingAtOnce: number;
}

/** A store, by how often it was used. */
export interface BusyStore {
  readonly kiosk: string;
  readonly journeys: number;
  /** Citizens who found it occupied, or broke off while they waited. */
  readonly waited: number;
}

/** How the load of a nation was spread; the busiest are told by name. */
export interface NationRecord {
  readonly municipalities: number;
  readonly kiosks: number;
  /** Of these, how many anybody came to. */
  readonly kiosksUsed: number;
  readonly hourMs: number;
  readonly hours: readonly CentreHour[];
  readonly towns: readonly BusyTown[];
  readonly stores: readonly BusyStore[];
  /** Share of the journeys that the busiest hundredth of all stores had. */
  readonly busiestHundredth: number;
}

/** Towns and stores told by name. */
const TOLD = 10;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Hours that are told one by one; of a longer run days are. */
const HOURS = 72;

interface Hour {
  journeys: number;
  readonly load: Load;
  sessionsAtOnce: number;
}

interface Town {
  readonly code: string;
  journeys: number;
  readonly load: Load;
  issuing: number;
  issuingAtOnce: number;
}

interface Store {
  readonly town: Town;
  journeys: number;
  waited: number;
}

interface Hour {
  journeys: number;
  readonly load: Load;
  sessionsAtOnce: number;
}

/**
 * Counts what a nation asks of its centre, its municipalities and its stores. It keeps a few
 * numbers for each store, each municipality and each hour.
 */
export class NationWatch {
  readonly #scenario: Scenario;
  readonly #hourMs: number;
  readonly #originMs: number;
  readonly #hours: Hour[] = [];
  readonly #towns = new Map<string, Town>();
  readonly #names: string[] = [];
  readonly #stores: KioskRecords<Store>;
  /** Journeys with a session open, and with a certificate being made. */
  readonly #sessions = new Set<number>();
  readonly #issuing = new Set<number>();

  constructor(scenario: Scenario, durationMs: number) {
    this.#scenario = scenario;
    this.#hourMs = durationMs <= HOURS * HOUR_MS ? HOUR_MS : DAY_MS;
    // Hours and days of the clock, whenever in one of them the run began.
    this.#originMs = (instantMs(scenario.start) + 9 * HOUR_MS) % this.#hourMs;
    this.#stores = new KioskRecords((kiosk) => {
      this.#names.push(kiosk);
      const town = this.#townOf(kiosk.slice(0, kiosk.indexOf('-')));
      return { town, journeys: 0, waited: 0 };
    });
  }

  /** Nothing but of a nation. */
  get watch(): Watch {
    if (this.#scenario.nation === undefined) return {};
    return {
      arrived: ({ t, kiosk }) => {
        const store = this.#stores.of(kiosk);
        store.journeys += 1;
        store.town.journeys += 1;
        this.#hourOf(t).journeys += 1;
      },
      queued: ({ kiosk }) => {
        this.#stores.of(kiosk).waited += 1;
      },
      stage: (event) => this.#staged(event),
      requested: ({ t, journey }) => {
        const town = this.#townOf(codeOf(journey));
        this.#ask(t, town);
        if (this.#issuing.has(journey)) return;
        this.#issuing.add(journey);
        town.issuing += 1;
        town.issuingAtOnce = Math.max(town.issuingAtOnce, town.issuing);
      },
      'asked-again': ({ t, journey }) => this.#ask(t, this.#townOf(codeOf(journey))),
      'server-settled': ({ t, kiosk }) => this.#ask(t, this.#stores.of(kiosk).town),
      ended: ({ journey }) => {
        this.#issued(journey);
        this.#sessions.delete(journey);
      },
    };
  }

  /** What came out; undefined of anything but a nation. */
  record(): NationRecord | undefined {
    if (this.#scenario.nation === undefined) return undefined;
    const stores = [...this.#stores.all()].map(({ journeys, waited }, index) => {
      return { kiosk: this.#names[index] as string, journeys, waited };
    });
    stores.sort((a, b) => b.journeys - a.journeys || (a.kiosk < b.kiosk ? -1 : 1));
    const components = componentsOf(this.#scenario);
    const { inside, outside } = asWhole(this.#scenario).stores;
    const kiosks = inside + outside;
    return {
      municipalities: components.length,
      kiosks,
      kiosksUsed: stores.length,
      hourMs: this.#hourMs,
      hours: this.#hours.map(({ journeys, load, sessionsAtOnce }, index) => ({
        fromMs: index * this.#hourMs - this.#originMs,
        journeys,
        requests: load.requests,
        requestsInBusiestMinute: load.inBusiestMinute,
        sessionsAtOnce,
      })),
      towns: this.#busiestTowns(),
      stores: stores.slice(0, TOLD),
      busiestHundredth: shareOfFirst(stores, Math.round(kiosks / 100)),
    };
  }

  #busiestTowns(): readonly BusyTown[] {
    const towns = [...this.#towns.values()];
    towns.sort((a, b) => b.journeys - a.journeys || (a.code < b.code ? -1 : 1));
    const components = componentsOf(this.#scenario);
    return towns.slice(0, TOLD).map(({ code, journeys, load, issuingAtOnce }) => {
      const own = components.find((component) => component.code === code)?.scenario();
      return {
        code,
        population: own?.municipality.population ?? 0,
        kiosks: (own?.stores.inside ?? 0) + (own?.stores.outside ?? 0),
        journeys,
        requests: load.requests,
        requestsInBusiestMinute: load.inBusiestMinute,
        issuingAtOnce,
      };
    });
  }

  /** A session is opened when the PIN is right, and is over with the journey. */
  #staged({ t, journey, stage }: EventOf<'stage'>): void {
    if (stage === 'authenticate') this.#ask(t, this.#townOf(codeOf(journey)));
    else if (stage === 'issue') this.#issued(journey);
    else if (stage === 'pin') {
      this.#sessions.add(journey);
      const hour = this.#hourOf(t);
      hour.sessionsAtOnce = Math.max(hour.sessionsAtOnce, this.#sessions.size);
    }
  }

  #ask(t: number, town: Town): void {
    const minute = Math.floor(t / 60_000);
    this.#hourOf(t).load.add(minute);
    town.load.add(minute);
  }

  #issued(journey: number): void {
    if (this.#issuing.delete(journey)) this.#townOf(codeOf(journey)).issuing -= 1;
  }

  #hourOf(t: number): Hour {
    const index = Math.max(0, Math.floor((t + this.#originMs) / this.#hourMs));
    while (this.#hours.length <= index) {
      this.#hours.push({ journeys: 0, load: new Load(), sessionsAtOnce: this.#sessions.size });
    }
    return this.#hours[index] as Hour;
  }

  #townOf(code: string): Town {
    const known = this.#towns.get(code);
    if (known !== undefined) return known;
    const town = { code, journeys: 0, load: new Load(), issuing: 0, issuingAtOnce: 0 };
    this.#towns.set(code, town);
    return town;
  }
}

/** Requests in all, and in the busiest minute; a straggler of the last one counts in this one. */
class Load {
  requests = 0;
  inBusiestMinute = 0;
  #minute = -1;
  #inMinute = 0;

  add(minute: number): void {
    this.requests += 1;
    if (minute > this.#minute) {
      this.#minute = minute;
      this.#inMinute = 0;
    }
    this.#inMinute += 1;
    this.inBusiestMinute = Math.max(this.inBusiestMinute, this.#inMinute);
  }
}

function shareOfFirst(stores: readonly BusyStore[], count: number): number {
  const sum = (some: readonly BusyStore[]) => some.reduce((all, { journeys }) => all + journeys, 0);
  const all = sum(stores);
  return all === 0 ? 0 : sum(stores.slice(0, Math.max(1, count))) / all;
}
