import { closeSync, mkdirSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { CONTRACT_VERSION } from '../../server/contract.ts';
import { cardId } from '../../server/contract-card-id.ts';
import { cardPin } from '../../server/contract-card-pin.ts';
import { cardSerial } from '../../server/contract-card-serial.ts';
import { newFleetKey } from '../../server/http/credentials-system.ts';
import type { Register, Resident } from '../../server/register/register.ts';
import { copyResident } from '../../server/register/resident-copy.ts';
import type { Process } from '../../sim/process.ts';
import { RealTime } from '../../sim/real-time.ts';
import { streams } from '../../sim/rng.ts';
import { instantMs } from '../../sim/units.ts';
import { readFleetKey } from '../live/fleet-key-files.ts';
import { populationOf } from '../reference-server.ts';
import type { Scenario } from '../scenario.ts';
import { holdingsOf, revocationsOf } from '../traffic/cards.ts';
import { codeOf, keptOr, opened, read, write } from './data-folder-files.ts';
import { TargetRefused } from './target.ts';
import { authorityCertificate, newAuthorityKey } from './target-cards-rsa.ts';
import {
  aboutOf,
  TARGET_FILES,
  TargetAbout,
  type TargetResident,
  whyOtherData,
} from './target-data.ts';

/** What a run needs of the folder that its server was given. */
export interface TargetKeys {
  /** PEM: cards are certified with it. */
  readonly authorityKey: string;
  /** What kiosks derive their credentials from. */
  readonly fleetKey: string;
}

/** Lines written at once. */
const CHUNK = 2_000;

/**
 * Writes the folder that the owner of a server loads into it: the residents, the certificate of the
 * card authority, the fleet key. Keys of an earlier export are kept. Answers how many residents.
 */
export async function writeTargetData(
  scenario: Scenario,
  seed: number,
  folder: string,
): Promise<number> {
  makeFolder(folder);
  const register = populationOf(scenario, streams(seed));
  const key = await keptOr(folder, TARGET_FILES.authorityKey, newAuthorityKey);
  await keptOr(folder, TARGET_FILES.fleetKey, () => `${newFleetKey()}\n`);
  write(folder, TARGET_FILES.authority, authorityCertificate(key, scenario));
  const runner = new RealTime();
  try {
    const last = await runner.run(written(scenario, register, folder));
    const about: TargetAbout = {
      kind: 'kofu-target-data',
      version: 1,
      contract: CONTRACT_VERSION,
      ...aboutOf(scenario, seed),
      last: sampleOf(last),
    };
    write(folder, TARGET_FILES.about, `${JSON.stringify(about, null, 2)}\n`);
    return scenario.municipality.population;
  } finally {
    runner.stop();
  }
}

/**
 * The keys in a folder, if its data are those of this scenario and seed. Throws TargetRefused where
 * they are not: a server that knows other people would seem to mix up all of them.
 */
export async function readTargetData(
  folder: string,
  scenario: Scenario,
  seed: number,
): Promise<TargetKeys> {
  const about = readAbout(folder);
  const anew = `write it anew with kofu target-data --seed ${seed} --out ${folder}, and load it into the server`;
  const other = whyOtherData(about, scenario, seed);
  if (other !== undefined)
    throw new TargetRefused(`${folder} is of something else: ${other}: ${anew}`);
  const runner = new RealTime();
  try {
    const register = populationOf(scenario, streams(seed));
    const { no } = about.last;
    const resident = await runner.run(register.resident(scenario.municipality.code, no));
    const same = JSON.stringify(resident && sampleOf(resident)) === JSON.stringify(about.last);
    if (!same) throw new TargetRefused(`${folder} is of another version of kofu: ${anew}`);
  } finally {
    runner.stop();
  }
  return {
    authorityKey: read(folder, TARGET_FILES.authorityKey),
    fleetKey: readFleetKey(join(folder, TARGET_FILES.fleetKey)),
  };
}

function readAbout(folder: string): TargetAbout {
  const text = read(folder, TARGET_FILES.about);
  const about = TargetAbout.safeParse(parsed(text));
  if (about.success) return about.data;
  throw new TargetRefused(
    `${join(folder, TARGET_FILES.about)} is not what kofu target-data writes: name its --out folder with --target-data`,
  );
}

/** Writes all residents, one a line, and answers the last one. */
function* written(scenario: Scenario, register: Register, folder: string): Process<Resident> {
  const { code, population } = scenario.municipality;
  const cardOf = cardsOf(scenario);
  const file = opened(folder, TARGET_FILES.residents);
  try {
    let lines: string[] = [];
    let last: Resident | undefined;
    for (let no = 0; no < population; no++) {
      const resident = yield* register.resident(code, no);
      if (resident === undefined) continue;
      last = copyResident(resident);
      lines.push(JSON.stringify({ ...last, card: cardOf(last) } satisfies TargetResident));
      if (lines.length < CHUNK && no < population - 1) continue;
      writeSync(file, `${lines.join('\n')}\n`);
      lines = [];
    }
    if (last === undefined) throw new TargetRefused('nobody lives there');
    return last;
  } finally {
    closeSync(file);
  }
}

/** The card in use of each resident, as the server gets to see it. */
function cardsOf(scenario: Scenario): (resident: Resident) => TargetResident['card'] {
  const { code } = scenario.municipality;
  const startMs = instantMs(scenario.start);
  const holding = holdingsOf(scenario);
  const revocations = revocationsOf(scenario);
  return ({ no, cardGeneration }) => {
    const { kind, generation, validity } = holding(code, no, cardGeneration);
    if (kind === 'other') return { kind };
    if (kind !== 'my-number') {
      return { kind, id: cardId(kind, code, no, generation), pin: cardPin(code, no) };
    }
    const serial = cardSerial(code, no, generation);
    const expired = validity !== undefined && validity.untilMs <= startMs;
    const revoked = revocations.isRevoked(serial, startMs);
    return { kind, serial, certificate: expired ? 'expired' : revoked ? 'revoked' : 'valid' };
  };
}

function sampleOf({ no, nonce, name }: Resident): TargetAbout['last'] {
  return { no, nonce, name };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    const own: readonly string[] = Object.values(TARGET_FILES);
    const stranger = readdirSync(folder).find((name) => !own.includes(name));
    if (stranger === undefined) return;
    throw new TargetRefused(
      `${folder} holds ${stranger}, which is not of a server’s data: name an empty folder with --out`,
    );
  } catch (error) {
    if (error instanceof TargetRefused) throw error;
    throw new TargetRefused(
      `${folder} cannot be made (${codeOf(error)}): name a folder with --out`,
    );
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
