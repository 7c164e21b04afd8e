import { durationMs } from '../../sim/units.ts';
import { type Execution, type ExecutionPorts, Recorder } from '../execution.ts';
import type { ValidityCheck } from '../judging/result.ts';
import type { Scenario } from '../scenario.ts';
import { type Component, dealt } from './components.ts';
import { type Conclusion, inOrder, type Placed, Shard, type Window } from './shard.ts';

/** Some shards of a run, in this thread or another one, which advance when they are told to. */
export interface Shards {
  /** Which of all shards these are, from 1, and how much of the run is theirs. */
  readonly told: ToldShards;
  /** Lets all happen until an instant, ms. Rejects if they are gone. */
  advance(untilMs: number): Promise<Window>;
  conclude(): Promise<Conclusion>;
  close(): Promise<void>;
}

/** Shards as a sentence needs them. */
export interface ToldShards {
  readonly numbers: readonly number[];
  readonly of: number;
  readonly municipalities: number;
  /** Share of all citizens. */
  readonly share: number;
}

/** What is told of these shards of a run that is dealt to `of`. */
export function toldShards(
  components: readonly Component[],
  numbers: readonly number[],
  of: number,
): ToldShards {
  const hands = dealt(components, of);
  const own = numbers.flatMap((number) => hands[number - 1] ?? []);
  const share = own.reduce((sum, each) => sum + each.share, 0);
  return { numbers, of, municipalities: own.length, share };
}

/** `shard 2 of 7: 186 municipalities, 14.3 % of the citizens`. */
export function shardsText({ numbers, of, municipalities, share }: ToldShards): string {
  const which = numbers.length === 1 ? 'shard' : 'shards';
  const towns = municipalities === 1 ? '1 municipality' : `${municipalities} municipalities`;
  return `${which} ${numbers.join(', ')} of ${of}: ${towns}, ${(share * 100).toFixed(1)} % of the citizens`;
}

/** All of a run in this thread. */
export function shardsHere(components: readonly Component[], seed: number): Shards {
  const shard = new Shard(components, seed);
  return {
    told: toldShards(components, [1], 1),
    advance: async (untilMs) => shard.advance(untilMs),
    conclude: async () => shard.conclude(),
    close: async () => {},
  };
}

const MINUTE_MS = 60_000;

/**
 * Windows of a run, which change nothing in it: a minute for a nation, so that what happens in one
 * fits easily into memory; of one municipality a thousand in all, if that is at most an hour each.
 */
export function windowMs({ nation, duration }: Scenario): number {
  if (nation !== undefined) return MINUTE_MS;
  return Math.min(60 * MINUTE_MS, Math.max(MINUTE_MS, Math.floor(durationMs(duration) / 1000)));
}

/**
 * Runs a scenario in virtual time, its shards side by side from window to window. What they tell
 * is put into the one order that does not depend on how many they are, judged and recorded. If
 * one is lost, the run ends with the last window that is whole, and is invalid.
 */
export async function executeInWindows(
  scenario: Scenario,
  seed: number,
  shards: readonly Shards[],
  ports: ExecutionPorts,
): Promise<Execution> {
  const recorder = new Recorder(scenario, seed, 'virtual', ports);
  const widthMs = windowMs(scenario);
  let standing: Standing = { nowMs: 0, inFlight: 0 };
  let checks: readonly ValidityCheck[] | undefined;
  let next = advanced(shards, widthMs);
  next.catch(() => {});
  for (let untilMs = widthMs; checks === undefined; untilMs += widthMs) {
    const { windows, lost } = await next;
    if (lost.length > 0) {
      checks = lost.map(({ told, why }) => lostCheck(told, why, untilMs - widthMs));
      break;
    }
    const goesOn = windows.some((window) => window.goesOn);
    // They go on while this window is judged.
    if (goesOn && !recorder.signal.aborted) {
      next = advanced(shards, untilMs + widthMs);
      next.catch(() => {});
    }
    for (const { event } of merged(windows)) recorder.emit(event);
    standing = standingOf(windows);
    if (!goesOn || recorder.signal.aborted) checks = await concluded(shards, recorder);
    ports.onProgress(recorder.standing(standing.nowMs));
    await ports.breathe();
  }
  return recorder.conclude(standing.nowMs, standing.inFlight, checks ?? []);
}

interface Standing {
  readonly nowMs: number;
  readonly inFlight: number;
}

interface Advanced {
  readonly windows: readonly Window[];
  readonly lost: readonly { readonly told: ToldShards; readonly why: string }[];
}

async function advanced(shards: readonly Shards[], untilMs: number): Promise<Advanced> {
  const windows: Window[] = [];
  const lost: { told: ToldShards; why: string }[] = [];
  await Promise.all(
    shards.map(async (each) => {
      try {
        windows.push(await each.advance(untilMs));
      } catch (error) {
        // What the rules of the house throw is no lost shard.
        if (!(error instanceof ShardsLost)) throw error;
        lost.push({ told: each.told, why: error.message });
      }
    }),
  );
  return { windows, lost };
}

/** Nobody answers any more for shards. */
export class ShardsLost extends Error {
  override readonly name = 'ShardsLost';
}

function merged(windows: readonly Window[]): readonly Placed[] {
  const [only] = windows;
  if (windows.length === 1 && only !== undefined) return only.events;
  return inOrder(windows.flatMap(({ events }) => events));
}

function standingOf(windows: readonly Window[]): Standing {
  return {
    nowMs: windows.reduce((latest, { nowMs }) => Math.max(latest, nowMs), 0),
    inFlight: windows.reduce((sum, { inFlight }) => sum + inFlight, 0),
  };
}

async function concluded(
  shards: readonly Shards[],
  recorder: Recorder,
): Promise<readonly ValidityCheck[]> {
  const last = await Promise.all(shards.map((each) => each.conclude()));
  for (const { event } of inOrder(last.flatMap(({ events }) => events))) recorder.emit(event);
  return last.flatMap(({ checks }) => checks);
}

function lostCheck(told: ToldShards, why: string, atMs: number): ValidityCheck {
  const minutes = (atMs / 60_000).toFixed(1);
  const ended = `lost after ${minutes} min of the run, which ended there`;
  const message = `${ended}: ${shardsText(told)} (${why})`;
  return { name: 'shards', verdict: 'fail', message };
}
