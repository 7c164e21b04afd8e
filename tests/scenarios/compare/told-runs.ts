import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openToldRun } from '../../../reports/compare-run-files.ts';
import { reportFiles } from '../../../reports/report-files.ts';
import { RunFolder } from '../../../reports/run-folder-files.ts';
import type { ToldRun } from '../../../scenarios/compare/compared-run.ts';
import { runScenario } from '../../../scenarios/run-files.ts';
import type { RunFlags } from '../../../scenarios/run-flags.ts';
import { STAGE_LIST } from '../../reports/example-result.ts';
import { type ScenarioData, scenarioData } from '../small-scenario.ts';

/** Three hours in which 540 citizens come, with kiosks enough. */
export function busyMorning(changes: Partial<ScenarioData> = {}): ScenarioData {
  return scenarioData({
    duration: '3h',
    stores: { inside: 60 },
    workloads: { day: { executor: 'poisson-arrival-rate', rate: 0.05, duration: '3h' } },
    thresholds: { journeys_broken: ['rate<0.5'] },
    ...changes,
  });
}

/** A server that takes twice as long to issue. */
export const TWICE_AS_SLOW: Partial<ScenarioData> = {
  server: { pace: { issue: { median: '12s', p95: '40s' } } },
};

/** Runs of a test file, below a folder of their own. */
export interface RunsBelow {
  /** A path below that folder. */
  below(name: string): string;
  /** Runs a scenario in virtual time into a folder of this name, as `kofu run` does. */
  ranInto(name: string, scenario: ScenarioData, flags?: Partial<RunFlags>): Promise<ToldRun>;
}

/** Makes the folder, which is removed when the tests of the file are over. */
export function runsBelow(): RunsBelow {
  const directory = mkdtempSync(join(tmpdir(), 'kofu-compare-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const below = (name: string) => join(directory, name);
  return {
    below,
    ranInto: async (name, scenario, flags = {}) => {
      const file = below(`${name}.json`);
      writeFileSync(file, JSON.stringify(scenario));
      await run(file, { ...FLAGS, out: below(name), ...flags });
      return openToldRun(below(name));
    },
  };
}

const FLAGS: RunFlags = {
  time: 'virtual',
  seed: 1,
  set: [],
  port: 0,
  trace: 'on',
  quiet: true,
  lang: 'en',
};

function run(file: string, flags: RunFlags): Promise<number> {
  return runScenario(file, flags, {
    reporting: {
      folder: (path) => new RunFolder(path),
      display: () => ({ show: () => {}, clear: () => {} }),
      files: (result, language) => reportFiles(result, language, STAGE_LIST),
      tell: () => {},
      provenance: () => ({ commit: 'c0ffee', versions: { kofu: '0.1.0' } }),
      openRun: openToldRun,
    },
    interruption: () => new AbortController().signal,
    onServerError: (error) => {
      throw error;
    },
  });
}
