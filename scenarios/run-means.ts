import { type Execution, type ExecutionPorts, executeLive, executeVirtual } from './execution.ts';
import { digestFidelity, type Fidelity } from './fidelity.ts';
import type { Watch } from './fidelity-pdf.ts';
import type { KioskHardwareOf } from './hardware/kiosk-hardware.ts';
import { readFleetKey } from './live/fleet-key-files.ts';
import { executeByWindows, isByWindows } from './nation/sharded-run-worker.ts';
import type { RunFlags } from './run-flags.ts';
import type { Scenario } from './scenario.ts';
import type { Aim } from './target/aim-files.ts';

/** A run that is over, and what it was asked of. */
export type Executed = Execution & { readonly target: string };

/** What is to be run: against a server of somebody else's, where there is an aim. */
export interface Asked {
  readonly scenario: Scenario;
  readonly flags: RunFlags;
  readonly aim: Aim | undefined;
}

/** What means need of the command line. */
export interface MeansPorts {
  readonly onServerError: (error: unknown) => void;
  /** Tells whoever runs it what to do, such as to put a card on a reader. */
  readonly tell?: (line: string) => void;
}

/** Virtual time leaves the drawing out unless it is told not to, real time only if told to. */
async function fidelityOf(
  scenario: Scenario,
  { time, render = time === 'real' ? 'full' : 'digest' }: RunFlags,
  watch: Watch,
): Promise<Fidelity> {
  if (render === 'digest' && time === 'virtual') return digestFidelity(scenario);
  const { openFullFidelity, openUndrawnFidelity } = await import('./fidelity-pdf.ts');
  return render === 'full' ? openFullFidelity(scenario, watch) : openUndrawnFidelity(scenario);
}

/** What a run is made with. */
export interface Means {
  readonly render: Fidelity['render'];
  execute(ports: ExecutionPorts): Promise<Executed>;
  close(): Promise<void>;
}

/**
 * Opens what a run is made with. What is attached to this machine comes first: it is what is
 * missing most easily. Servers, databases and PDFs are loaded by the run that needs them.
 */
export async function meansOf(
  asked: Asked,
  { onServerError, tell = () => {} }: MeansPorts,
  watch: Watch,
): Promise<Means> {
  const { hardware = {} } = asked.scenario;
  if (Object.keys(hardware).length === 0) {
    return serverMeans(asked, onServerError, watch, undefined, tell);
  }
  const { openLiveHardware } = await import('./hardware/live-hardware-files.ts');
  const { devicesOf, close } = await openLiveHardware(hardware, { tell });
  try {
    const means = await serverMeans(asked, onServerError, watch, devicesOf, tell);
    return {
      ...means,
      close: async () => {
        await means.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function serverMeans(
  { scenario, flags, aim }: Asked,
  onServerError: (error: unknown) => void,
  watch: Watch,
  devicesOf: KioskHardwareOf | undefined,
  tell: (line: string) => void,
): Promise<Means> {
  const { seed, database, port } = flags;
  const speed = flags.speed ?? scenario.speed;
  const fleetKey = flags.fleetKey === undefined ? undefined : readFleetKey(flags.fleetKey);
  if (aim !== undefined) {
    const { openTargetFidelity } = await import('./target/target-fidelity-pdf.ts');
    const { openTargetRun } = await import('./target/target-run-http.ts');
    const fidelity = await openTargetFidelity(scenario, { ...aim, ...watch });
    const open: Opening = (emit) =>
      openTargetRun(scenario, fidelity, { ...aim, seed, speed, emit, devicesOf });
    return { render: 'full', ...living(scenario, seed, open), close: () => fidelity.close() };
  }
  const fidelity = await fidelityOf(scenario, flags, watch);
  const { render } = fidelity;
  const close = () => fidelity.close();
  if (flags.time === 'real') {
    const { openLiveRun } = await import('./live/live-run-http.ts');
    const options = { seed, speed, database, port, onServerError, devicesOf, fleetKey };
    const open: Opening = (emit) => openLiveRun(scenario, fidelity, { ...options, emit });
    return { render, ...living(scenario, seed, open), close };
  }
  const execute: Means['execute'] = async (ports) => {
    const execution = isByWindows(scenario, flags)
      ? await executeByWindows(scenario, seed, flags.shards, { ...ports, tell })
      : await executeVirtual(scenario, seed, fidelity, ports);
    return { ...execution, target: 'reference server in process' };
  };
  return { render, execute, close };
}

type Opening = Parameters<typeof executeLive>[2];

function living(scenario: Scenario, seed: number, open: Opening): Pick<Means, 'execute'> {
  return { execute: (ports) => executeLive(scenario, seed, open, ports) };
}
