import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Command, CommanderError } from 'commander';
import { STAGE_ACTORS, STAGES } from './devices/stages.ts';
import { consoleSummary } from './reports/console.ts';
import { ProgressDisplay } from './reports/progress-display.ts';
import { packageVersion, provenance } from './reports/provenance-files.ts';
import { openRecordedRun } from './reports/recorded-run-files.ts';
import { reportFiles } from './reports/report-files.ts';
import { FolderRefused, freshFolder, RunFolder } from './reports/run-folder-files.ts';
import { summaryOf } from './reports/summary.ts';
import type { Language } from './reports/words.ts';
import {
  type Execution,
  type ExecutionPorts,
  executeLive,
  executeVirtual,
} from './scenarios/execution.ts';
import { EXIT } from './scenarios/exit-code.ts';
import { digestFidelity, type Fidelity } from './scenarios/fidelity.ts';
import {
  type OnPage,
  openFullFidelity,
  openUndrawnFidelity,
  type Watch,
} from './scenarios/fidelity-pdf.ts';
import { openLiveRun } from './scenarios/live-run-http.ts';
import { judgeRecording } from './scenarios/recording.ts';
import { REFUSALS } from './scenarios/refusals.ts';
import type { RunResult } from './scenarios/result.ts';
import { contradictionInRole } from './scenarios/role-flags.ts';
import {
  contradiction,
  defaultFolder,
  type ReportFlags,
  type RunFlags,
  reportCommand,
  runCommand,
  type ServeFlags,
  serveCommand,
} from './scenarios/run-flags.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { loadScenario, ScenarioThrew } from './scenarios/scenario-files.ts';
import type { Setting } from './scenarios/scenario-text.ts';
import { serve } from './scenarios/serve-http.ts';
import { resultOf, retold, settingOf } from './scenarios/telling.ts';
import { keyFile, type VerifyFlags, verifyCommand, verifyScan } from './scenarios/verify-files.ts';
import { isoTime } from './sim/civil-time.ts';
import { TraceWriter } from './sim/trace.ts';
import { durationMs, instantMs } from './sim/units.ts';

/** What the user asked for cannot be done: said in a sentence with the remedy, exit 104. */
class Refused extends Error {
  override readonly name = 'Refused';
}

const program = new Command('kofu')
  .description(
    'Simulates and load-tests コンビニ交付, the issuance of certificates at convenience stores.',
  )
  .version(packageVersion())
  .showHelpAfterError('(kofu --help shows all commands, kofu <command> --help its flags)')
  .exitOverride();

program.addCommand(
  runCommand()
    .copyInheritedSettings(program)
    .action(async (file: string, flags: RunFlags) => {
      process.exitCode = await run(file, flags);
    }),
);

program.addCommand(serveCommand().copyInheritedSettings(program).action(serveUntilInterrupted));

program.addCommand(
  reportCommand()
    .copyInheritedSettings(program)
    .action(async (directory: string, flags: ReportFlags) => {
      process.exitCode = await report(directory, flags);
    }),
);

program.addCommand(
  verifyCommand()
    .copyInheritedSettings(program)
    .action(async (file: string, flags: VerifyFlags) => {
      process.exitCode = await verifyScan(file, flags, process);
    }),
);

/** Runs a scenario, writes its folder, tells what came out; answers the exit code. */
async function run(file: string, flags: RunFlags): Promise<number> {
  const scenario = await scenarioOf(file, flags.set);
  const mistaken = contradiction(flags);
  if (mistaken !== undefined) throw new Refused(mistaken);
  const generatedAt = isoTime(Date.now());
  const folder = new RunFolder(
    flags.out ?? freshFolder(defaultFolder(scenario.name, flags.seed, generatedAt)),
  );
  const writer = new TraceWriter((text) => folder.appendTrace(text));
  // First of all, so that a run that is killed can still be judged from what it has recorded.
  await folder.write('scenario.json', `${JSON.stringify(scenario, null, 2)}\n`);
  const signal = interruption('writing the report');
  const pages = new Map<string, Uint8Array>();
  const keys = new Map<string, Uint8Array>();
  const beganMs = performance.now();
  const display = displayOf(scenario, flags.quiet ? undefined : flags.lang);
  const fidelity = await fidelityOf(scenario, flags, {
    onPage: keepIn(pages),
    onKey: (documentNumber, key) => keys.set(documentNumber, key),
  });
  let executed: Executed;
  try {
    executed = await execute(scenario, flags, fidelity, {
      record: flags.trace === 'off' ? undefined : (event) => writer.append(event),
      signal,
      breathe: () => delay(flags.time === 'real' ? 100 : 0),
      onProgress: (standing) => display.show(standing),
    });
  } finally {
    display.clear();
    await fidelity.close();
    writer.flush();
  }
  const result = resultOf(executed, {
    setting: settingOf(scenario, file, flags, {
      render: fidelity.render,
      target: executed.target,
      ...provenance(),
    }),
    generatedAt,
    wallMs: performance.now() - beganMs,
    pages: [...pages.keys()].map((name) => ({ file: `pages/${name}.png`, caption: name })),
  });
  const { code } = result.exit;
  folder.closeTrace(flags.trace === 'on' || (flags.trace === 'retain-on-failure' && code !== 0));
  for (const [name, png] of pages) await folder.write(`pages/${name}.png`, png);
  if (pages.size > 0) await folder.write('keys.json', keyFile(keys, [...pages.keys()]));
  for (const [name, text] of reportFiles(result, flags.lang, STAGE_LIST)) {
    await folder.write(name, text);
  }
  if (flags.out === undefined) folder.linkLatest();
  tell(result, folder.path, flags);
  return code;
}

