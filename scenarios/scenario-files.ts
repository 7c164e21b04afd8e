import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { judgeScenario, type Reading, readScenario, type Setting } from './scenario-text.ts';

/**
 * Loads a scenario file: YAML or JSON, or a TypeScript or JavaScript module that exports the same
 * data as `scenario`.
 */
export async function loadScenario(file: string, settings: readonly Setting[]): Promise<Reading> {
  try {
    if (/\.[cm]?[jt]s$/.test(file)) return judgeScenario(await imported(file), file, settings);
    return readScenario(await readFile(file, 'utf8'), file, settings);
  } catch (error) {
    return { kind: 'refused', complaints: [{ where: file, path: '', message: whyNot(error) }] };
  }
}

async function imported(file: string): Promise<unknown> {
  if (file.endsWith('.ts')) register('ts-node/esm', import.meta.url);
  const module = (await import(pathToFileURL(resolve(file)).href)) as { scenario?: unknown };
  if (module.scenario === undefined) throw new Error('the module exports no `scenario`');
  return module.scenario;
}

function whyNot(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return 'there is no such file; the scenarios that come with kofu are in scenarios/';
    case 'EISDIR':
      return 'this is a folder; name a scenario file in it';
    case 'EACCES':
      return 'this file may not be read; change its permissions';
    default:
      return `it cannot be read: ${message}`;
  }
}
