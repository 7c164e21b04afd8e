import { realpathSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { complaint, parseSelector } from '../../sim/threshold.ts';
import { EXIT } from '../exit-code.ts';
import { METRICS } from '../judging/metrics.ts';
import type { TextSink } from '../judging/recorded-run.ts';
import type { CompareFlags } from './compare-flags.ts';
import { CompareRefused, type ToldRun } from './compared-run.ts';
import { type Comparison, compare } from './comparison.ts';
import { settingDifferences } from './setting-difference.ts';

type Language = 'ja' | 'en';

/** What comparing needs of the command line. */
export interface ComparePorts {
  /** Opens a folder; throws what says why not. */
  readonly open: (folder: string) => ToldRun;
  readonly text: (comparison: Comparison, language: Language) => string;
  readonly page: (comparison: Comparison, language: Language) => string;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
}

/** Compares runs and tells what came out; answers the exit code. */
export async function compareRuns(
  folders: readonly string[],
  flags: CompareFlags,
  ports: ComparePorts,
): Promise<number> {
  if (folders.length < 2) {
    throw new CompareRefused('name two run folders at least: kofu compare runs/before runs/after');
  }
  for (const metric of flags.metric) refuseUnknown(metric);
  const runs = folders.map((folder) => ports.open(folder));
  refuseTwice(folders);
  if (!flags.force) refuseForeign(runs);
  const compared = await compare(runs, {
    seed: flags.seed,
    resamples: flags.resamples,
    tolerance: flags.tolerance / 100,
    confidence: flags.confidence / 100,
    metrics: flags.metric,
    blocks: !flags.independent,
  });
  const exit = flags.strict ? strictExit(compared) : compared.exit;
  const comparison = { ...compared, exit };
  const { stdout, stderr } = ports;
  if (flags.html !== undefined) await write(flags.html, ports.page(comparison, flags.lang));
  stdout.write(
    flags.json === true
      ? `${JSON.stringify(comparisonRecord(comparison), null, 2)}\n`
      : ports.text(comparison, flags.lang),
  );
  stderr.write(`exit ${exit.code}: ${exit.reason}\n`);
  return exit.code;
}

/** What `--json` prints: plain data in a fixed order, versioned. */
function comparisonRecord(comparison: Comparison): object {
  const { options, runs, comparisons, withoutTrace, judged, exit } = comparison;
  return {
    schema: 'kofu-comparison',
    version: '1.0.0',
    options,
    runs: runs.map(({ folder, summary }) => ({
      folder,
      scenario: summary.config.scenario,
      seed: summary.seed,
      commit: summary.commit,
      verdicts: summary.verdicts,
      exit: summary.exit,
      counts: summary.results.counts,
      thresholds: summary.thresholds,
    })),
    comparisons,
    withoutTrace,
    judged,
    exit,
  };
}

function strictExit({ comparisons, exit }: Comparison): Comparison['exit'] {
  const open = comparisons.flatMap(({ changes }) =>
    changes.filter(({ verdict }) => verdict === 'open' || verdict === 'starved'),
  );
  if (exit.code !== EXIT.pass || open.length === 0) return exit;
  const names = open.map(({ selector, aggregation }) => `${selector} ${aggregation}`);
  return { code: EXIT.inconclusive, reason: `not enough data to exclude: ${names.join(', ')}` };
}

function refuseUnknown(metric: string): void {
  const selector = parseSelector(metric);
  if (typeof selector === 'string') throw new CompareRefused(`--metric: ${selector}`);
  const { kind = 'counter' } = METRICS.get(selector.metric) ?? {};
  const aggregation = { trend: 'med', counter: 'count', rate: 'rate', gauge: 'value' }[kind];
  const expression = { aggregation, operator: '<', bound: 0 } as const;
  const message = complaint(selector, expression, METRICS);
  if (message !== undefined) throw new CompareRefused(`--metric: ${message}`);
}

function refuseTwice(folders: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const folder of folders) {
    const path = realpathSync(folder);
    const before = seen.get(path);
    if (before !== undefined) {
      throw new CompareRefused(`${before} and ${folder} are the same folder: name each run once`);
    }
    seen.set(path, folder);
  }
}

function refuseForeign([first, ...others]: readonly ToldRun[]): void {
  if (first === undefined) return;
  for (const other of others) {
    const foreign = settingDifferences(first, other).filter(({ isForeign }) => isForeign);
    if (foreign.length === 0) continue;
    const told = foreign.map(({ what, from, to }) => `  ${what}: ${from} → ${to}`).slice(0, 20);
    const more = foreign.length > told.length ? [`  and ${foreign.length - told.length} more`] : [];
    throw new CompareRefused(
      [
        `${first.folder} and ${other.folder} do not measure the same thing:`,
        ...told,
        ...more,
        'run both alike, or compare them all the same with --force',
      ].join('\n'),
    );
  }
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    const { message } = error as Error;
    throw new CompareRefused(`${file} cannot be written: ${message}; name another with --html`);
  }
}
