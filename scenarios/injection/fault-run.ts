import type { Rng, Streams } from '../../sim/rng.ts';
import { durationMs } from '../../sim/units.ts';
import { Signal } from '../../sim/waiting.ts';
import type { TraceEvent } from '../trace-events.ts';
import type { FaultEffects, FaultKind, PlannedFault, Pulse } from './fault.ts';
import { kindOf, matching } from './faults.ts';
import type { Call, Site } from './site.ts';

/** A stretch in which a fault is at work. */
interface Beat extends Pulse {
  readonly over: Signal;
}

/** A planned fault, as its run has it. */
export class BoardFault {
  readonly name: string;
  readonly planned: PlannedFault;
  readonly kind: FaultKind;
  readonly effects: FaultEffects<PlannedFault, Site>;
  readonly selects: (call: Call) => boolean;
  /** Is fired when it has been triggered. */
  readonly triggered = new Signal();
  /** Citizens it holds back, by the instant at which it begins. */
  readonly held = new Map<number, number>();
  /** Whether it acts on true connections, and calls pass. */
  isWired = false;
  /** How often it has had an effect since it began. */
  struck = 0;
  /** How often it has begun. */
  windows = 0;
  /** Fires the next time it strikes up, for what is then under way. */
  strikesUp = new Signal();
  #beganMs: number | undefined;
  #beat: Beat | undefined;
  #seen = 0;
  /** Those it selects, if it selects some. */
  readonly #kiosks: ReadonlySet<string> | undefined;
  readonly #all: readonly string[];
  readonly #chance: Streams;
  readonly #asked = new Map<string, number>();
  readonly #underWay = new Map<string, number>();

