import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { type Execution, type ExecutionPorts, Recorder } from '../execution.ts';
import type { ValidityCheck } from '../judging/result.ts';
import { type RunCommandPorts, recordedRun } from '../run-files.ts';
import type { RunFlags } from '../run-flags.ts';
import type { Scenario } from '../scenario.ts';
import { scenarioIn } from '../scenario-files.ts';
import { type Component, componentsOf } from './components.ts';
import type { MergeFlags } from './merge-flags.ts';
import { PartReader, PartRefused } from './part-files.ts';
import { byPlace, type Placed } from './shard.ts';
import { shardsText, toldShards } from './windows.ts';

/** Merges the shards of a run and tells what came out as of one; answers the exit code. */
export async function mergeShards(
  folders: readonly string[],
  flags: MergeFlags,
  ports: RunCommandPorts,
): Promise<number> {
  const parts = folders.map((folder) => new PartReader(folder));
  checkOneRun(folders, parts);
  const { file, seed, set } = (parts[0] as PartReader).header;
  const scenario = await scenarioIn(join(folders[0] as string, 'scenario.json'), []);
  const run: RunFlags = { time: 'virtual', seed, set, port: 0, ...flags };
  const execute = async (executionPorts: ExecutionPorts) => ({
    ...(await mergeParts(scenario, parts, executionPorts)),
    target: 'reference server in process',
  });
  const means = { render: 'digest' as const, execute, close: async () => {} };
  return recordedRun({ scenario, flags: run, aim: undefined }, file, ports, async () => means);
}

/** Events between two breaths. */
const SLICE = 20_000;

/** Reads the parts side by side, in the one order of all shards, judges and records them. */
export async function mergeParts(
  scenario: Scenario,
  parts: readonly PartReader[],
  ports: ExecutionPorts,
): Promise<Execution> {
  const { seed } = (parts[0] as PartReader).header;
  const recorder = new Recorder(scenario, seed, 'virtual', ports);
  const heads = parts.map((part) => new Head(part));
  for (let events = 1; !recorder.signal.aborted; events++) {
    const head = first(heads);
    if (head === undefined) break;
    recorder.emit((head.next as Placed).event);
    head.go();
    if (events % SLICE > 0) continue;
    ports.onProgress(recorder.standing(head.nowMs));
    await breathe();
  }
  const nowMs = heads.reduce((latest, head) => Math.max(latest, head.nowMs), 0);
  const inFlight = heads.reduce((sum, head) => sum + head.inFlight, 0);
  const checks = heads.flatMap(({ part }) => part.end?.checks ?? []);
  return recorder.conclude(nowMs, inFlight, [...checks, ...missing(scenario, heads)]);
}

/** A part, and what comes next in it. */
class Head {
  readonly part: PartReader;
  next: Placed | undefined;
  #lastMs = 0;
  #underWay = 0;

  constructor(part: PartReader) {
    this.part = part;
    this.go();
  }

  /** Where it is, or where it ended. */
  get nowMs(): number {
    return this.part.end?.nowMs ?? this.#lastMs;
  }

  /** As the shard counted them, or as can be counted where it was broken off. */
  get inFlight(): number {
    return this.part.end?.inFlight ?? this.#underWay;
  }

  go(): void {
    this.next = this.part.next();
    if (this.next === undefined) return;
    const { atUs, event } = this.next;
    this.#lastMs = atUs / 1000;
    if (event.kind === 'arrived') this.#underWay += 1;
    else if (event.kind === 'ended') this.#underWay -= 1;
  }
}

function first(heads: readonly Head[]): Head | undefined {
  let earliest: Head | undefined;
  for (const head of heads) {
    if (head.next === undefined) continue;
    if (earliest?.next === undefined || byPlace(head.next, earliest.next) < 0) earliest = head;
  }
  return earliest;
}

/** What is not there of the run: a shard, or the end of one. */
function missing(scenario: Scenario, heads: readonly Head[]): readonly ValidityCheck[] {
  const components = componentsOf(scenario);
  const of = (heads[0] as Head).part.header.of;
  return Array.from({ length: of }, (_, index) => index + 1).flatMap((number) => {
    const head = heads.find(({ part }) => part.header.shard === number);
    if (head?.part.end !== undefined) return [];
    const what = head === undefined ? 'missing' : `broken off after ${minutes(head.nowMs)} min`;
    return [checkOf(what, components, number, of)];
  });
}

function minutes(ms: number): string {
  return (ms / 60_000).toFixed(1);
}

function checkOf(
  what: string,
  components: readonly Component[],
  number: number,
  of: number,
): ValidityCheck {
  const message = `${what}: ${shardsText(toldShards(components, [number], of))}`;
  return { name: 'shards', verdict: 'fail', message };
}

/** Throws PartRefused unless the parts are different shards of the same run. */
function checkOneRun(folders: readonly string[], parts: readonly PartReader[]): void {
  const texts = folders.map((folder) => readFileSync(join(folder, 'scenario.json'), 'utf8'));
  const { of, seed } = (parts[0] as PartReader).header;
  parts.forEach(({ header, path }, index) => {
    const before = parts.slice(0, index).find((part) => part.header.shard === header.shard);
    if (before !== undefined) {
      throw new PartRefused(
        `${path} is shard ${header.shard} again, as ${before.path}: name each once`,
      );
    }
    if (header.of !== of || header.seed !== seed || texts[index] !== texts[0]) {
      const its = `shard ${header.shard} of ${header.of} with seed ${header.seed}`;
      const why = `${path} is ${its}, of another run than ${(parts[0] as PartReader).path}`;
      throw new PartRefused(`${why}: merge shards of one scenario, seed and number of shards`);
    }
  });
}
