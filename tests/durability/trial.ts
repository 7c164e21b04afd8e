import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { stringify } from 'yaml';
import { HttpCentre } from '../../devices/bus/centre-http.ts';
import { openRsaCardOffice } from '../../devices/card/card-office-rsa.ts';
import { KioskLines } from '../../scenarios/live/kiosk-lines-socket.ts';
import { kioskIds } from '../../scenarios/traffic/kiosk-ids.ts';
import type { Database } from '../../server/database/database.ts';
import { DerivedCredentials } from '../../server/http/credentials-system.ts';
import { DAY_MS } from '../../sim/civil-time.ts';
import { RealTime } from '../../sim/real-time.ts';
import { type Rng, streams } from '../../sim/rng.ts';
import { type ScenarioData, scenarioData, smallScenario } from '../scenarios/small-scenario.ts';
import { freePort } from '../server/database/postgres.ts';
import { doubled, lost, type ServerBooks, serverBooks } from './books.ts';
import { KillableServer } from './killable-server.ts';
import { Shops } from './shops.ts';

export interface Trial {
  /** As `--database` takes it, and as it is opened when the server is gone. */
  readonly database: string;
  readonly open: () => Promise<Database>;
  /** How often the server is killed while it serves; besides, some starts are. */
  readonly kills: number;
  readonly seed: number;
}

/** What came of it. */
export interface TrialFigures {
  readonly description: string;
  readonly kills: number;
  /** Kills before the server served. */
  readonly killedStarts: number;
  /** Least and mean number of journeys in hand, and mean of requests without answer, at a kill. */
  readonly inHandLeast: number;
  readonly inHandMean: number;
  readonly askingMean: number;
  readonly endings: Readonly<Record<string, number>>;
  readonly requests: number;
  readonly documents: number;
  readonly printed: number;
  readonly takingsYen: number;
  readonly repeated: number;
  readonly startMeanMs: number;
  readonly tookMs: number;
  readonly pending: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** Errors the server told of before it was killed. */
  readonly complaints: readonly string[];
}

/** Never closed, so that it does not matter when this is run. */
const TOWN: Partial<ScenarioData> = {
  stores: { inside: 24 },
  municipality: {
    code: '27203',
    name: '豊中市',
    issuerTitle: '豊中市長',
    population: 20_000,
    feesYen: { 'resident-record': 200, 'resident-record-items': 250 },
    hours: { opens: '00:00', closes: '24:00' },
    closedDays: [],
  },
  citizens: {
    ages: [{ from: 20, to: 79, share: 1 }],
    certificates: { 'resident-record': 1, 'resident-record-items': 1 },
  },
};

const FLEET_KEY = 'a key for tests, of no use elsewhere';
/** How long it serves before it is killed: from the first requests to many journeys later. */
const LEAST_UP_MS = 200;
const UP_SPREAD_MS = 1_600;
/** So many kills are followed by one while it starts again. */
const KILLED_START_SHARE = 0.1;

/** Kills the server again and again while its kiosks are busy, and compares the books. */
export async function durabilityTrial(trial: Trial): Promise<TrialFigures> {
  const beganMs = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'kofu-durability-'));
  const chance = streams(trial.seed);
  const validFromMs = Math.floor(Date.now() / DAY_MS - 1) * DAY_MS;
  const cards = await openRsaCardOffice({ validFromMs, keyPairs: 4 });
  const port = await freePort();
  const words = await wordsOf(folder, port, trial.database, cards.authority);
  const origin = `http://127.0.0.1:${port}`;
  const runner = new RealTime();
  const lines = new KioskLines();
  const centre = new HttpCentre({ origin, tokenOf: (kioskId) => lines.tokenOf(kioskId) });
  const scenario = smallScenario(TOWN);
  const shops = new Shops(scenario, { runner, centre, cards, chance });
  const server = new KillableServer(words);
  const killer = new Killer(server, shops, chance.stream('kills', 0));
  try {
    await server.start();
    lines.attach(shops.kiosks);
    const pauses = { pauseMs: 50, longestPauseMs: 300 };
    await lines.open(origin, new DerivedCredentials(FLEET_KEY), kioskIds(scenario), pauses);
    shops.open();
    await killer.spree(trial.kills);
    shops.close();
    await until(() => shops.inHand === 0);
    // What an answer came too late for is accounted for when the kiosk registers the next time.
    await killer.kill();
    await server.start();
    await until(() => kioskIds(scenario).every((id) => lines.tokenOf(id) !== undefined));
    await until(() => shops.pending === 0);
    await killer.kill();
  } finally {
    runner.stop();
    lines.close();
    await centre.close();
    await server.kill();
    await rm(folder, { recursive: true });
  }
  const database = await trial.open();
  const ledger = await serverBooks(database);
  await database.close();
  return {
    description: database.description,
    ...killer.figures,
    ...figuresOf(shops, ledger),
    startMeanMs: mean(server.startsMs),
    tookMs: performance.now() - beganMs,
  };
}

