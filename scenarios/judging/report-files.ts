import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportFlags } from '../run-flags.ts';
import { scenarioIn } from '../scenario-files.ts';
import { retold } from '../telling.ts';
import type { RecordedRun } from './recorded-run.ts';
import { judgeRecording } from './recording.ts';
import type { RunResult } from './result.ts';

/** What `kofu report` needs of the command line. */
export interface ReportPorts {
  /** The reports of a run, by the name of their file. */
  readonly files: (
    result: RunResult,
    language: ReportFlags['lang'],
  ) => Iterable<readonly [string, string]>;
  /** Prints what came out, with the exit code's reason last. */
  readonly tell: (result: RunResult, flags: ReportFlags) => void;
}

/** Judges a recorded run again and writes its reports anew; answers the exit code. */
export async function reportRun(
  folder: string,
  recorded: RecordedRun,
  flags: ReportFlags,
  { files, tell }: ReportPorts,
): Promise<number> {
  const scenario = await scenarioIn(recorded.scenarioFile, []);
  const recording = await judgeRecording(recorded.lines(), scenario);
  const result = retold(scenario, recording, recorded.summary);
  for (const [name, text] of files(result, flags.lang)) await writeFile(join(folder, name), text);
  tell(result, flags);
  return result.exit.code;
}
