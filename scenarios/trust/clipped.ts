import { durationMs } from '../../sim/units.ts';
import { durationText } from '../duration-text.ts';
import type { Scenario } from '../scenario.ts';
import { lastsMs } from '../traffic/workloads.ts';

/** Of each workload that asks to last longer than the run: what is left out, and the remedy. */
export function whyClipped({ workloads, duration }: Scenario): readonly string[] {
  const runMs = durationMs(duration);
  return Object.entries(workloads).flatMap(([name, workload]) => {
    // Any other one lasts as long as the run, or at most as long, or lists its citizens.
    const key = (['duration', 'stages'] as const).find((field) => field in workload);
    if (key === undefined) return [];
    const beginsMs = durationMs(workload.startTime);
    const leftMs = runMs - beginsMs;
    const askedMs = lastsMs(workload, leftMs);
    if (askedMs <= leftMs) return [];
    return [
      `workloads.${name}.${key} asks for ${durationText(askedMs)} from ${durationText(beginsMs)} ` +
        `on, but the run lasts ${duration}: the last ${durationText(askedMs - leftMs)} is left ` +
        `out; set duration to ${durationText(beginsMs + askedMs)}, or workloads.${name}.${key} ` +
        `to ${durationText(leftMs)}${key === 'stages' ? ' in all' : ''}`,
    ];
  });
}
