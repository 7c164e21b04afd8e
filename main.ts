import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { STAGE_ACTORS, STAGES } from './devices/kiosk/stages.ts';
import { calibrationReports } from './reports/calibration.ts';
import { casesText } from './reports/cases-text.ts';
import { compareHtml } from './reports/compare-html.ts';
import { openToldRun } from './reports/compare-run-files.ts';
import { compareText } from './reports/compare-text.ts';
import { consoleSummary } from './reports/console.ts';
import { exportFormatsOf } from './reports/export-formats.ts';
import { FIND_MAX_TELLING } from './reports/find-max-text.ts';
import { FIT_TELLING } from './reports/fit-telling.ts';
import { ProgressDisplay } from './reports/progress-display.ts';
import { packageVersion, provenance } from './reports/provenance-files.ts';
import { openRecordedRun } from './reports/recorded-run-files.ts';
import { reportFiles } from './reports/report-files.ts';
import { freshFolder, RunFolder } from './reports/run-folder-files.ts';
import { summaryOf } from './reports/summary.ts';
import { calibrateCities, calibrateCommand } from './scenarios/calibration/calibrate-flags.ts';
import { type CasesAction, type CasesFlags, casesCommand } from './scenarios/cases/cases-flags.ts';
import { type CompareFlags, compareCommand } from './scenarios/compare/compare-flags.ts';
import { type ExportFlags, exportCommand } from './scenarios/compare/export-flags.ts';
import { type CardFlags, cardCommand } from './scenarios/device-commands/card-flags.ts';
import {
  type FleetAction,
  type FleetFlags,
  fleetCommand,
} from './scenarios/device-commands/fleet-flags.ts';
import { type GatewayFlags, gatewayCommand } from './scenarios/device-commands/gateway-flags.ts';
import { type KioskFlags, kioskCommand } from './scenarios/device-commands/kiosk-flags.ts';
import { type PrinterFlags, printerCommand } from './scenarios/device-commands/printer-flags.ts';
import { EXIT } from './scenarios/exit-code.ts';
import { failed, stackOf } from './scenarios/failure.ts';
import { type FindMaxFlags, findMaxCommand } from './scenarios/find-max/find-max-flags.ts';
import { fitCommand, fitWith } from './scenarios/fit/fit-flags.ts';
import { type CheckFlags, checkCommand } from './scenarios/judging/check-flags.ts';
import type { RunResult } from './scenarios/judging/result.ts';
import { type K6Flags, k6Command } from './scenarios/k6-plan/k6-flags.ts';
import { type MergeFlags, mergeCommand } from './scenarios/nation/merge-flags.ts';
import { type ReplayFlags, replayCommand } from './scenarios/replay/replay-flags.ts';
import type { Reporting } from './scenarios/run-files.ts';
import {
  type ReportFlags,
  type RunFlags,
  reportCommand,
  runCommand,
  type ServeFlags,
  serveCommand,
} from './scenarios/run-flags.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { type ShrinkFlags, shrinkCommand } from './scenarios/shrink/shrink-flags.ts';
import { type SwarmFlags, swarmCommand } from './scenarios/swarm/swarm-flags.ts';
import { type TargetDataFlags, targetDataCommand } from './scenarios/target/target-flags.ts';
import { type VerifyFlags, verifyCommand } from './scenarios/verify/verify-flags.ts';
import { durationMs, instantMs } from './sim/units.ts';

const program = new Command('kofu')
  .description(
    'Simulates and load-tests コンビニ交付, the issuance of certificates at convenience stores.',
  )
  .version(packageVersion())
  .enablePositionalOptions()
  .showHelpAfterError('(kofu --help shows all commands, kofu <command> --help its flags)')
  .exitOverride();

/** What reports have for whoever makes runs. */
const reporting: Reporting = {
  folder: (path, isFresh) => new RunFolder(isFresh ? freshFolder(path) : path),
  display: displayOf,
  files: (result, language) => reportFiles(result, language, STAGE_LIST),
  tell,
  provenance,
  openRun: openToldRun,
  exports: async (folder, formats) => {
    const { writeExports } = await import('./scenarios/compare/export-files.ts');
    return writeExports(folder, formats, folder, exporting());
  },
  metrics: async (port) => (await import('./reports/export-live-http.ts')).serveLiveMetrics(port),
  push: async (origin, pushing) =>
    (await import('./reports/export-otlp-http.ts')).pushLiveMetrics(origin, pushing),
};

const runPorts = {
  reporting,
  interruption,
  tell: (line: string) => void process.stderr.write(`\n${line}\n`),
  onServerError: (error: unknown) => void process.stderr.write(`\nserver: ${stackOf(error)}\n`),
};

/**
 * A command and what it does; what it answers is the exit code. What takes long to load (servers,
 * databases, PDFs) is loaded by whoever needs it, so that help and mistakes are told at once.
 */
function add<F, A = string>(
  command: Command,
  action: (argument: A, flags: F) => Promise<number>,
  above = program,
) {
  command.copyInheritedSettings(program).action(async (argument: A, flags: F) => {
    process.exitCode = await action(argument, flags);
  });
  above.addCommand(command);
}

