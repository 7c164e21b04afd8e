import type { Histogram } from '../sim/histogram.ts';
import { durationMs, instantMs } from '../sim/units.ts';
import type { Fidelity } from './fidelity.ts';
import { Judge } from './judging/judge.ts';
import type { Judgement, ValidityCheck } from './judging/result.ts';
import type { LiveRun } from './live/live-city-system.ts';
import type { Scenario } from './scenario.ts';
import type { TraceEvent } from './trace-events.ts';
import { virtualRun } from './virtual-run.ts';

/** Where a run stands, for a progress line. */
export interface Standing {
  readonly scenarioMs: number;
  readonly offered: number;
  readonly ended: number;
  readonly violations: number;
  /** Of a live run: how late whoever had to be woken was so far, in wall milliseconds. */
  readonly lateness?: Histogram | undefined;
}

/** What whoever runs a scenario gives and wants to know. */
export interface ExecutionPorts {
  /** Takes every event of the trace, in order. */
  readonly record: ((event: TraceEvent) => void) | undefined;
  /** Origin of the server, where it is somebody else's. */
  readonly target?: string | undefined;
  /** Asks for the run to end early; what is under way stays in flight. */
  readonly signal: AbortSignal;
  /** Lets other things (signals, drawing) have their turn. */
  readonly breathe: () => Promise<void>;
  readonly onProgress: (standing: Standing) => void;
}

/** A run that is over, judged. */
export interface Execution {
  readonly judgement: Judgement;
  readonly scenarioMs: number;
  readonly events: number;
  readonly interrupted: boolean;
}

/** Occurrences between two breaths: some tens of milliseconds. */
const SLICE = 20_000;

/** Runs a scenario in virtual time, as fast as it goes. */
export async function executeVirtual(
  scenario: Scenario,
  seed: number,
  fidelity: Fidelity,
  ports: ExecutionPorts,
): Promise<Execution> {
  const recorder = new Recorder(scenario, seed, 'virtual', ports);
  const run = virtualRun(scenario, seed, fidelity, recorder.emit);
  for (let goesOn = true; goesOn && !recorder.signal.aborted; ) {
    goesOn = run.advance(SLICE);
    if (run.performing !== undefined) await run.performing;
    else await ports.breathe();
    ports.onProgress(recorder.standing(run.now()));
  }
  return recorder.conclude(run.now(), run.world.inFlight, run.checks());
}

/** Runs a scenario in real time. `open` starts it, given where its events go. */
export async function executeLive(
  scenario: Scenario,
  seed: number,
  open: (emit: (event: TraceEvent) => void) => Promise<LiveRun>,
  ports: ExecutionPorts,
): Promise<Execution & { readonly target: string }> {
  const recorder = new Recorder(scenario, seed, 'real', ports);
  const run = await open(recorder.emit);
  try {
    let over = false;
    const finished = run.finished(recorder.signal).finally(() => {
      over = true;
    });
    finished.catch(() => {});
    while (!over) {
      ports.onProgress({ ...recorder.standing(run.now()), lateness: run.lateness });
      await Promise.race([ports.breathe(), finished]);
    }
    await finished;
    const { inFlight } = run.world;
    const execution = recorder.conclude(run.now(), inFlight, run.checks());
    return { ...execution, target: run.description };
  } finally {
    await run.close();
  }
}

/** Numbers, judges and records the events of a run. */
export class Recorder {
  readonly #judge: Judge;
  readonly #record: ExecutionPorts['record'];
  readonly #interruption: AbortSignal;
  readonly #broken = new AbortController();
  /** Aborts when the run is to end early: it is interrupted, or a threshold ends it. */
  readonly signal: AbortSignal;
  #events = 0;
  #over = false;

  constructor(
    scenario: Scenario,
    seed: number,
    clock: 'virtual' | 'real',
    { record, signal, target }: ExecutionPorts,
  ) {
    const originMs = instantMs(scenario.start);
    this.#judge = new Judge(scenario, originMs, durationMs(scenario.duration));
    this.#record = record;
    this.#interruption = signal;
    this.signal = AbortSignal.any([signal, this.#broken.signal]);
    const { name } = scenario;
    const began = { kind: 'run-began', t: 0, scenario: name, seed, clock, originMs } as const;
    this.emit(target === undefined ? began : { ...began, target });
  }

  /** What the server still has to say when the run is over is not of the run. */
  readonly emit = (event: TraceEvent): void => {
    if (this.#over) return;
    this.#take(event);
    if (this.#judge.aborted === undefined) return;
    this.#over = true;
    this.#broken.abort();
  };

  #take(event: TraceEvent): void {
    this.#events += 1;
    this.#judge.accept(event);
    this.#record?.(event);
  }

  standing(scenarioMs: number): Standing {
    return { scenarioMs, ...this.#judge.progress, violations: this.#judge.violations };
  }

  conclude(scenarioMs: number, inFlight: number, checks: readonly ValidityCheck[]): Execution {
    this.#over = true;
    const { aborted, progress } = this.#judge;
    const interrupted = this.#interruption.aborted;
    // Whatever went on after a threshold had ended the run is not of it.
    const t = aborted?.atMs ?? scenarioMs;
    const left = aborted === undefined ? inFlight : progress.offered - progress.ended;
    const reason = interrupted || aborted !== undefined ? 'interrupted' : 'finished';
    for (const check of checks) this.#take({ kind: 'checked', t, ...check });
    const events = this.#events + 1;
    const ended = { kind: 'run-ended', t, reason, inFlight: left, events } as const;
    this.#take(aborted === undefined ? ended : { ...ended, threshold: aborted.threshold });
    const judgement = this.#judge.conclude();
    return { judgement, scenarioMs: t, events: this.#events, interrupted };
  }
}
