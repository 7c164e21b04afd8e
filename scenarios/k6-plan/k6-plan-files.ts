import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { newFleetKey } from '../../server/http/credentials-system.ts';
import { streams } from '../../sim/rng.ts';
import { durationMs } from '../../sim/units.ts';
import { durationText } from '../duration-text.ts';
import { EXIT } from '../exit-code.ts';
import type { TextSink } from '../judging/recorded-run.ts';
import { oneTown } from '../nation/nation.ts';
import type { Scenario } from '../scenario.ts';
import { scenarioIn } from '../scenario-files.ts';
import { codeOf, keptOr, write } from '../target/data-folder-files.ts';
import { certificatePem, newAuthorityKey } from '../target/target-cards-rsa.ts';
import { TARGET_FILES } from '../target/target-data.ts';
import { type K6Cards, openK6Cards } from './k6-citizens-rsa.ts';
import { errandsOf } from './k6-errands.ts';
import type { K6Flags } from './k6-flags.ts';
import { type K6Scenario, k6Scenario } from './k6-scenarios.ts';
import type { K6Window } from './k6-stages.ts';
import type { Plan, PlannedCitizen } from './plan.ts';

/** A scenario, or a part of it, that k6 cannot drive, with the remedy. */
export class K6Refused extends Error {
  override readonly name = 'K6Refused';
}

export interface K6Ports {
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  /** Civil time, ms since 1970-01-01T00:00Z: from the day before on cards are valid. */
  readonly nowMs: () => number;
  /** How many pairs of keys the cards share (8). */
  readonly keyPairs?: number;
}

/** File of the plan in its folder. */
const PLAN = 'plan.json';

/** k6 loads this machine, and for this long at most. */
const LONGEST_MS = 24 * 3_600_000;

const DAY_MS = 86_400_000;

/** `kofu export k6`: writes what k6’s script needs; answers the exit code. */
export async function exportK6(
  file: string,
  flags: K6Flags,
  { stdout, stderr, nowMs, keyPairs = 8 }: K6Ports,
): Promise<number> {
  const scenario = oneTown(await scenarioIn(file, flags.set));
  const window = windowOf(scenario, flags);
  const driven = drivenOf(scenario, flags.workload, window);
  for (const { name, why } of driven.notDriven) stderr.write(`${name} is left out: ${why}\n`);
  makeFolder(flags.out);
  const authorityKey = await keptOr(flags.out, TARGET_FILES.authorityKey, newAuthorityKey);
  await keptOr(flags.out, TARGET_FILES.fleetKey, () => `${newFleetKey()}\n`);
  const validFromMs = Math.floor(nowMs() / 1000) * 1000 - DAY_MS;
  const cards = await openK6Cards(authorityKey, scenario, { validFromMs, keyPairs });
  write(flags.out, TARGET_FILES.authority, certificatePem(cards.authority));
  const workloads = driven.workloads.map(({ name, k6, expected }) => {
    const most = Math.min(flags.citizens, Math.ceil((expected ?? flags.citizens) * 1.5) + 10);
    const found = citizensOf(name, scenario, cards, { ...flags, citizens: most });
    return { name, k6, expected, ...found };
  });
  const plan: Plan = {
    kind: 'kofu-k6',
    version: 1,
    scenario: scenario.name,
    seed: flags.seed,
    speed: flags.speed,
    municipality: scenario.municipality.code,
    workloads: Object.fromEntries(
      workloads.map(({ name, k6, citizens }) => [name, { k6, citizens }]),
    ),
    keys: cards.keys,
  };
  write(flags.out, PLAN, `${JSON.stringify(plan)}\n`, 0o600);
  const lastsMs = (window.toMs - window.fromMs) / window.speed;
  const told = workloads.map(({ name, k6, expected, citizens, leftOut }) => {
    const { executor } = k6;
    const expectedCitizens = expected === undefined ? undefined : Math.round(expected);
    return { name, executor, expectedCitizens, citizens: citizens.length, leftOut };
  });
  if (flags.json === true) {
    stdout.write(`${JSON.stringify({ plan: join(flags.out, PLAN), lastsMs, workloads: told })}\n`);
    return EXIT.pass;
  }
  stdout.write(`${join(flags.out, PLAN)}: ${durationText(Math.round(lastsMs))} of k6\n`);
  for (const workload of told) stdout.write(`  ${sentence(workload)}\n`);
  stdout.write(commands(file, flags.out));
  return EXIT.pass;
}

