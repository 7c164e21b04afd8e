import { readdir } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { workerFile } from '../../sim/worker-file.ts';
import { EXIT } from '../exit-code.ts';
import { loadScenario } from '../scenario-files.ts';
import type { CaseTask } from './case-worker.ts';
import {
  asCase,
  type Case,
  type CaseOutcome,
  chosen,
  exitOfCases,
  formsOf,
  inOrder,
  unmatched,
} from './cases.ts';
import type { CasesAction, CasesFlags } from './cases-flags.ts';

/** Cases that cannot be run, with the remedy. */
export class CasesRefused extends Error {
  override readonly name = 'CasesRefused';
}

/** How the case book is told; the words are the reports’. */
export interface CasesTelling {
  readonly list: (cases: readonly Case[], flags: CasesFlags) => string;
  readonly line: (outcome: CaseOutcome, flags: CasesFlags) => string;
  readonly sum: (outcomes: readonly CaseOutcome[], flags: CasesFlags) => string;
}

export interface CasesPorts {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly telling: CasesTelling;
  /** Asks for no further case to be begun. */
  readonly signal: AbortSignal;
}

/** The folder of the case book that comes with kofu. */
const BOOK = fileURLToPath(new URL('../trouble/', import.meta.url));

/** Lists the case book, or runs it; answers the exit code. */
export function cases(
  action: CasesAction,
  patterns: readonly string[],
  flags: CasesFlags,
  ports: CasesPorts,
): Promise<number> {
  return action === 'list' ? listCases(patterns, flags, ports) : runCases(patterns, flags, ports);
}

async function listCases(
  patterns: readonly string[],
  flags: CasesFlags,
  { stdout, telling }: Pick<CasesPorts, 'stdout' | 'telling'>,
): Promise<number> {
  const found = await casesOf(patterns);
  const text = flags.json ? JSON.stringify(found.map(listed), null, 2) : telling.list(found, flags);
  stdout.write(`${text.trimEnd()}\n`);
  return EXIT.pass;
}

/** Runs cases on all cores, each in all of its forms. */
async function runCases(
  patterns: readonly string[],
  flags: CasesFlags,
  ports: CasesPorts,
): Promise<number> {
  const { stdout, stderr, telling } = ports;
  const found = await casesOf(patterns);
  const tasks = found.flatMap((one) =>
    formsOf(one).map((form) => ({ case: one, form, seed: flags.seed })),
  );
  const outcomes = await inParallel(tasks, flags, ports);
  if (flags.json) stdout.write(`${JSON.stringify(outcomes, null, 2)}\n`);
  else stdout.write(telling.sum(outcomes, flags));
  const code = outcomes.length < tasks.length ? EXIT.interrupted : exitOfCases(outcomes);
  stderr.write(`exit ${code}: ${reasonOf(code, outcomes)}\n`);
  return code;
}

/** Each is told as soon as all before it are, so that the order is always the same. */
async function inParallel(
  tasks: readonly CaseTask[],
  flags: CasesFlags,
  { stdout, telling, signal }: CasesPorts,
): Promise<readonly CaseOutcome[]> {
  const pool = new Piscina<CaseTask, CaseOutcome>({
    ...workerFile(import.meta.url, './case-worker'),
    name: 'runTask',
    minThreads: 1,
    maxThreads: Math.min(flags.jobs, tasks.length),
  });
  const done = new Map<number, CaseOutcome>();
  let next = 0;
  let told = 0;
  const take = async (): Promise<void> => {
    while (next < tasks.length && !signal.aborted) {
      const index = next++;
      done.set(index, await pool.run(tasks[index] as CaseTask));
      for (let outcome = done.get(told); outcome !== undefined; outcome = done.get(++told)) {
        if (!flags.json) stdout.write(telling.line(outcome, flags));
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: flags.jobs }, take));
  } finally {
    await pool.destroy();
  }
  return tasks.flatMap((_, index) => done.get(index) ?? []);
}

/** The cases that the patterns name; patterns that are scenario files name those. */
export async function casesOf(patterns: readonly string[]): Promise<readonly Case[]> {
  const files = patterns.filter(isFile);
  const names = patterns.filter((pattern) => !isFile(pattern));
  const own = await Promise.all(files.map(loadCase));
  if (files.length > 0 && names.length === 0) return own;
  const book = await readBook();
  const unknown = unmatched(book, names);
  if (unknown.length > 0) {
    throw new CasesRefused(`no case is called ${unknown.join(', ')}: see kofu cases list`);
  }
  return [...chosen(book, names), ...own];
}

/** Every case that comes with kofu, in the order of its file’s name. */
export async function readBook(folder = BOOK): Promise<readonly Case[]> {
  const names = inOrder((await readdir(folder)).filter((name) => name.endsWith('.yaml')));
  return await Promise.all(names.map((name) => loadCase(`${folder}${name}`)));
}

async function loadCase(path: string): Promise<Case> {
  const file = relative('.', path);
  const reading = await loadScenario(path, []);
  if (reading.kind === 'refused') {
    const told = reading.complaints.map(
      ({ where, path: at, message }) => `${where} ${at}: ${message}`,
    );
    throw new CasesRefused(`${file} cannot be read\n${told.join('\n')}`);
  }
  const found = asCase(file, reading.scenario);
  if (typeof found === 'string') throw new CasesRefused(found);
  return found;
}

function isFile(pattern: string): boolean {
  return /\.(ya?ml|json|[cm]?[jt]s)$/.test(pattern);
}

function listed({ file, scenario }: Case) {
  const { name, title, case: told, faults, expect: expected } = scenario;
  return { file, name, title, ...told, faults, expect: expected };
}

function reasonOf(code: number, outcomes: readonly CaseOutcome[]): string {
  const other = outcomes.filter(({ verdict }) => verdict !== 'pass').length;
  switch (code) {
    case EXIT.pass:
      return `${outcomes.length} runs, all as expected; wrong documents in them are the planted ones`;
    case EXIT.wrongDocument:
      return `wrong documents that no case expects; ${other} of ${outcomes.length} runs are not as expected`;
    case EXIT.interrupted:
      return 'interrupted; not all cases were run';
    default:
      return `${other} of ${outcomes.length} runs are not as expected`;
  }
}
