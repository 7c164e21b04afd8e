import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { ToldRun } from '../scenarios/compare/compared-run.ts';
import { FolderRefused } from './run-folder-files.ts';
import { Summary } from './summary-schema.ts';

/** Opens the folder of a run to compare or export it. Throws FolderRefused with the remedy. */
export function openToldRun(folder: string): ToldRun {
  if (!existsSync(folder)) {
    throw new FolderRefused(`${folder} is not there: name the folder of a run, as kofu run tells`);
  }
  if (!statSync(folder).isDirectory()) {
    throw new FolderRefused(`${folder} is a file: name the folder of the run that it lies in`);
  }
  const trace = join(folder, 'events.ndjson');
  return {
    folder,
    summary: summaryIn(folder),
    scenario: scenarioIn(folder),
    lines: existsSync(trace) ? () => linesOf(trace) : undefined,
  };
}

/** The file is opened by who takes the first line: what is read before that would be lost. */
async function* linesOf(file: string): AsyncGenerator<string> {
  yield* createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
}

const REMEDY = 'kofu report makes it anew from the trace';

function summaryIn(folder: string): Summary {
  const file = join(folder, 'summary.json');
  if (!existsSync(file)) throw new FolderRefused(`${folder} has no summary.json: ${REMEDY}`);
  const value = parsed(file, `${file} is damaged: remove it, and ${REMEDY}`);
  const version = z.object({ version: z.string().regex(/^\d+\./) }).safeParse(value);
  if (version.success && Number.parseInt(version.data.version, 10) > 1) {
    throw new FolderRefused(
      `${file} was written by a newer kofu (version ${version.data.version}, this one reads 1.x): update`,
    );
  }
  const summary = Summary.safeParse(value);
  if (summary.success) return summary.data;
  const [issue] = summary.error.issues;
  const place = issue === undefined ? '' : ` at ${issue.path.join('.')}: ${issue.message}`;
  throw new FolderRefused(`${file} is damaged${place}; remove it, and ${REMEDY}`);
}

function scenarioIn(folder: string): unknown {
  const file = join(folder, 'scenario.json');
  if (!existsSync(file)) return undefined;
  return parsed(file, `${file} is damaged: run the scenario again`);
}

function parsed(file: string, refusal: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new FolderRefused(refusal);
  }
}
