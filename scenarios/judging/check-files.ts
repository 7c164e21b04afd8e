import { scenarioIn } from '../scenario-files.ts';
import { retold } from '../telling.ts';
import { checkRecording } from './check.ts';
import type { CheckFlags } from './check-flags.ts';
import type { RecordedRun, TextSink } from './recorded-run.ts';
import type { RunResult } from './result.ts';

/** What `kofu check` needs of the command line. */
export interface CheckPorts {
  readonly stderr: TextSink;
  /** Prints what came out, with the exit code's reason last. */
  readonly tell: (result: RunResult, flags: CheckFlags) => void;
}

/** Judges a recorded run again and tells the verdict; answers the exit code. */
export async function checkRun(
  recorded: RecordedRun,
  flags: CheckFlags,
  { stderr, tell }: CheckPorts,
): Promise<number> {
  const scenario = await scenarioIn(recorded.scenarioFile, []);
  const recording = await checkRecording(recorded.lines(), scenario);
  const result = retold(scenario, recording, recorded.summary);
  const then = recorded.summary?.exit;
  tell(result, flags);
  if (then !== undefined && then.code !== result.exit.code) {
    stderr.write(`when it was run it ended with ${then.code}: ${then.reason}\n`);
  }
  return result.exit.code;
}
