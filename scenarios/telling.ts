import { MUTANTS } from '../server/mutants.ts';
import { instantMs } from '../sim/units.ts';
import type { Execution } from './execution.ts';
import { exitOf, verdictsOf } from './exit-code.ts';
import type { Recording } from './judging/recording.ts';
import type { RunResult, RunSetting } from './judging/result.ts';
import { commandOf, type RunFlags } from './run-flags.ts';
import type { Scenario } from './scenario.ts';

/** A run that is over, with its verdicts, ready to be told. */
export function resultOf(
  execution: Execution,
  how: Pick<RunResult, 'setting' | 'generatedAt' | 'wallMs' | 'pages'>,
): RunResult {
  const { judgement, scenarioMs, events, interrupted } = execution;
  const verdicts = verdictsOf(judgement);
  const exit = exitOf(verdicts, { ...judgement, interrupted });
  return { ...judgement, ...how, verdicts, exit, interrupted, scenarioMs, events };
}

/** How a run is made, from what its user said. */
export function settingOf(
  scenario: Scenario,
  scenarioFile: string,
  flags: RunFlags,
  known: Pick<RunSetting, 'render' | 'target' | 'commit' | 'versions'>,
): RunSetting {
  const { seed, time: clock } = flags;
  return {
    scenario,
    scenarioFile,
    seed,
    clock,
    speed: clock === 'real' ? (flags.speed ?? scenario.speed) : 1,
    originMs: instantMs(scenario.start),
    command: commandOf(scenarioFile, flags),
    mutant: mutantOf(scenario),
    ...known,
  };
}

/** The mutant of a scenario, as it is told. */
function mutantOf({ server }: Scenario): RunSetting['mutant'] {
  return server.mutant && { id: server.mutant, ...MUTANTS[server.mutant].title };
}

/** What an older summary knows of a run that its trace does not. */
export interface EarlierTelling {
  readonly config: Pick<RunSetting, 'scenarioFile' | 'speed' | 'render' | 'target' | 'command'>;
  readonly metadata: Pick<RunResult, 'generatedAt' | 'wallMs'>;
  readonly commit: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly pages: RunResult['pages'];
}

/** A recorded run, judged anew; how it was made is taken from its summary, if it had one. */
export function retold(
  scenario: Scenario,
  recording: Recording,
  earlier: EarlierTelling | undefined,
): RunResult {
  const { seed, clock, originMs, target: origin } = recording.began;
  const config = earlier?.config ?? {
    scenarioFile: 'scenario.json',
    speed: 1,
    render: 'digest' as const,
    target: origin === undefined ? 'unknown' : `against ${origin}`,
    command: 'unknown',
  };
  const { scenarioFile, speed, render, target, command } = config;
  const { commit = 'unknown', versions = {}, pages = [] } = earlier ?? {};
  const setting = { scenario, scenarioFile, seed, clock, speed, render, target, originMs, command };
  const { generatedAt = 'unknown', wallMs = 0 } = earlier?.metadata ?? {};
  return resultOf(recording, {
    setting: { ...setting, mutant: mutantOf(scenario), commit, versions },
    generatedAt,
    wallMs,
    pages,
  });
}
