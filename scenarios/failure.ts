import { CommanderError } from 'commander';
import { EXIT } from './exit-code.ts';
import type { TextSink } from './judging/recorded-run.ts';
import { isRefusal } from './refusals.ts';
import type { ScenarioThrew } from './scenario-files.ts';

/** What went wrong, as an exit code; its last line names the reason. */
export function failed(error: unknown, stderr: TextSink): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.pass;
    stderr.write(`exit ${EXIT.badConfiguration}: bad arguments\n`);
    return EXIT.badConfiguration;
  }
  if (isRefusal(error)) {
    stderr.write(`kofu: ${error.message}\nexit ${EXIT.badConfiguration}: bad configuration\n`);
    return EXIT.badConfiguration;
  }
  if (isOfScenario(error)) {
    stderr.write(`${stackOf(error.cause)}\nexit ${EXIT.scenarioThrew}: ${error.message}\n`);
    return EXIT.scenarioThrew;
  }
  const last = `exit ${EXIT.internalError}: internal error; please report it`;
  stderr.write(`${stackOf(error)}\n${last}\n`);
  return EXIT.internalError;
}

/** An error as whoever mends it needs it. */
export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** By name, for the class would load all that reads scenarios. */
function isOfScenario(error: unknown): error is ScenarioThrew {
  const name: ScenarioThrew['name'] = 'ScenarioThrew';
  return error instanceof Error && error.name === name;
}
