import { access, readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ShippedMunicipalities } from '../server/municipalities/municipality-files.ts';
import { demandsBeside } from './demand/demand-files.ts';
import { LogsBeside } from './fit/replayed-log-files.ts';
import type { Scenario } from './scenario.ts';
import { judgeScenario, type Reading, readScenario, type Setting } from './scenario-text.ts';

/**
 * Loads a scenario file: YAML or JSON, or a TypeScript or JavaScript module that exports the same
 * data as `scenario`. It may refer to a municipality that comes with kofu.
 */
export async function loadScenario(file: string, settings: readonly Setting[]): Promise<Reading> {
  const shipped = new ShippedMunicipalities();
  const demands = demandsBeside(file);
  const beside = new LogsBeside(file);
  try {
    const known = [shipped, demands, beside.logs] as const;
    const isModule = /\.[cm]?[jt]s$/.test(file);
    const written = isModule ? await imported(file) : await readFile(file, 'utf8');
    const judge = () =>
      isModule
        ? judgeScenario(written, file, settings, ...known)
        : readScenario(written as string, file, settings, ...known);
    const reading = judge();
    // Logs are read only once the scenario has said which ones, and what of them.
    return (await beside.read()) ? judge() : reading;
  } catch (error) {
    if (error instanceof ScenarioThrew) throw error;
    return { kind: 'refused', complaints: [{ where: file, path: '', message: whyNot(error) }] };
  }
}

/** Mistakes in a scenario, each with its place and its remedy. */
export class ScenarioRefused extends Error {
  override readonly name = 'ScenarioRefused';
}

/** The scenario of a file; throws ScenarioRefused where it has mistakes. */
export async function scenarioIn(file: string, settings: readonly Setting[]): Promise<Scenario> {
  const reading = await loadScenario(file, settings);
  if (reading.kind === 'read') return reading.scenario;
  const told = reading.complaints.map(
    ({ where, path, message }) => `  ${where}${path === '' ? '' : `  ${path}`}\n    ${message}`,
  );
  const count = told.length === 1 ? 'is a mistake' : `are ${told.length} mistakes`;
  throw new ScenarioRefused(`there ${count} in the scenario\n\n${told.join('\n')}\n`);
}

/** A scenario module is a program of its user's, and programs break. */
export class ScenarioThrew extends Error {
  override readonly name = 'ScenarioThrew';
}

async function imported(file: string): Promise<unknown> {
  await access(file);
  if (file.endsWith('.ts')) register('ts-node/esm', import.meta.url);
  const { scenario } = await moduleOf(file);
  if (scenario === undefined) throw new Error('the module exports no `scenario`');
  return scenario;
}

async function moduleOf(file: string): Promise<{ readonly scenario?: unknown }> {
  try {
    return await import(pathToFileURL(resolve(file)).href);
  } catch (cause) {
    throw new ScenarioThrew(`${file} threw while it was loaded`, { cause });
  }
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
