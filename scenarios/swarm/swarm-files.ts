import { Piscina } from 'piscina';
import { workerFile } from '../../sim/worker-file.ts';
import { EXIT } from '../exit-code.ts';
import type { SwarmFlags } from './swarm-flags.ts';
import type { SeedOutcome } from './swarm-seed.ts';
import { hasFailed, type SeedTask } from './swarm-worker.ts';

/** Where a swarm tells of itself. */
export interface SwarmPorts {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly signal: AbortSignal;
}

/** What came of all seeds. */
interface Sum {
  seeds: number;
  journeys: number;
  alarmed: number;
  invalid: number;
  threw: number;
  differing: number;
  readonly byOracle: Map<string, number>;
}

/** Runs the seeds on all cores and tells what came of them; answers the exit code. */
export async function swarm(flags: SwarmFlags, ports: SwarmPorts): Promise<number> {
  const pool = new Piscina<SeedTask, SeedOutcome>({
    ...workerFile(import.meta.url, './swarm-worker'),
    name: 'runTask',
    minThreads: 1,
    maxThreads: flags.jobs,
  });
  const sum: Sum = {
    seeds: 0,
    journeys: 0,
    alarmed: 0,
    invalid: 0,
    threw: 0,
    differing: 0,
    byOracle: new Map(),
  };
  const { signal } = ports;
  const endsMs = performance.now() + flags.minutes * 60_000;
  let next = flags.from;
  const take = async (): Promise<void> => {
    while (next < flags.from + flags.seeds && performance.now() < endsMs && !signal.aborted) {
      const outcome = await pool.run({ seed: next++, settings: settingsOf(flags), out: flags.out });
      count(sum, outcome);
      tell(outcome, sum, flags, ports);
    }
  };
  try {
    await Promise.all(Array.from({ length: flags.jobs }, take));
  } finally {
    await pool.destroy();
  }
  const code = exitOf(sum, signal.aborted);
  if (ports.stderr.isTTY === true) ports.stderr.write('\r\x1b[K');
  if (!flags.json) ports.stdout.write(summary(sum, flags));
  ports.stderr.write(`exit ${code}: ${reasonOf(code)}\n`);
  return code;
}

function settingsOf({ journeys, mutant, load = false, faults, once = false }: SwarmFlags) {
  return { journeys, mutant, load, faults, twice: !once };
}

function count(sum: Sum, outcome: SeedOutcome): void {
  sum.seeds += 1;
  sum.journeys += outcome.journeys;
  if (outcome.alarms.length > 0) sum.alarmed += 1;
  if (outcome.invalid.length > 0) sum.invalid += 1;
  if (outcome.threw !== undefined) sum.threw += 1;
  if (outcome.isSame === false) sum.differing += 1;
  for (const { oracle } of outcome.alarms) {
    sum.byOracle.set(oracle, (sum.byOracle.get(oracle) ?? 0) + 1);
  }
}

function tell(outcome: SeedOutcome, sum: Sum, flags: SwarmFlags, ports: SwarmPorts): void {
  const { stdout, stderr } = ports;
  if (flags.json) stdout.write(`${JSON.stringify(outcome)}\n`);
  else if (hasFailed(outcome)) stdout.write(`${sentence(outcome, flags)}\n`);
  if (stderr.isTTY === true) {
    const { seeds, journeys, alarmed } = sum;
    stderr.write(`\r\x1b[K${seeds}/${flags.seeds} seeds, ${journeys} journeys, ${alarmed} alarmed`);
  }
}

/** What came of a seed that failed, and how to see it again. */
function sentence({ seed, alarms, invalid, threw, isSame }: SeedOutcome, flags: SwarmFlags) {
  const what = [
    ...alarms.map(({ oracle, count: times, first }) => `${oracle} ×${times}: ${first}`),
    ...invalid,
    ...(threw === undefined ? [] : [`threw ${threw.split('\n', 1)[0]}`]),
    ...(isSame === false ? ['two runs wrote two traces'] : []),
  ];
  return `seed ${seed}: ${what.join('; ')}\n  repeat with: ${commandOf(seed, flags)}`;
}

/** The command that repeats one seed and keeps its run. */
function commandOf(seed: number, { journeys, mutant, load, faults }: SwarmFlags): string {
  const parts = [`npx kofu swarm --seeds 1 --from ${seed} --journeys ${journeys}`];
  if (mutant !== undefined) parts.push(`--mutant ${mutant}`);
  if (load) parts.push('--load');
  if (!faults) parts.push('--no-faults');
  return `${parts.join(' ')} --out runs/swarm`;
}

function summary(sum: Sum, { once, mutant }: SwarmFlags): string {
  const { seeds, journeys, alarmed, differing, threw, invalid, byOracle } = sum;
  const oracles = [...byOracle].map(([oracle, times]) => `${oracle} in ${times}`).join(', ');
  return [
    `${seeds} seeds, ${journeys} journeys, ${mutant === undefined ? 'the true server' : `mutant ${mutant}`}`,
    `  an oracle alarmed in ${alarmed}${oracles === '' ? '' : ` (${oracles})`}`,
    `  invalid ${invalid}, threw ${threw}${once ? '' : `, two runs differ ${differing}`}`,
    '',
  ].join('\n');
}

function exitOf(sum: Sum, interrupted: boolean): number {
  if (sum.alarmed > 0) return EXIT.wrongDocument;
  if (sum.threw > 0) return EXIT.internalError;
  if (interrupted) return EXIT.interrupted;
  if (sum.invalid + sum.differing > 0) return EXIT.invalidRun;
  return sum.seeds === 0 ? EXIT.inconclusive : EXIT.pass;
}

function reasonOf(code: number): string {
  switch (code) {
    case EXIT.wrongDocument:
      return 'an oracle alarmed';
    case EXIT.internalError:
      return 'the rules threw';
    case EXIT.interrupted:
      return 'interrupted';
    case EXIT.invalidRun:
      return 'a run was invalid, or two runs of one seed differ';
    case EXIT.inconclusive:
      return 'no seed was run';
    default:
      return 'every document of every seed was right';
  }
}
