import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Piscina } from 'piscina';
import { workerFile } from '../../sim/worker-file.ts';
import { executeLive } from '../execution.ts';
import { openFullFidelity, UNWATCHED } from '../fidelity-pdf.ts';
import { whyNotInVirtualTime } from '../hardware/hardware.ts';
import type { TextSink } from '../judging/recorded-run.ts';
import { openLiveRun } from '../live/live-run-http.ts';
import { contradiction } from '../run-flags.ts';
import type { Scenario } from '../scenario.ts';
import { scenarioIn } from '../scenario-files.ts';
import { aimOf } from '../target/aim-files.ts';
import { openTargetFidelity } from '../target/target-fidelity-pdf.ts';
import { openTargetRun } from '../target/target-run-http.ts';
import { beforeRun } from '../trust/before-run-system.ts';
import { FindMaxRefused, type FindMaxResult, findMax, possibleFactor } from './find-max.ts';
import type { FindMaxFlags } from './find-max-flags.ts';
import type { TrialTask } from './find-max-worker.ts';
import { onlyScalable, scaledScenario, whyNotScaled } from './scaled-scenario.ts';
import type { Trial, TriedRate } from './search.ts';
import { trialOf } from './trial.ts';

/** What finding needs of the command line. */
export interface FindMaxPorts {
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly signal: AbortSignal;
  readonly text: (result: FindMaxResult, language: 'ja' | 'en') => string;
  readonly page: (result: FindMaxResult, language: 'ja' | 'en') => string;
  readonly line: (tried: TriedRate, basePerSecond: number, language: 'ja' | 'en') => string;
}

/** Runs of a scenario with these seeds. */
type Running = (scenario: Scenario, seeds: readonly number[]) => Promise<readonly Trial[]>;

/** Searches, tells what came out, writes what was asked for; answers the exit code. */
export async function findMaxRate(
  file: string,
  flags: FindMaxFlags,
  ports: FindMaxPorts,
): Promise<number> {
  const scenario = await scenarioIn(file, flags.set);
  const workload = workloadOf(scenario, flags);
  const clock = flags.time;
  const unreal = clock === 'virtual' ? whyNotInVirtualTime(scenario.hardware) : undefined;
  const mistaken = contradiction({ ...flags, port: 0, trace: 'off' }) ?? unreal;
  if (mistaken !== undefined) throw new FindMaxRefused(mistaken);
  const { confidence = clock === 'real' ? 80 : 95, seed, seeds, precision, upTo } = flags;
  const highest = Math.min(upTo, possibleFactor(scenario, workload));
  const { refusal } = beforeRun(scaledScenario(scenario, workload, Math.min(1, highest)), flags);
  if (refusal !== undefined) throw new FindMaxRefused(refusal);
  const { run, close, atOnce } =
    clock === 'real' ? liveRuns(flags, ports.signal) : virtualRuns(flags.jobs);
  const { stdout, stderr, signal } = ports;
  const question = { scenario, workload, clock, seed, seeds, upTo };
  const shares = { precision: precision / 100, confidence: confidence / 100 };
  let result: FindMaxResult;
  try {
    const onTried = (tried: TriedRate, perSecond: number) => {
      if (!flags.quiet) stderr.write(`${ports.line(tried, perSecond, flags.lang)}\n`);
    };
    result = await findMax({ ...question, ...shares }, { run, onTried, signal, atOnce });
  } finally {
    await close();
  }
  if (flags.out !== undefined) write(flags.out, result, ports.page(result, flags.lang));
  if (flags.json === true) stdout.write(`${JSON.stringify(recordOf(result), null, 2)}\n`);
  else if (!flags.quiet) stdout.write(ports.text(result, flags.lang));
  stderr.write(`exit ${result.exit.code}: ${result.exit.reason}\n`);
  return result.exit.code;
}

function workloadOf(scenario: Scenario, { workload }: FindMaxFlags): string {
  const name = workload ?? onlyScalable(scenario);
  if (Object.keys(scenario.thresholds).length === 0) {
    throw new FindMaxRefused('the scenario has no thresholds: write what the rate has to meet');
  }
  if (scenario.nation !== undefined) {
    throw new FindMaxRefused('a nation has a rate in each town: search that of one municipality');
  }
  if (name === undefined) {
    const names = Object.keys(scenario.workloads).join(', ');
    throw new FindMaxRefused(`say whose rate is searched with --workload: there are ${names}`);
  }
  const mistaken = whyNotScaled(scenario, name);
  if (mistaken !== undefined) throw new FindMaxRefused(mistaken);
  return name;
}

