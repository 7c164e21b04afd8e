import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { STAGE_ACTORS, STAGES } from './devices/kiosk/stages.ts';
import { casesText } from './reports/cases-text.ts';
import { compareHtml } from './reports/compare-html.ts';
import { openToldRun } from './reports/compare-run-files.ts';
import { compareText } from './reports/compare-text.ts';
import { consoleSummary } from './reports/console.ts';
import { exportFormatsOf } from './reports/export-formats.ts';
import { serveLiveMetrics } from './reports/export-live-http.ts';
import { ProgressDisplay } from './reports/progress-display.ts';
import { packageVersion, provenance } from './reports/provenance-files.ts';
import { openRecordedRun } from './reports/recorded-run-files.ts';
import { reportFiles } from './reports/report-files.ts';
import { FolderRefused, freshFolder, RunFolder } from './reports/run-folder-files.ts';
import { summaryOf } from './reports/summary.ts';
import { cases } from './scenarios/cases/cases-files.ts';
import { type CasesAction, type CasesFlags, casesCommand } from './scenarios/cases/cases-flags.ts';
import { compareRuns } from './scenarios/compare/compare-files.ts';
import { type CompareFlags, compareCommand } from './scenarios/compare/compare-flags.ts';
import { exportRun, writeExports } from './scenarios/compare/export-files.ts';
import { type ExportFlags, exportCommand } from './scenarios/compare/export-flags.ts';
import { type CardFlags, cardCommand } from './scenarios/device-commands/card-flags.ts';
import { cards } from './scenarios/device-commands/card-vpcd-socket.ts';
import {
  type FleetAction,
  type FleetFlags,
  fleetCommand,
} from './scenarios/device-commands/fleet-flags.ts';
import { fleet } from './scenarios/device-commands/fleet-socket.ts';
import { type GatewayFlags, gatewayCommand } from './scenarios/device-commands/gateway-flags.ts';
import { gateway } from './scenarios/device-commands/gateway-socket.ts';
import { type KioskFlags, kioskCommand } from './scenarios/device-commands/kiosk-flags.ts';
import { kioskPanel } from './scenarios/device-commands/kiosk-panel-http.ts';
import { type PrinterFlags, printerCommand } from './scenarios/device-commands/printer-flags.ts';
import { printer } from './scenarios/device-commands/printer-http.ts';
import { EXIT } from './scenarios/exit-code.ts';
import { checkRun } from './scenarios/judging/check-files.ts';
import { type CheckFlags, checkCommand } from './scenarios/judging/check-flags.ts';
import { judgeRecording } from './scenarios/judging/recording.ts';
import type { RunResult } from './scenarios/judging/result.ts';
import { contradictionInRole } from './scenarios/live/role-flags.ts';
import { serve } from './scenarios/live/serve-http.ts';
import { REFUSALS } from './scenarios/refusals.ts';
import { replayRun } from './scenarios/replay/replay-files.ts';
import { type ReplayFlags, replayCommand } from './scenarios/replay/replay-flags.ts';
import { type Reporting, RunRefused, runScenario } from './scenarios/run-files.ts';
import {
  type ReportFlags,
  type RunFlags,
  reportCommand,
  runCommand,
  type ServeFlags,
  serveCommand,
} from './scenarios/run-flags.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { ScenarioThrew, scenarioIn } from './scenarios/scenario-files.ts';
import { shrinkRun } from './scenarios/shrink/shrink-files.ts';
import { type ShrinkFlags, shrinkCommand } from './scenarios/shrink/shrink-flags.ts';
import { swarm } from './scenarios/swarm/swarm-files.ts';
import { type SwarmFlags, swarmCommand } from './scenarios/swarm/swarm-flags.ts';
import { exportTargetData } from './scenarios/target/export-files.ts';
import { type TargetDataFlags, targetDataCommand } from './scenarios/target/target-flags.ts';
import { retold } from './scenarios/telling.ts';
import { type VerifyFlags, verifyCommand, verifyScan } from './scenarios/verify/verify-files.ts';
import { durationMs, instantMs } from './sim/units.ts';

const program = new Command('kofu')
  .description(
    'Simulates and load-tests コンビニ交付, the issuance of certificates at convenience stores.',
  )
  .version(packageVersion())
  .showHelpAfterError('(kofu --help shows all commands, kofu <command> --help its flags)')
  .exitOverride();

/** What reports have for whoever makes runs. */
const reporting: Reporting = {
  folder: (path, isFresh) => new RunFolder(isFresh ? freshFolder(path) : path),
  display: displayOf,
  files: (result, language) => reportFiles(result, language, STAGE_LIST),
  tell,
  provenance,
  exports: (folder, formats) => writeExports(folder, formats, folder, exporting()),
  metrics: serveLiveMetrics,
};

const runPorts = {
  reporting,
  interruption,
  tell: (line: string) => void process.stderr.write(`\n${line}\n`),
  onServerError: (error: unknown) => void process.stderr.write(`\nserver: ${stackOf(error)}\n`),
};

/** A command and what it does; what it answers is the exit code. */
function add<F, A = string>(command: Command, action: (argument: A, flags: F) => Promise<number>) {
  command.copyInheritedSettings(program).action(async (argument: A, flags: F) => {
    process.exitCode = await action(argument, flags);
  });
  program.addCommand(command);
}

