import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Standing } from '../execution.ts';
import { EXIT } from '../exit-code.ts';
import type { RunFlags } from '../run-flags.ts';
import { settingsOf } from '../run-flags.ts';
import type { Scenario } from '../scenario.ts';
import { componentsOf, dealt } from './components.ts';
import { PART, PartRefused, PartWriter } from './part-files.ts';
import { type Placed, Shard } from './shard.ts';
import type { ShardNumber } from './shard-flags.ts';
import { shardsText, toldShards, windowMs } from './windows.ts';

export interface ShardRunPorts {
  readonly signal: AbortSignal;
  readonly display: { show(standing: Standing): void; clear(): void };
  readonly tell?: ((line: string) => void) | undefined;
}

/**
 * Runs one shard of a scenario and writes its part of the trace, which nothing is judged by before
 * all parts are merged. Answers the exit code.
 */
export async function runShard(
  scenario: Scenario,
  file: string,
  flags: RunFlags & { readonly shard: ShardNumber },
  { signal, display, tell = () => {} }: ShardRunPorts,
): Promise<number> {
  const { shard: which, seed } = flags;
  const { number, of } = which;
  const folder = flags.out ?? `runs/${scenario.name}/seed-${seed}-shard-${number}-of-${of}`;
  madeFolder(folder);
  writeFileSync(join(folder, 'scenario.json'), `${JSON.stringify(scenario, null, 2)}\n`);
  const components = componentsOf(scenario);
  const set = settingsOf(flags).map(({ path, value }) => ({ path: [...path], value }));
  const writer = new PartWriter(folder, { shard: number, of, seed, file, set });
  const shard = new Shard(dealt(components, of)[number - 1] ?? [], seed);
  const count = { offered: 0, ended: 0 };
  const widthMs = windowMs(scenario);
  for (let untilMs = widthMs; ; untilMs += widthMs) {
    const { events, goesOn, inFlight, nowMs } = shard.advance(untilMs);
    writer.append(events);
    tally(count, events);
    display.show({ scenarioMs: nowMs, ...count, violations: 0 });
    if (!goesOn) {
      const { checks, events: last } = shard.conclude();
      writer.append(last);
      writer.close({ nowMs, inFlight, checks: [...checks] });
      break;
    }
    if (signal.aborted) {
      writer.close(undefined);
      display.clear();
      tell(`exit ${EXIT.interrupted}: interrupted; the part in ${folder} is broken off`);
      return EXIT.interrupted;
    }
    await breathe();
  }
  display.clear();
  const told = shardsText(toldShards(components, [number], of));
  tell(`${told}, ${count.offered} journeys; ${folder}`);
  tell(`exit ${EXIT.pass}: kofu merge puts the ${of} parts together and judges them`);
  return EXIT.pass;
}

function tally(count: { offered: number; ended: number }, events: readonly Placed[]): void {
  for (const { event } of events) {
    if (event.kind === 'arrived') count.offered += 1;
    else if (event.kind === 'ended') count.ended += 1;
  }
}

/** A folder that is empty or holds an older part. */
function madeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const strangers = readdirSync(folder).filter((name) => ![PART, 'scenario.json'].includes(name));
  if (strangers.length === 0) return;
  throw new PartRefused(
    `${folder} holds ${strangers[0]}, which is not of a shard: name an empty folder with --out`,
  );
}