interface Runs {
  readonly run: Running;
  readonly atOnce: number;
  close(): Promise<void>;
}

/** Each run in a thread of its own. */
function virtualRuns(jobs: number): Runs {
  const pool = new Piscina<TrialTask, Trial>({
    ...workerFile(import.meta.url, './find-max-worker'),
    name: 'runTask',
    minThreads: 1,
    maxThreads: jobs,
  });
  return {
    atOnce: jobs,
    run: (scenario, seeds) => Promise.all(seeds.map((seed) => pool.run({ scenario, seed }))),
    close: () => pool.destroy(),
  };
}

/**
 * One run after the other, each with a server of its own or against the target. A target knows the
 * people of one seed: against it that seed is run again and again.
 */
function liveRuns(flags: FindMaxFlags, signal: AbortSignal): Runs {
  const run: Running = async (scenario, seeds) => {
    const trials: Trial[] = [];
    for (const seed of seeds) {
      if (signal.aborted) break;
      const people = flags.target === undefined ? seed : flags.seed;
      trials.push({ ...(await liveTrial(scenario, people, flags, signal)), seed });
    }
    return trials;
  };
  return { atOnce: 1, run, close: async () => {} };
}

async function liveTrial(
  scenario: Scenario,
  seed: number,
  flags: FindMaxFlags,
  signal: AbortSignal,
): Promise<Trial> {
  const means = await liveMeans(scenario, seed, flags);
  const target = flags.target;
  const breathe = () => delay(100);
  const ports = { record: undefined, target, signal, breathe, onProgress: () => {} };
  try {
    return trialOf(seed, await executeLive(scenario, seed, means.open, ports));
  } finally {
    await means.close();
  }
}

interface LiveMeans {
  readonly open: Parameters<typeof executeLive>[2];
  close(): Promise<void>;
}

/** A reference server of the run’s own, or the target, at the speed that is asked for. */
async function liveMeans(
  scenario: Scenario,
  seed: number,
  flags: FindMaxFlags,
): Promise<LiveMeans> {
  const aim = await aimOf(scenario, seed, flags);
  const speed = flags.speed ?? scenario.speed;
  if (aim !== undefined) {
    const fidelity = await openTargetFidelity(scenario, { ...aim, ...UNWATCHED });
    return {
      open: (emit) => openTargetRun(scenario, fidelity, { ...aim, seed, speed, emit }),
      close: () => fidelity.close(),
    };
  }
  const fidelity = await openFullFidelity(scenario, UNWATCHED);
  const options = { seed, speed, database: undefined, port: 0, onServerError: () => {} };
  return {
    open: (emit) => openLiveRun(scenario, fidelity, { ...options, emit }),
    close: () => fidelity.close(),
  };
}

/** What `--json` prints: plain data in a fixed order, versioned. */
function recordOf(result: FindMaxResult): object {
  const { question, basePerSecond, ceiling, upTo, confirmed, refuted, ended, tried, exit } = result;
  const { scenario, ...asked } = question;
  const rate = (of: TriedRate | undefined) =>
    of && { factor: of.factor, perSecond: of.factor * basePerSecond };
  return {
    schema: 'kofu-find-max',
    version: '1.0.0',
    scenario: scenario.name,
    ...asked,
    upTo,
    thresholds: scenario.thresholds,
    basePerSecond,
    ceiling,
    confirmed: rate(confirmed),
    refuted: rate(refuted),
    ended,
    tried: tried.map((each) => ({ ...each, perSecond: each.factor * basePerSecond })),
    exit,
  };
}

function write(folder: string, result: FindMaxResult, page: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'find-max.json'), `${JSON.stringify(recordOf(result), null, 2)}\n`);
    writeFileSync(join(folder, 'find-max.html'), page);
  } catch (error) {
    const { message } = error as Error;
    throw new FindMaxRefused(`${folder} cannot be written: ${message}; name another with --out`);
  }
}
