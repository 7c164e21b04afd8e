import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { FolderRefused } from './run-folder-files.ts';
import { Summary } from './summary-schema.ts';

/** The folder of a run that is over. */
export interface RecordedRun {
  readonly scenarioFile: string;
  /** What was said of the run then; undefined if it was stopped before it could be told. */
  readonly summary: Summary | undefined;
  /** The lines of its trace. */
  lines(): AsyncIterable<string>;
}

/** Opens a run's folder. Throws FolderRefused if what is needed to judge it again is not there. */
export function openRecordedRun(directory: string): RecordedRun {
  for (const name of ['scenario.json', 'events.ndjson']) {
    if (existsSync(join(directory, name))) continue;
    throw new FolderRefused(
      `${directory} has no ${name}: name the folder of a run that kept its trace (--trace on)`,
    );
  }
  return {
    scenarioFile: join(directory, 'scenario.json'),
    summary: readSummary(join(directory, 'summary.json')),
    lines: () => linesOf(join(directory, 'events.ndjson')),
  };
}

/** The file is opened by who takes the first line: what is read before that would be lost. */
async function* linesOf(file: string): AsyncGenerator<string> {
  yield* createInterface({ input: createReadStream(file) });
}

function readSummary(file: string): Summary | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return Summary.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new FolderRefused(`${file} is damaged: remove it, and the run is told from its trace`);
  }
}
