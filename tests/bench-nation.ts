import { setImmediate as breathe } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Execution, type ExecutionPorts, executeVirtual } from '../scenarios/execution.ts';
import { digestFidelity } from '../scenarios/fidelity.ts';
import { componentsOf } from '../scenarios/nation/components.ts';
import { executeInWindows, shardsHere } from '../scenarios/nation/windows.ts';
import { scenarioIn } from '../scenarios/scenario-files.ts';
import { keptOverDays } from './scenarios/nation/nation-memory.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

interface Figure {
  readonly name: string;
  readonly figure: string;
  readonly remark: string;
}

/** Runs of half a year and of a whole country, and what they keep in memory. */
export async function benchNation(quick: boolean): Promise<readonly Figure[]> {
  const days = quick ? 18 : 181;
  const halfYear = await measured('scenarios/miyazaki-2014.yaml', `${days}d`);
  const monday = await measured('scenarios/nation-monday.yaml', quick ? '2h' : '16h30m');
  const municipalities = quick ? 20 : 130;
  const kept = await keptOverDays(municipalities, 3);
  return [
    { name: `Miyazaki, ${days} days`, ...halfYear },
    { name: `a national Monday${quick ? ', 2 hours' : ''}`, ...monday },
    ...kept.map(({ journeys, bytes }, day) => ({
      name: `memory of ${municipalities} municipalities, day ${day + 1}`,
      figure: mebibytes(bytes),
      remark: `heap in use after ${journeys.toLocaleString('en')} journeys`,
    })),
  ];
}

/** One run in this thread, its trace off, from reading the scenario to the verdict. */
async function measured(file: string, duration: string): Promise<Omit<Figure, 'name'>> {
  collect();
  const before = process.cpuUsage();
  const beganMs = performance.now();
  let peakBytes = 0;
  const execution = await executed(file, duration, {
    record: undefined,
    signal: new AbortController().signal,
    breathe: () => breathe(),
    onProgress: () => {
      peakBytes = Math.max(peakBytes, process.memoryUsage().heapUsed);
    },
  });
  const seconds = (performance.now() - beganMs) / 1000;
  const { user, system } = process.cpuUsage(before);
  const { offered } = execution.judgement.counts;
  const violations = execution.judgement.oracles.reduce(
    (sum, { violationCount }) => sum + violationCount,
    0,
  );
  const rates = [offered / seconds, (offered * 1e6) / (user + system)].map((rate) =>
    Math.round(rate).toLocaleString('en'),
  );
  return {
    figure: `${seconds.toFixed(1)} s`,
    remark: `${offered.toLocaleString('en')} journeys, ${rates[0]}/s (${rates[1]} per CPU second), all oracles (${violations} alarms), heap at most ${mebibytes(peakBytes)}`,
  };
}

async function executed(file: string, duration: string, ports: ExecutionPorts): Promise<Execution> {
  const scenario = await scenarioIn(file, [{ path: ['duration'], value: duration }]);
  if (scenario.nation === undefined) {
    return executeVirtual(scenario, 1, digestFidelity(scenario), ports);
  }
  return executeInWindows(scenario, 1, [shardsHere(componentsOf(scenario), 1)], ports);
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}
