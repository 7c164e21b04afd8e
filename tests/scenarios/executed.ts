import {
  type Execution,
  type ExecutionPorts,
  executeLive,
  executeVirtual,
} from '../../scenarios/execution.ts';
import { digestFidelity, type Fidelity } from '../../scenarios/fidelity.ts';
import type { KioskHardwareOf } from '../../scenarios/hardware/kiosk-hardware.ts';
import { openLiveRun } from '../../scenarios/live/live-run-http.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import type { TraceEvent } from '../../scenarios/trace-events.ts';

/** A run with all that was recorded of it. */
export interface Executed {
  readonly execution: Execution;
  readonly events: readonly TraceEvent[];
}

/** How a run is watched and ended; it is let be to its end by default. */
export interface Watching {
  readonly seed?: number;
  readonly fidelity?: Fidelity;
  readonly onEvent?: (event: TraceEvent, interrupt: () => void) => void;
}

/** Runs a scenario in virtual time, by the product's own means. */
export async function executedVirtually(
  scenario: Scenario,
  { seed = 7, fidelity = digestFidelity(scenario), onEvent }: Watching = {},
): Promise<Executed> {
  const { ports, events } = portsOf(onEvent);
  const execution = await executeVirtual(scenario, seed, fidelity, ports);
  return { execution, events };
}

/** Runs a scenario live: HTTP, Socket.IO and SQL, so many times faster. */
export async function executedLive(
  scenario: Scenario,
  fidelity: Fidelity,
  {
    seed = 7,
    speed,
    onEvent,
    devicesOf,
  }: Watching & { readonly speed: number; readonly devicesOf?: KioskHardwareOf },
): Promise<Executed> {
  const { ports, events } = portsOf(onEvent);
  const database = undefined;
  const onServerError = (error: unknown) => {
    throw error;
  };
  const options = { seed, speed, database, port: 0, onServerError, devicesOf };
  const open = (emit: (event: TraceEvent) => void) =>
    openLiveRun(scenario, fidelity, { ...options, emit });
  const execution = await executeLive(scenario, seed, open, ports);
  return { execution, events };
}

function portsOf(onEvent: Watching['onEvent']): { ports: ExecutionPorts; events: TraceEvent[] } {
  const events: TraceEvent[] = [];
  const controller = new AbortController();
  const ports: ExecutionPorts = {
    record: (event) => {
      events.push(event);
      onEvent?.(event, () => controller.abort());
    },
    signal: controller.signal,
    breathe: () => new Promise((resolve) => setTimeout(resolve, 5)),
    onProgress: () => {},
  };
  return { ports, events };
}