/** What `kofu serve` is told: a town of its own, the port, the database, whom it trusts. */
async function wordsOf(
  folder: string,
  port: number,
  database: string,
  authority: Uint8Array,
): Promise<readonly string[]> {
  const write = async (name: string, content: string | Uint8Array) => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  const town = await write('town.yaml', stringify(scenarioData(TOWN)));
  const files = [
    '--fleet-key',
    await write('fleet.key', FLEET_KEY),
    '--authority',
    await write('authority.der', authority),
  ];
  return [town, '--port', String(port), '--database', database, '--render', 'digest', ...files];
}

/** Journeys that are under way at each kill, at least. */
const LEAST_IN_HAND = 16;

/** Kills the server at instants that are drawn, and keeps what it was like. */
class Killer {
  readonly #server: KillableServer;
  readonly #shops: Shops;
  readonly #rng: Rng;
  readonly #moments: { readonly inHand: number; readonly asking: number }[] = [];
  readonly #complaints: string[] = [];
  #killedStarts = 0;

  constructor(server: KillableServer, shops: Shops, rng: Rng) {
    this.#server = server;
    this.#shops = shops;
    this.#rng = rng;
  }

  get figures() {
    const of = (name: 'inHand' | 'asking') => this.#moments.map((moment) => moment[name]);
    return {
      kills: this.#moments.length,
      killedStarts: this.#killedStarts,
      inHandLeast: Math.min(...of('inHand')),
      inHandMean: mean(of('inHand')),
      askingMean: mean(of('asking')),
      complaints: this.#complaints,
    };
  }

  /** Kills a server that serves so many times, and some that have not got so far. */
  async spree(kills: number): Promise<void> {
    for (let kill = 0; kill < kills; kill++) {
      await delay(LEAST_UP_MS + UP_SPREAD_MS * this.#rng.uniform());
      // A kill in a lull would show nothing.
      await until(() => this.#shops.inHand >= LEAST_IN_HAND);
      const { inHand, asking } = this.#shops;
      this.#moments.push({ inHand, asking });
      await this.kill();
      if (this.#rng.uniform() < KILLED_START_SHARE) {
        this.#server.launch();
        await delay(mean(this.#server.startsMs) * this.#rng.uniform());
        await this.kill();
        this.#killedStarts += 1;
      }
      await this.#server.start();
    }
  }

  async kill(): Promise<void> {
    this.#complaints.push(...(await this.#server.kill()));
  }
}

function figuresOf({ books, pending }: Shops, ledger: ServerBooks) {
  const accounts = [...books.accounts.values()];
  return {
    endings: books.endings,
    requests: accounts.length,
    documents: ledger.rows.length,
    printed: ledger.rows.filter(({ state }) => state === 'printed').length,
    takingsYen: accounts.reduce((sum, { paidYen }) => sum + paidYen, 0),
    repeated: accounts.reduce((sum, { repeated }) => sum + repeated, 0),
    pending,
    lost: lost(books, ledger),
    doubled: doubled(books, ledger),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** How long what must come about may take. */
const PATIENCE_MS = 90_000;

async function until(holds: () => boolean): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > endMs) throw new Error(`in ${PATIENCE_MS} ms it has not come about`);
    await delay(20);
  }
}