/** Virtual time leaves the drawing out unless it is told not to, real time only if told to. */
function fidelityOf(
  scenario: Scenario,
  { time, render = time === 'real' ? 'full' : 'digest' }: RunFlags,
  watch: Watch,
): Fidelity | Promise<Fidelity> {
  if (render === 'full') return openFullFidelity(scenario, watch);
  return time === 'real' ? openUndrawnFidelity(scenario) : digestFidelity(scenario);
}

type Executed = Execution & { readonly target: string };

async function execute(
  scenario: Scenario,
  flags: RunFlags,
  fidelity: Fidelity,
  ports: ExecutionPorts,
): Promise<Executed> {
  const { seed, database, port } = flags;
  if (flags.time === 'virtual') {
    const execution = await executeVirtual(scenario, seed, fidelity, ports);
    return { ...execution, target: 'reference server in process' };
  }
  const speed = flags.speed ?? scenario.speed;
  const onServerError = (error: unknown) => {
    process.stderr.write(`\nserver: ${stackOf(error)}\n`);
  };
  return await executeLive(
    scenario,
    seed,
    (emit) => openLiveRun(scenario, fidelity, { seed, speed, database, port, emit, onServerError }),
    ports,
  );
}

/** Keeps pictures of printed pages by the name of the page. */
function keepIn(pages: Map<string, Uint8Array>): OnPage {
  return ({ reading, backPng }, png) => {
    const name =
      reading.kind === 'read'
        ? `${reading.mark.documentNumber}-page-${reading.mark.page}`
        : `unreadable-${pages.size + 1}`;
    pages.set(name, png);
    if (backPng !== undefined) pages.set(`${name}-back`, backPng);
  };
}

/** Aborts on the first Ctrl-C, so that a report is still written; the second one ends at once. */
function interruption(doing: string): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    process.stderr.write(`\ninterrupted: ${doing} (again to stop at once)\n`);
    controller.abort();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return controller.signal;
}

function displayOf(scenario: Scenario, language: Language | undefined): ProgressDisplay {
  const { stderr } = process;
  const sink = {
    isTerminal: stderr.isTTY === true,
    columns: stderr.columns ?? 100,
    write: (text: string) => void stderr.write(text),
  };
  const fixed = { durationMs: durationMs(scenario.duration), originMs: instantMs(scenario.start) };
  return new ProgressDisplay(sink, () => performance.now(), fixed, language);
}

const STAGE_LIST = STAGES.map((stage) => ({ stage, actor: STAGE_ACTORS[stage] }));

function tell(result: RunResult, folder: string, flags: ReportFlags & { quiet?: boolean }): void {
  const { exit, setting } = result;
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(summaryOf(result), null, 2)}\n`);
  } else if (!flags.quiet) {
    const runFolder = relative('.', folder) || '.';
    const colours = process.stdout.isTTY === true;
    const telling = { language: flags.lang, stages: STAGE_LIST, colours, runFolder };
    process.stdout.write(consoleSummary(result, telling));
  }
  if (exit.code !== EXIT.pass) process.stderr.write(`repeat with: ${setting.command}\n`);
  process.stderr.write(`exit ${exit.code}: ${exit.reason}\n`);
}

/** Serves until it is interrupted. */
async function serveUntilInterrupted(file: string, flags: ServeFlags): Promise<void> {
  const mistaken = contradictionInRole(flags);
  if (mistaken !== undefined) throw new Refused(mistaken);
  await serve(await scenarioOf(file, []), flags, {
    signal: interruption('finishing what is in hand'),
    tell: (line) => void process.stderr.write(`${line}\n`),
    journal: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
    onError: (error) => process.stderr.write(`${stackOf(error)}\n`),
  });
}

/** Judges a recorded run again and writes its reports anew; answers the exit code. */
async function report(directory: string, flags: ReportFlags): Promise<number> {
  const recorded = openRecordedRun(directory);
  const scenario = await scenarioOf(recorded.scenarioFile, []);
  const recording = await judgeRecording(recorded.lines(), scenario);
  const result = retold(scenario, recording, recorded.summary);
  for (const [name, text] of reportFiles(result, flags.lang, STAGE_LIST)) {
    await writeFile(join(directory, name), text);
  }
  tell(result, directory, flags);
  return result.exit.code;
}

async function scenarioOf(file: string, settings: readonly Setting[]): Promise<Scenario> {
  const reading = await loadScenario(file, settings);
  if (reading.kind === 'read') return reading.scenario;
  const told = reading.complaints.map(
    ({ where, path, message }) => `  ${where}${path === '' ? '' : `  ${path}`}\n    ${message}`,
  );
  const count = told.length === 1 ? 'is a mistake' : `are ${told.length} mistakes`;
  throw new Refused(`there ${count} in the scenario\n\n${told.join('\n')}\n`);
}

/** What went wrong, as an exit code and the last line that names its reason. */
function failed(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.pass;
    process.stderr.write(`exit ${EXIT.badConfiguration}: bad arguments\n`);
    return EXIT.badConfiguration;
  }
  const refusals = [Refused, FolderRefused, ...REFUSALS];
  if (refusals.some((refusal) => error instanceof refusal)) {
    const { message } = error as Error;
    process.stderr.write(`kofu: ${message}\nexit ${EXIT.badConfiguration}: bad configuration\n`);
    return EXIT.badConfiguration;
  }
  if (error instanceof ScenarioThrew) {
    process.stderr.write(`${stackOf(error.cause)}\nexit ${EXIT.scenarioThrew}: ${error.message}\n`);
    return EXIT.scenarioThrew;
  }
  const last = `exit ${EXIT.internalError}: internal error; please report it`;
  process.stderr.write(`${stackOf(error)}\n${last}\n`);
  return EXIT.internalError;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = failed(error);
}