interface Told {
  readonly name: string;
  readonly executor: string;
  readonly expectedCitizens: number | undefined;
  readonly citizens: number;
  readonly leftOut: number;
}

function sentence({ name, executor, expectedCitizens, citizens, leftOut }: Told): string {
  const come =
    expectedCitizens === undefined
      ? 'as many citizens as the server lets come'
      : `${expectedCitizens} citizens`;
  const turned = leftOut === 0 ? '' : `; ${leftOut} more were left out, whose cards nobody takes`;
  return `${name} (${executor}): ${come}, of ${citizens} with a card${turned}`;
}

function commands(file: string, out: string): string {
  const [plan, fleetKey, authority] = [PLAN, TARGET_FILES.fleetKey, TARGET_FILES.authority].map(
    (name) => join(out, name),
  );
  const keys = `--fleet-key ${fleetKey} --authority ${authority}`;
  const settings = `-e KOFU_PLAN=$(realpath ${plan}) -e KOFU_FLEET_KEY=$(cat ${fleetKey})`;
  return `
run it against the reference server, in two terminals:
  npx kofu serve ${file} --port 8080 ${keys}
  k6 run ${settings} scenarios/k6/journey.ts
`;
}

/** The part of the scenario that is asked for. Throws K6Refused where there is none. */
function windowOf(scenario: Scenario, { from, for: length, speed }: K6Flags): K6Window {
  const runMs = durationMs(scenario.duration);
  if (from >= runMs) {
    throw new K6Refused(
      `--from ${durationText(from)} is beyond the end of ${scenario.name}, which lasts ${scenario.duration}`,
    );
  }
  const toMs = Math.min(runMs, length === undefined ? runMs : from + length);
  const lastsMs = (toMs - from) / speed;
  if (lastsMs > LONGEST_MS) {
    const enough = Math.ceil((toMs - from) / LONGEST_MS);
    throw new K6Refused(
      `${scenario.name} would take k6 ${durationText(Math.round(lastsMs))}, and 24h are the most: shorten it with --for, or hurry with --speed ${enough} or more`,
    );
  }
  return { fromMs: from, toMs, speed };
}

/** What k6 can drive of a scenario. Throws K6Refused where that is nothing. */
function drivenOf(scenario: Scenario, asked: readonly string[], window: K6Window) {
  const names = Object.keys(scenario.workloads);
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new K6Refused(
      `${scenario.name} has no workload “${unknown}”: there are ${names.join(', ')}`,
    );
  }
  const workloads: { name: string; k6: K6Scenario; expected: number | undefined }[] = [];
  const notDriven: { name: string; why: string }[] = [];
  for (const [name, workload] of Object.entries(scenario.workloads)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const reading = k6Scenario(workload, scenario, window);
    if (reading.kind === 'driven') workloads.push({ name, ...reading });
    else notDriven.push({ name, why: reading.why });
  }
  if (workloads.length > 0) return { workloads, notDriven };
  const whys = notDriven.map(({ name, why }) => `${name}: ${why}`);
  throw new K6Refused(`${scenario.name} has nothing for k6 to drive; ${whys.join('; ')}`);
}

/** So many looked at without finding one with a card that works, and there is none. */
const LOOKED_AT = 10_000;

/** The first citizens of a workload who have a card that works. */
function citizensOf(
  name: string,
  scenario: Scenario,
  cards: K6Cards,
  { seed, from, citizens: most }: K6Flags,
): { readonly citizens: readonly PlannedCitizen[]; readonly leftOut: number } {
  const workload = scenario.workloads[name];
  if (workload === undefined) return { citizens: [], leftOut: 0 };
  const citizens: PlannedCitizen[] = [];
  let leftOut = 0;
  for (const errand of errandsOf(name, workload, scenario, streams(seed), from)) {
    if (citizens.length >= most || leftOut >= LOOKED_AT) break;
    const citizen = cards.citizen(errand);
    if (citizen === undefined) leftOut += 1;
    else citizens.push(citizen);
  }
  if (citizens.length > 0) return { citizens, leftOut };
  throw new K6Refused(
    `none of the first ${leftOut} citizens of ${name} has a card that a server takes: change citizens.cards`,
  );
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new K6Refused(`${folder} cannot be made (${codeOf(error)}): name a folder with --out`);
  }
}
