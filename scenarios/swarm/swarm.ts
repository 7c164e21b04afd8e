import { CERTIFICATE_TYPES, type CertificateType } from '../../server/contract.ts';
import { ageOf, withinShare } from '../../server/population/population-synthetic.ts';
import { type Rng, type Streams, streams } from '../../sim/rng.ts';
import { FAULTS } from '../injection/faults.ts';
import { Scenario } from '../scenario.ts';

/** What a swarm is told. */
export interface SwarmSettings {
  /** Citizens of each scenario, about. */
  readonly journeys: number;
  /** A mutant in the server’s place; without it the true server. */
  readonly mutant: string | undefined;
  /** Always as many citizens as the print stage can hardly serve, as in the published incidents. */
  readonly load: boolean;
  /** Whether faults are injected. */
  readonly faults: boolean;
}

/** Of the residents, those who have registered a seal. */
const SEAL_SHARE = 0.8;

/**
 * The scenario of one seed: a small town, its server and its stores at random, with a random
 * choice of faults and of what its office enters. The seed also chooses which kinds of faults are
 * on at all, as a run with all of them at once hides what two of them do together (swarm testing:
 * Groce et al., ISSTA 2012).
 */
export function swarmScenario(seed: number, settings: SwarmSettings): Scenario {
  const chance = streams(seed);
  const draw = drawing(chance, 'shape');
  const population = draw.whole(300, 3_000);
  const printers = settings.load ? draw.whole(2, 3) : draw.whole(1, 3);
  const printMs = settings.load ? draw.whole(500, 1_200) : draw.whole(500, 2_500);
  const nodes = settings.load ? draw.whole(2, 3) : draw.whole(1, 3);
  const usage = settings.load ? draw.between(0.9, 1.1) : draw.between(0.1, 1.5);
  const more: readonly CertificateType[] = settings.load ? ['resident-record'] : [];
  const workers = (settings.load ? 32 : draw.whole(4, 32)) * printers;
  const patience = settings.load ? draw.between(2, 4) : draw.between(2, 6);
  const writeMs = settings.load ? draw.whole(3_000, 6_000) : draw.whole(0, 4_000);
  const rate = Number(((usage * printers * nodes * 1_000) / printMs).toFixed(3));
  // Under load, a third of them come in a rush, at four times the rate.
  const rush = settings.load ? { rate: 4 * rate, share: 0.35 } : { rate: 0, share: 0 };
  const comingS = Math.ceil((settings.journeys * (1 - rush.share)) / rate);
  // Who comes last has asked for a certificate by then.
  const durationS = comingS + 180;
  const kiosks = Math.ceil((rate + rush.rate) * 250) + 1;
  const town = { population, durationS, kiosks, entries: settings.load ? 250 : 50 };
  const asked = {
    kofu: 1,
    name: 'swarm',
    title: { ja: `群 ${seed}`, en: `Swarm, seed ${seed}` },
    start: '2023-03-27T09:00:00+09:00',
    duration: `${durationS}s`,
    gracefulStop: '2h',
    municipality: {
      code: '27203',
      name: '豊中市',
      issuerTitle: '豊中市長',
      population,
      sealShare: SEAL_SHARE,
      // 個票 or 世帯連記式: with one person a page, most documents have several.
      layout: { peoplePerPage: settings.load ? 1 : draw.whole(1, 4) },
      feesYen: Object.fromEntries(CERTIFICATE_TYPES.map((type) => [type, 200])),
      feed: {
        lag: { median: '2s', p95: '6s' },
        write: `${writeMs}ms`,
        nightly: 'never',
      },
    },
    stores: { inside: kiosks, skew: draw.between(0, 0.5) },
    citizens: {
      ages: [{ from: 15, to: 90, share: 1 }],
      certificates: Object.fromEntries(
        CERTIFICATE_TYPES.map((type) => [type, draw.whole(1, 4) + (more.includes(type) ? 8 : 0)]),
      ),
      behaviour: { pinErrorShare: draw.between(0, 0.1), abandonShare: draw.between(0, 0.02) },
    },
    server: {
      workers,
      ...(nodes > 1 ? { nodes } : {}),
      ...(settings.mutant === undefined ? {} : { mutant: settings.mutant }),
      pace: {
        issue: { median: `${draw.whole(200, 2_000)}ms`, p95: '4s' },
        'print-image': { median: `${printMs}ms`, p95: `${Math.round(printMs * 1.5)}ms` },
      },
      printImages: { workers: printers, timeout: `${Math.round(printMs * patience)}ms` },
      attempts: draw.whole(1, 3),
    },
    workloads: {
      day: { executor: 'poisson-arrival-rate', rate, duration: `${comingS}s` },
      ...rushing(rush, settings.journeys, comingS),
      ...comingBack(chance, town),
    },
    office: officeEntries(chance, town),
    keepPages: 0,
  };
  // Under load they are few and short, and over before the rush, so that there is load.
  const often = settings.load
    ? { oneIn: 12, longestS: 20, lastS: Math.floor(comingS / 2) }
    : { oneIn: 4, longestS: 300, lastS: Math.floor(durationS * 0.75) };
  const faults = settings.faults ? chosenFaults(chance, often, asked) : [];
  return Scenario.parse({ ...asked, faults });
}

