import assert from 'node:assert/strict';
import { nodeNames } from '../../server/cluster.ts';
import type { FeedSettings } from '../../server/register/update-feed.ts';
import { type Process, type Runner, sleep } from '../../sim/process.ts';
import type { Streams } from '../../sim/rng.ts';
import { durationMs } from '../../sim/units.ts';
import type { ValidityCheck } from '../judging/result.ts';
import type { Scenario } from '../scenario.ts';
import type { TraceEvent } from '../trace-events.ts';
import { kioskIds } from '../traffic/kiosk-ids.ts';
import type { FaultKind, Pulse, Toxics } from './fault.ts';
import { Aftermath } from './fault-aftermath.ts';
import { through } from './fault-passage.ts';
import { BoardFault, spans } from './fault-run.ts';
import type { Around, Site } from './site.ts';

/** Before all else of its instant: a fault is on from its beginning on, and not at its end. */
const FIRST = -1;

/** The true connections of the kiosks of a live run. */
export interface Wire {
  /** Lets this befall every connection from now on, for a fault; undefined takes it back. */
  set(fault: string, toxics: Toxics | undefined): void;
  /** How many connections a fault has befallen since this was asked last. */
  takeStruck(fault: string): number;
  /** Cuts the device bus of some kiosks. */
  cut(kiosks: readonly string[]): void;
  /** Lets them come back. */
  restore(kiosks: readonly string[]): void;
}

/**
 * The faults of a run: lets them begin and end, says so in the trace, and stands around the calls
 * of their sites. Where the scenario plans no fault, nobody stands in the way.
 */
export class FaultBoard {
  readonly #faults: readonly BoardFault[];
  readonly #chance: Streams;
  readonly #endMs: number;
  readonly #nodes: readonly string[];
  readonly #record: (event: TraceEvent) => void;
  readonly #aftermath = new Aftermath();
  #wire: Wire | undefined;
  #finished = false;

