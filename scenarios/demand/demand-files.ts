import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DemandReading, Demands } from './demand-text.ts';
import { readDemand } from './demand-text.ts';

/** Where the demands that come with kofu are. */
const SHIPPED = fileURLToPath(new URL('..', import.meta.url));

/** Demand files as a scenario file names them: seen from itself, or those that come with kofu. */
export function demandsBeside(scenarioFile: string): Demands {
  return (name) => {
    const places = [dirname(resolve(scenarioFile)), SHIPPED].map((folder) => resolve(folder, name));
    for (const file of places) {
      const text = textOf(file);
      if (text !== undefined)
        return readDemand(text, file === places[0] ? shown(scenarioFile, name) : name);
    }
    return refused(name, `there is no such file: it was looked for at ${places.join(' and ')}`);
  };
}

/** Reads a demand file. */
export function loadDemand(file: string): DemandReading {
  const text = textOf(file);
  return text === undefined ? refused(file, 'there is no such file') : readDemand(text, file);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function shown(scenarioFile: string, name: string): string {
  const folder = dirname(scenarioFile);
  return folder === '.' ? name : `${folder}/${name}`;
}

function refused(where: string, message: string): DemandReading {
  return { kind: 'refused', complaints: [{ where, path: '', message }] };
}