  constructor(planned: PlannedFault, name: string, chance: Streams, kiosks: readonly string[]) {
    this.name = name;
    this.planned = planned;
    this.kind = kindOf(planned);
    this.effects = this.kind.effects as unknown as FaultEffects<PlannedFault, Site>;
    this.#kiosks = kiosksOf(planned, name, chance, kiosks);
    const selects = selector(planned, this.kind, this.#kiosks);
    const concerns = this.effects.concerns;
    this.selects = (call) => selects(call) && (concerns?.(planned, call) ?? true);
    this.#chance = chance;
    this.#all = kiosks;
  }

  /** Whether it has begun and not ended. */
  get isOn(): boolean {
    return this.#beganMs !== undefined;
  }

  /** Whether it strikes every kiosk’s line all the time, so that it can act on connections. */
  get strikesAllLines(): boolean {
    const { probability, select } = this.planned;
    const selected = Object.values(select).some((choice) => choice !== undefined);
    return this.effects.wire !== undefined && probability === 1 && !selected;
  }

  /** Kiosks that drop off the device bus when it breaks their lines. */
  get kiosksCut(): readonly string[] {
    const { probability, select } = this.planned;
    if (probability < 1 || select.operations !== undefined) return [];
    return this.#kiosks === undefined ? this.#all : [...this.#kiosks];
  }

  begin(beganMs: number): void {
    this.#beganMs = beganMs;
    this.windows += 1;
    this.struck = 0;
    this.#asked.clear();
  }

  /** From now on it is at work. */
  strikeUp(pulse: Pulse): void {
    this.#beat = { ...pulse, over: new Signal() };
    const { strikesUp } = this;
    this.strikesUp = new Signal();
    strikesUp.fire();
  }

  /** It is not at work any more, or for a while. */
  pause(): void {
    const beat = this.#beat;
    this.#beat = undefined;
    beat?.over.fire();
  }

  /** Answers how often it has had an effect. */
  end(): number {
    const held = this.held.get(this.#beganMs ?? Number.NaN) ?? 0;
    this.#beganMs = undefined;
    return this.struck + held;
  }

  /** When it is at work in a time of so many ms. */
  *pulses(lastsMs: number, nodes: readonly string[]): Iterable<Pulse> {
    const always = [{ fromMs: 0, untilMs: lastsMs }];
    for (const pulse of this.effects.pulses?.(this.planned, nodes) ?? always) {
      if (pulse.fromMs >= lastsMs) return;
      yield pulse;
    }
  }

  /** The stretch in which it would strike this call now; undefined if it would not. */
  pulseOn({ node }: Call): Beat | undefined {
    const beat = this.#beat;
    if (beat === undefined || beat.spares === true) return undefined;
    return beat.node === undefined || beat.node === node ? beat : undefined;
  }

  /** Whether it is on at a node, though it may spare its calls. */
  isAt(node: string): boolean {
    const beat = this.#beat;
    if (beat === undefined) return false;
    const selected = this.planned.select.nodes?.includes(node) ?? true;
    return selected && (beat.node === undefined || beat.node === node);
  }

  /** The chance of a call that it strikes; undefined if chance spares it. */
  draw({ operation, key }: Call): Rng | undefined {
    const what = `${operation}/${key}`;
    const asked = (this.#asked.get(what) ?? 0) + 1;
    this.#asked.set(what, asked);
    const chance = this.#chance.stream(this.name, `${this.windows}/${what}/${asked}`);
    return chance.uniform() < this.planned.probability ? chance : undefined;
  }

  /** Calls under way where this one goes, after so many more or less. */
  countUnderWay({ node, municipality }: Call, more: number): number {
    const place = node ?? municipality ?? '';
    const count = (this.#underWay.get(place) ?? 0) + more;
    this.#underWay.set(place, count);
    return count;
  }

  /** Takes note of what may trigger it. */
  see({ kind }: TraceEvent): void {
    const { on } = this.planned;
    if (on?.event !== kind) return;
    this.#seen += 1;
    if (this.#seen === on.count) this.triggered.fire();
  }
}

/** From when to when a planned fault is on, ms after its beginning; none goes beyond the end. */
export function* spans(
  { planned, effects }: Pick<BoardFault, 'planned' | 'effects'>,
  endMs: number,
  nodes: readonly string[],
): Iterable<[number, number]> {
  const { at, for: lasts, every } = planned;
  const saidMs = lasts === undefined ? Number.POSITIVE_INFINITY : durationMs(lasts);
  const lastsMs = effects.lastsMs?.(planned, nodes) ?? saidMs;
  const everyMs = every === undefined ? Number.POSITIVE_INFINITY : durationMs(every);
  for (let atMs = durationMs(at); atMs < endMs; atMs += everyMs) {
    yield [atMs, Math.min(endMs, atMs + lastsMs)];
  }
}

/** Kiosks that are selected; undefined if all are, and also who is none. */
function kiosksOf(
  { select: { kiosks, share } }: PlannedFault,
  name: string,
  chance: Streams,
  all: readonly string[],
): ReadonlySet<string> | undefined {
  if (kiosks === undefined && share === undefined) return undefined;
  const named = all.filter((kiosk) => kiosks?.some((text) => matching(text)(kiosk)) ?? true);
  return new Set(share === undefined ? named : shareOf(named, share, name, chance));
}

/** So many of the kiosks, one at least: a share that chose nobody would be a fault in name only. */
function shareOf(kiosks: readonly string[], share: number, name: string, chance: Streams) {
  const drawn = kiosks.map((kiosk) => {
    return { kiosk, place: chance.stream('fault-share', `${name}/${kiosk}`).uniform() };
  });
  drawn.sort((one, other) => one.place - other.place);
  return drawn.slice(0, Math.max(1, Math.round(share * kiosks.length))).map(({ kiosk }) => kiosk);
}

function selector(
  { select }: PlannedFault,
  kind: FaultKind,
  chosen: ReadonlySet<string> | undefined,
): (call: Call) => boolean {
  const { municipalities, nodes, operations = kind.operations } = select;
  return ({ kiosk, municipality, node, operation }) =>
    (chosen === undefined || (kiosk !== undefined && chosen.has(kiosk))) &&
    (municipalities === undefined || municipalities.includes(municipality ?? '')) &&
    (nodes === undefined || nodes.includes(node ?? '')) &&
    (operations === undefined || operations.includes(operation));
}
