import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { GeneratorReadings } from './export-live-metrics.ts';

/** Watches the event loop of this process until it is closed. */
export function watchedLoop(): GeneratorReadings & { close(): void } {
  const loopDelay = monitorEventLoopDelay({ resolution: 10 });
  loopDelay.enable();
  return {
    loopDelayMs: () => {
      const told = {
        p50: loopDelay.percentile(50) / 1e6,
        p99: loopDelay.percentile(99) / 1e6,
        max: loopDelay.max / 1e6,
      };
      loopDelay.reset();
      return told;
    },
    close: () => void loopDelay.disable(),
  };
}
