import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type SwarmSettings, swarmScenario } from './swarm.ts';
import { type Digest, runSeed, type SeedOutcome } from './swarm-seed.ts';

/** One seed for a worker thread. */
export interface SeedTask {
  readonly seed: number;
  readonly settings: SwarmSettings & { readonly twice: boolean };
  /** Where the run folder of a seed that failed is kept. */
  readonly out: string | undefined;
}

/** Runs a seed; that of one that failed leaves a run folder behind, to be replayed and shrunk. */
export function runTask({ seed, settings, out }: SeedTask): SeedOutcome {
  if (out === undefined) return runSeed(seed, settings, { digest: sha256, record: () => {} });
  const folder = join(out, `seed-${seed}`);
  mkdirSync(folder, { recursive: true });
  const scenario = swarmScenario(seed, settings);
  writeFileSync(join(folder, 'scenario.json'), `${JSON.stringify(scenario, null, 2)}\n`);
  const trace = openSync(join(folder, 'events.ndjson'), 'w');
  const outcome = runSeed(seed, settings, {
    digest: sha256,
    record: (text) => writeSync(trace, text),
  });
  closeSync(trace);
  if (!hasFailed(outcome)) rmSync(folder, { recursive: true });
  return outcome;
}

/** Whether something came of a seed that must not. */
export function hasFailed({ alarms, invalid, threw, isSame }: SeedOutcome): boolean {
  return alarms.length > 0 || invalid.length > 0 || threw !== undefined || isSame === false;
}

function sha256(): Digest {
  const hash = createHash('sha256');
  return { update: (text) => void hash.update(text), digest: () => hash.digest('hex') };
}