  constructor(scenario: Scenario, chance: Streams, record: (event: TraceEvent) => void) {
    this.#chance = chance;
    this.#endMs = durationMs(scenario.duration);
    this.#nodes = nodeNames(scenario.server.nodes);
    this.#record = record;
    const kiosks = kioskIds(scenario);
    const numbers = new Map<string, number>();
    this.#faults = scenario.faults.map((planned) => {
      // Numbered among its kind: a fault of another kind changes neither its name nor its chance.
      const number = (numbers.get(planned.kind) ?? 0) + 1;
      numbers.set(planned.kind, number);
      return new BoardFault(planned, `${planned.kind}#${number}`, chance, kiosks);
    });
  }

  /** Names of those that are on. */
  get active(): readonly string[] {
    return this.#faults.filter(({ isOn }) => isOn).map(({ name }) => name);
  }

  /** Lets all faults begin and end at their times. */
  start(runner: Runner): void {
    for (const fault of this.#faults) runner.spawn(this.#live(fault, runner), FIRST);
  }

  /** Lets faults of lines act on true connections: those that strike all alike, nowhere else. */
  attach(wire: Wire): void {
    this.#wire = wire;
    for (const fault of this.#faults) fault.isWired = fault.strikesAllLines;
  }

  /** Takes note of what happens in the run, if faults are planned, and passes it on. */
  watching(emit: (event: TraceEvent) => void): (event: TraceEvent) => void {
    if (this.#faults.length === 0) return emit;
    return (event) => {
      emit(event);
      this.#see(event);
    };
  }

  /** The run is over at this instant: so is every fault. Nothing begins any more. */
  finish(nowMs: number): void {
    if (this.#finished) return;
    this.#finished = true;
    for (const fault of this.#faults) if (fault.isOn) this.#end(fault, nowMs);
    assert(this.active.length === 0, 'a fault outlived its run');
  }

  /** Whether all faults came and went, and who came after them was served. */
  checks(): readonly ValidityCheck[] {
    if (this.#faults.length === 0) return [];
    const never = this.#faults.filter(({ windows }) => windows === 0).map(({ name }) => name);
    return [this.#aftermath.check(this.active, never)];
  }

  /**
   * What stands around the calls of a site, undefined if no fault is planned there. `runner` is
   * that of the callers: a live server has its own.
   */
  around<S extends Site>(site: S, runner: Runner): Around<S> | undefined {
    const faults = this.#faults.filter(({ kind }) => kind.site === site);
    if (faults.length === 0) return undefined;
    return ((call, proceed) => through({ faults, runner, call, proceed })) as Around<S>;
  }

  /** Whether a fault is planned at one of these sites. */
  touches(...sites: readonly FaultKind['site'][]): boolean {
    return this.#faults.some(({ kind }) => sites.includes(kind.site));
  }

  /** Whether a node answers the probe of its balancer; undefined if no fault changes that. */
  get probe(): ((node: string) => boolean) | undefined {
    const faults = this.#faults.filter(({ effects }) => effects.unhealthy);
    if (faults.length === 0) return undefined;
    return (node) => !faults.some((fault) => fault.isAt(node));
  }

  /** How updates of the registers travel: this one, if it is said which. */
  feed(
    settings: FeedSettings,
    update?: {
      readonly municipality: string;
      readonly sequence: number;
      readonly change: string;
    },
  ): FeedSettings {
    if (update === undefined) return settings;
    const { municipality, sequence, change: operation } = update;
    const call = { operation, municipality, key: `${municipality}/${sequence}` };
    let now = settings;
    for (const fault of this.#faults) {
      const { effects, planned } = fault;
      if (effects.feed === undefined || fault.pulseOn(call) === undefined) continue;
      if (!fault.selects(call) || fault.draw(call) === undefined) continue;
      fault.struck += 1;
      now = effects.feed(planned, now);
    }
    return now;
  }

  /** By how much what a clock now says is wrong, ms; asked once for each reading. */
  skewMs(): number {
    let skewMs = 0;
    for (const fault of this.#faults) {
      if (!fault.isOn || fault.effects.skewMs === undefined) continue;
      fault.struck += 1;
      skewMs += fault.effects.skewMs(fault.planned);
    }
    return skewMs;
  }

  /**
   * When citizens come who are due at these instants, in order. A demand is held back by what the
   * plan says and not by what is on, as all are known before the first one comes.
   */
  *demand(workload: string, arrivals: Iterable<number>, offsetMs: number): Iterable<number> {
    const holding = this.#faults.filter(({ effects }) => effects.demand !== undefined);
    if (holding.length === 0) {
      yield* arrivals;
      return;
    }
    const shifted = [...arrivals].map((dueMs, index) =>
      holding.reduce((atMs, fault) => {
        return this.#heldBack(fault, atMs + offsetMs, `${workload}/${index}`) - offsetMs;
      }, dueMs),
    );
    yield* shifted.sort((one, other) => one - other);
  }

  #heldBack(fault: BoardFault, dueMs: number, who: string): number {
    const { planned, effects, name } = fault;
    for (const [beganMs, endMs] of spans(fault, this.#endMs, this.#nodes)) {
      if (dueMs < beganMs || dueMs >= endMs) continue;
      const chance = this.#chance.stream('fault-demand', `${name}/${who}`);
      if (chance.uniform() >= planned.probability) return dueMs;
      fault.held.set(beganMs, (fault.held.get(beganMs) ?? 0) + 1);
      return effects.demand?.(planned, { dueMs, beganMs, endMs, chance }) ?? dueMs;
    }
    return dueMs;
  }

  #see(event: TraceEvent): void {
    this.#aftermath.see(event);
    for (const fault of this.#faults) fault.see(event);
  }

  #tell(event: TraceEvent): void {
    this.#record(event);
    this.#see(event);
  }

  *#live(fault: BoardFault, runner: Runner): Process {
    const { on } = fault.planned;
    if (on !== undefined) yield* fault.triggered.wait();
    const originMs = on === undefined ? 0 : runner.now();
    for (const [atMs, untilMs] of spans(fault, this.#endMs - originMs, this.#nodes)) {
      const [beganMs, endMs] = [originMs + atMs, originMs + untilMs];
      yield* until(beganMs, runner);
      if (this.#finished) return;
      fault.begin(beganMs);
      this.#tell({
        kind: 'fault-began',
        t: runner.now(),
        fault: fault.name,
        means: fault.kind.kind,
      });
      for (const pulse of fault.pulses(endMs - beganMs, this.#nodes)) {
        yield* until(beganMs + pulse.fromMs, runner);
        this.#strikeUp(fault, pulse);
        yield* until(Math.min(endMs, beganMs + pulse.untilMs), runner);
        this.#pause(fault);
      }
      yield* until(endMs, runner);
      if (fault.isOn) this.#end(fault, runner.now());
    }
  }

  #strikeUp(fault: BoardFault, pulse: Pulse): void {
    if (!fault.isOn) return;
    const toxics = fault.effects.wire?.(fault.planned);
    if (fault.isWired) this.#wire?.set(fault.name, toxics);
    else if (isBreach(toxics)) this.#wire?.cut(fault.kiosksCut);
    fault.strikeUp(pulse);
  }

  #pause(fault: BoardFault): void {
    if (fault.isWired) this.#wire?.set(fault.name, undefined);
    else if (isBreach(fault.effects.wire?.(fault.planned))) this.#wire?.restore(fault.kiosksCut);
    fault.pause();
  }

  #end(fault: BoardFault, t: number): void {
    this.#pause(fault);
    const befallen = fault.isWired ? (this.#wire?.takeStruck(fault.name) ?? 0) : 0;
    const struck = fault.end() + befallen;
    this.#tell({ kind: 'fault-ended', t, fault: fault.name, struck });
  }
}

function* until(atMs: number, runner: Runner): Process {
  const waitMs = atMs - runner.now();
  if (waitMs > 0) yield sleep(waitMs);
}

/** Whether connections break by it. */
function isBreach(toxics: Toxics | undefined): boolean {
  return toxics?.down === true || toxics?.reset === true;
}