/** Those who come within a short time, in the middle of the day. */
function rushing(
  { rate, share }: { readonly rate: number; readonly share: number },
  journeys: number,
  comingS: number,
) {
  if (share === 0) return {};
  const startTime = `${Math.floor(comingS / 2)}s`;
  const duration = `${Math.ceil((journeys * share) / rate)}s`;
  return { rush: { executor: 'poisson-arrival-rate', rate, startTime, duration } };
}

interface Town {
  readonly population: number;
  readonly durationS: number;
  readonly kiosks: number;
  /** How often the office tries to change a record. */
  readonly entries: number;
}

/** Residents whose records the office changes: each at most once, and all of them with a seal. */
function* changed(chance: Streams, { population, durationS, entries }: Town) {
  const draw = drawing(chance, 'office');
  const seen = new Set<number>();
  for (let entry = 0; entry < entries; entry++) {
    const resident = draw.whole(0, population - 1);
    const atS = draw.whole(30, Math.max(30, Math.floor(durationS * 0.9)));
    const known = seen.has(resident);
    seen.add(resident);
    if (known || ageOf(resident) < 20 || !withinShare(resident, SEAL_SHARE)) continue;
    yield { resident, atS, draw };
  }
}

/** What the office enters meanwhile: what holds from then on must be on the paper. */
function officeEntries(chance: Streams, town: Town) {
  return [...changed(chance, town)].map(({ resident, atS, draw }) => ({
    at: clock(9 * 3600 + atS),
    enter: {
      ...(draw.whole(0, 3) === 0
        ? { operation: 'set-support-measures', on: true }
        : { operation: 'revoke-seal' }),
      municipality: '27203',
      resident,
    },
  }));
}

/** Some of those whose records were changed come for a certificate afterwards. */
function comingBack(chance: Streams, town: Town) {
  const draw = drawing(chance, 'back');
  const citizens = [...changed(chance, town)]
    .map(({ resident, atS }) => ({ resident, atS: atS + draw.whole(90, 300) }))
    .filter(({ atS }) => atS < town.durationS)
    .map(({ resident, atS }) => ({
      at: `${atS}s`,
      kiosk: `in-${String(draw.whole(1, town.kiosks)).padStart(3, '0')}`,
      resident,
      type: 'seal-registration',
    }));
  return citizens.length === 0 ? {} : { back: { executor: 'visits', citizens } };
}

/** The kinds that a seed has chosen, each once or twice, all of them over before the end. */
function chosenFaults(
  chance: Streams,
  { oneIn, longestS, lastS }: Readonly<Record<'oneIn' | 'longestS' | 'lastS', number>>,
  asked: object,
) {
  const draw = drawing(chance, 'faults');
  return FAULTS.flatMap(({ kind }) => {
    const isOn = draw.whole(1, oneIn) === 1;
    const times = draw.whole(1, 2);
    const planned = [0, 1].flatMap(() => {
      const atS = draw.whole(0, Math.max(1, lastS - 30));
      const forS = draw.whole(10, Math.max(11, Math.min(longestS, lastS - atS)));
      const probability = Math.max(0.01, draw.between(0, 1));
      const fault = { kind, at: `${atS}s`, probability };
      // How long some last follows from the rest, and some have no probability.
      const { probability: _, ...certain } = fault;
      const lasting = { for: `${forS}s` };
      const ways = [{ ...fault, ...lasting }, fault, { ...certain, ...lasting }];
      return ways.find((way) => isPossible(asked, way)) ?? [];
    });
    return isOn ? planned.slice(0, times) : [];
  });
}

/** Whether a scenario takes such a fault: some have parameters that must be said. */
function isPossible(asked: object, fault: object): boolean {
  return Scenario.safeParse({ ...asked, faults: [fault] }).success;
}

/** Draws from a stream of its own for each purpose, so that one choice does not change another. */
function drawing(chance: Streams, purpose: string) {
  const rng: Rng = chance.stream('swarm', purpose);
  return {
    whole: (from: number, to: number) => from + Math.floor(rng.uniform() * (to - from + 1)),
    between: (from: number, to: number) => from + rng.uniform() * (to - from),
  };
}

function clock(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
}