add(runCommand(), async (file, flags: RunFlags) => {
  const { runScenario } = await import('./scenarios/run-files.ts');
  return runScenario(file, flags, runPorts);
});
add(serveCommand(), async (file, flags: ServeFlags) => {
  const { serveScenario } = await import('./scenarios/live/serve-http.ts');
  return serveScenario(file, flags, {
    signal: interruption('finishing what is in hand'),
    tell: (line) => void process.stderr.write(`${line}\n`),
    journal: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
    onError: (error) => process.stderr.write(`${stackOf(error)}\n`),
  });
});
add(reportCommand(), async (directory, flags: ReportFlags) => {
  const { reportRun } = await import('./scenarios/judging/report-files.ts');
  const ports = { files: reporting.files, tell: tellingOf(directory) };
  return reportRun(directory, openRecordedRun(directory), flags, ports);
});
add(checkCommand(), async (directory, flags: CheckFlags) => {
  const { checkRun } = await import('./scenarios/judging/check-files.ts');
  const ports = { stderr: process.stderr, tell: tellingOf(directory) };
  return checkRun(openRecordedRun(directory), flags, ports);
});
add(replayCommand(), async (directory, flags: ReplayFlags) => {
  const { replayRun } = await import('./scenarios/replay/replay-files.ts');
  const { stdin, stdout, stderr } = process;
  const signal = interruption('ending the replay');
  const ports = { stdin, stdout, stderr, signal, provenance };
  return replayRun(openRecordedRun(directory), flags, ports);
});
add(shrinkCommand(), async (directory, flags: ShrinkFlags) => {
  const { shrinkRun } = await import('./scenarios/shrink/shrink-files.ts');
  const { stdout, stderr } = process;
  const signal = interruption('writing the smallest so far');
  return shrinkRun(openRecordedRun(directory), flags, { stdout, stderr, signal });
});
program.addCommand(
  swarmCommand(availableParallelism())
    .copyInheritedSettings(program)
    .action(async (flags: SwarmFlags) => {
      const { swarm } = await import('./scenarios/swarm/swarm-files.ts');
      const { stdout, stderr } = process;
      const signal = interruption('ending the seeds under way');
      process.exitCode = await swarm(flags, { stdout, stderr, signal });
    }),
);
program.addCommand(
  casesCommand(availableParallelism())
    .copyInheritedSettings(program)
    .action(async (action: CasesAction, patterns: string[], flags: CasesFlags) => {
      const { cases } = await import('./scenarios/cases/cases-files.ts');
      const { stdout, stderr } = process;
      const signal = interruption('ending the cases under way');
      const telling = casesText(stdout.isTTY === true);
      process.exitCode = await cases(action, patterns, flags, { stdout, stderr, telling, signal });
    }),
);
add(targetDataCommand(), async (file, flags: TargetDataFlags) => {
  const { exportTargetData } = await import('./scenarios/target/export-files.ts');
  return exportTargetData(file, flags, process);
});
add(mergeCommand(), async (folders: string[], flags: MergeFlags) => {
  const { mergeShards } = await import('./scenarios/nation/merge-files.ts');
  return mergeShards(folders, flags, runPorts);
});
add(findMaxCommand(availableParallelism()), async (file, flags: FindMaxFlags) => {
  const { findMaxRate } = await import('./scenarios/find-max/find-max-files.ts');
  const ports = { ...FIND_MAX_TELLING, ...untilInterrupted('ending the search') };
  return findMaxRate(file, flags, ports);
});
add(compareCommand(), async (folders: readonly string[], flags: CompareFlags) => {
  const { compareRuns } = await import('./scenarios/compare/compare-files.ts');
  const { stdout, stderr } = process;
  const ports = { open: openToldRun, text: compareText, page: compareHtml, stdout, stderr };
  return compareRuns(folders, flags, ports);
});
const exportAs = exportCommand();
add(exportAs, async (folder, flags: ExportFlags) => {
  const { exportRun } = await import('./scenarios/compare/export-files.ts');
  return exportRun(folder, flags, exporting());
});
add(
  k6Command(),
  async (file, flags: K6Flags) => {
    const { exportK6 } = await import('./scenarios/k6-plan/k6-plan-files.ts');
    const { stdout, stderr } = process;
    return exportK6(file, flags, { stdout, stderr, nowMs: () => Date.now() });
  },
  exportAs,
);
add(calibrateCommand(), calibrateCities(calibrationReports, untilInterrupted));
add(fitCommand(), fitWith(FIT_TELLING, untilInterrupted));
add(verifyCommand(), async (file, flags: VerifyFlags) => {
  const { verifyScan } = await import('./scenarios/verify/verify-files.ts');
  return verifyScan(file, flags, process);
});

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

addDevice(cardCommand(), 'taking the card out', async (flags: CardFlags, ports) => {
  const { cards } = await import('./scenarios/device-commands/card-vpcd-socket.ts');
  return cards(flags, ports);
});
addDevice(printerCommand(), 'switching it off', async (flags: PrinterFlags, ports) => {
  const { printer } = await import('./scenarios/device-commands/printer-http.ts');
  return printer(flags, ports);
});
addDevice(kioskCommand(), 'closing the panel', async (flags: KioskFlags, ports) => {
  const { kioskPanel } = await import('./scenarios/device-commands/kiosk-panel-http.ts');
  return kioskPanel(flags, ports);
});
addDevice(gatewayCommand(), 'closing the gateway', async (flags: GatewayFlags, ports) => {
  const { gateway } = await import('./scenarios/device-commands/gateway-socket.ts');
  return gateway(flags, ports);
});
devices.addCommand(
  fleetCommand()
    .copyInheritedSettings(program)
    .action(async (action: FleetAction, words: string[], flags: FleetFlags) => {
      const { fleet } = await import('./scenarios/device-commands/fleet-socket.ts');
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

function tellingOf(folder: string) {
  return (result: RunResult, flags: ReportFlags) => tell(result, folder, flags);
}

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

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = failed(error, process.stderr);
}