add(runCommand(), (file, flags: RunFlags) => runScenario(file, flags, runPorts));
add(serveCommand(), serveUntilInterrupted);
add(reportCommand(), report);
add(checkCommand(), (directory, flags: CheckFlags) => {
  const told = (result: RunResult, how: ReportFlags) => tell(result, directory, how);
  return checkRun(openRecordedRun(directory), flags, { stderr: process.stderr, tell: told });
});
add(replayCommand(), (directory, flags: ReplayFlags) => {
  const { stdin, stdout, stderr } = process;
  const signal = interruption('ending the replay');
  const ports = { stdin, stdout, stderr, signal, provenance };
  return replayRun(openRecordedRun(directory), flags, ports);
});
add(shrinkCommand(), (directory, flags: ShrinkFlags) => {
  const { stdout, stderr } = process;
  const signal = interruption('writing the smallest so far');
  return shrinkRun(openRecordedRun(directory), flags, { stdout, stderr, signal });
});
program.addCommand(
  swarmCommand(availableParallelism())
    .copyInheritedSettings(program)
    .action(async (flags: SwarmFlags) => {
      const { stdout, stderr } = process;
      const signal = interruption('ending the seeds under way');
      process.exitCode = await swarm(flags, { stdout, stderr, signal });
    }),
);
program.addCommand(
  casesCommand(availableParallelism())
    .copyInheritedSettings(program)
    .action(async (action: CasesAction, patterns: string[], flags: CasesFlags) => {
      const { stdout, stderr } = process;
      const signal = interruption('ending the cases under way');
      const telling = casesText(stdout.isTTY === true);
      process.exitCode = await cases(action, patterns, flags, { stdout, stderr, telling, signal });
    }),
);
add(targetDataCommand(), (file, flags: TargetDataFlags) => exportTargetData(file, flags, process));
add(compareCommand(), (folders: readonly string[], flags: CompareFlags) => {
  const { stdout, stderr } = process;
  const ports = { open: openToldRun, text: compareText, page: compareHtml, stdout, stderr };
  return compareRuns(folders, flags, ports);
});
add(exportCommand(), (folder, flags: ExportFlags) => exportRun(folder, flags, exporting()));
add(verifyCommand(), (file, flags: VerifyFlags) => verifyScan(file, flags, process));

const devices = new Command('devices')
  .description('virtual devices of a shop, for readers, print queues and people of the real world')
  .copyInheritedSettings(program);
program.addCommand(devices);

/** A device and what it does until it is told to end; what it answers is the exit code. */
function addDevice<F>(command: Command, ending: string, device: Device<F>): void {
  command.copyInheritedSettings(program).action(async (flags: F) => {
    process.exitCode = await device(flags, untilInterrupted(ending));
  });
  devices.addCommand(command);
}

addDevice(cardCommand(), 'taking the card out', (flags: CardFlags, ports) => cards(flags, ports));
addDevice(printerCommand(), 'switching it off', (flags: PrinterFlags, ports) =>
  printer(flags, ports),
);
addDevice(kioskCommand(), 'closing the panel', (flags: KioskFlags, ports) =>
  kioskPanel(flags, ports),
);
addDevice(gatewayCommand(), 'closing the gateway', (flags: GatewayFlags, ports) =>
  gateway(flags, ports),
);
devices.addCommand(
  fleetCommand()
    .copyInheritedSettings(program)
    .action(async (action: FleetAction, words: string[], flags: FleetFlags) => {
      const ports = untilInterrupted('leaving the fleet as it is');
      process.exitCode = await fleet(action, words, flags, ports);
    }),
);

type Device<F> = (flags: F, ports: ReturnType<typeof untilInterrupted>) => Promise<number>;

/** Where a device tells of itself, and what ends it. */
function untilInterrupted(doing: string) {
  const { stdout, stderr } = process;
  return { stdout, stderr, signal: interruption(doing) };
}

function exporting() {
  return { ...exportFormatsOf(STAGE_LIST), stderr: process.stderr };
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

function displayOf(scenario: Scenario, language: 'ja' | 'en' | undefined): ProgressDisplay {
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
    const colours = process.stdout.isTTY === true;
    const telling = { language: flags.lang, stages: STAGE_LIST, colours, runFolder: folder };
    process.stdout.write(consoleSummary(result, telling));
  }
  if (exit.code !== EXIT.pass) process.stderr.write(`repeat with: ${setting.command}\n`);
  process.stderr.write(`exit ${exit.code}: ${exit.reason}\n`);
}

/** Serves until it is interrupted. */
async function serveUntilInterrupted(file: string, flags: ServeFlags): Promise<number> {
  const mistaken = contradictionInRole(flags);
  if (mistaken !== undefined) throw new RunRefused(mistaken);
  await serve(await scenarioIn(file, []), flags, {
    signal: interruption('finishing what is in hand'),
    tell: (line) => void process.stderr.write(`${line}\n`),
    journal: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
    onError: (error) => process.stderr.write(`${stackOf(error)}\n`),
  });
  return EXIT.pass;
}

/** Judges a recorded run again and writes its reports anew; answers the exit code. */
async function report(directory: string, flags: ReportFlags): Promise<number> {
  const recorded = openRecordedRun(directory);
  const scenario = await scenarioIn(recorded.scenarioFile, []);
  const recording = await judgeRecording(recorded.lines(), scenario);
  const result = retold(scenario, recording, recorded.summary);
  for (const [name, text] of reporting.files(result, flags.lang)) {
    await writeFile(join(directory, name), text);
  }
  tell(result, directory, flags);
  return result.exit.code;
}

/** What went wrong, as an exit code and the last line that names its reason. */
function failed(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.pass;
    process.stderr.write(`exit ${EXIT.badConfiguration}: bad arguments\n`);
    return EXIT.badConfiguration;
  }
  if ([FolderRefused, ...REFUSALS].some((refusal) => error instanceof refusal)) {
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
