import { z } from 'zod';
import type { FeedSettings } from '../../server/register/update-feed.ts';
import type { Process } from '../../sim/process.ts';
import type { Rng } from '../../sim/rng.ts';
import { Duration, durationMs, Stretch } from '../../sim/units.ts';
import { Signal, within } from '../../sim/waiting.ts';
import type { Call, Site, SiteFailures } from './site.ts';

/** Which calls a fault strikes; what is not said is not asked. */
export const Selection = z
  .strictObject({
    kiosks: z
      .array(z.string())
      .min(1)
      .optional()
      .describe('Names of kiosks; * stands for any letters, as in in-0*'),
    share: z
      .number()
      .gt(0)
      .max(1)
      .optional()
      .describe('Share of these kiosks, one at least; the same ones for as long as the run lasts'),
    municipalities: z.array(z.string()).min(1).optional().describe('Codes of municipalities'),
    nodes: z.array(z.string()).min(1).optional().describe('Nodes of the issuing server: node-1 …'),
    operations: z.array(z.string()).min(1).optional().describe('Operations of the site'),
  })
  .describe('Which calls it strikes');
export type Selection = z.infer<typeof Selection>;

/** What every fault is told: when, how often, where. */
export const FAULT_FIELDS = {
  at: Duration.default('0s').describe('Begins this long after the run, or after its trigger'),
  for: Stretch.optional().describe('How long it lasts; without it, as long as citizens come'),
  every: Stretch.optional().describe('Begins anew each time so much has passed'),
  probability: z.number().gt(0).max(1).default(1).describe('Of each call that it strikes'),
  on: z
    .strictObject({
      event: z.string().describe('Kind of the event of the trace'),
      count: z.int().min(1).default(1).describe('Which one of them, from 1'),
    })
    .optional()
    .describe('Waits for an event of the trace'),
  select: Selection.prefault({}),
};

/** A fault as a scenario asks for it, its own parameters among the common ones. */
export type PlannedFault = z.infer<z.ZodObject<typeof FAULT_FIELDS>> & {
  readonly kind: string;
};

/** A call that a fault strikes. */
export interface Hit<P> {
  readonly params: P;
  readonly call: Call;
  /** Chance of this call and this fault alone. */
  readonly chance: Rng;
  /** Is fired when the fault ends, or pauses. */
  readonly over: Signal;
}

/** A part of the time of a fault in which it is at work; ms since it began. */
export interface Pulse {
  readonly fromMs: number;
  readonly untilMs: number;
  /** Only this node of the issuing server; without it wherever it is selected. */
  readonly node?: string;
  /** Whether calls pass unharmed, as at a node that only takes no new ones from its balancer. */
  readonly spares?: boolean;
}

/** A mistake in a plan of faults: where it is, and the remedy. */
export interface PlanComplaint {
  readonly path: readonly string[];
  readonly message: string;
}

/** What a kind of fault can do; most do one of these. */
export interface FaultEffects<P, S extends Site> {
  /** Which calls of its site it is about; about all without. */
  concerns?(params: P, call: Call): boolean;
  /** What becomes of a call that it strikes. */
  strike?<A>(hit: Hit<P>, proceed: () => Process<A>): Process<A | SiteFailures[S]>;
  /** Whether it strikes a call beside which so many others are under way; without it, any. */
  strikes?(params: P, underWay: number): boolean;
  /** What a call under way is broken off with when the fault begins. */
  breakOff?(params: P): SiteFailures[S];
  /** Whether the answer to what is under way when it begins comes only when it is over. */
  readonly holdsBack?: boolean;
  /** Whether a node it strikes does not answer the probe of its balancer either. */
  readonly unhealthy?: boolean;
  /** When it is at work within its time; without it always. */
  pulses?(params: P, nodes: readonly string[]): Iterable<Pulse>;
  /** How long it lasts, ms, where that follows from its parameters and not from `for`. */
  lastsMs?(params: P, nodes: readonly string[]): number;
  /** What contradicts itself in its parameters. */
  contradictions?(params: P): readonly PlanComplaint[];
  /** How an update of the registers travels meanwhile. */
  feed?(params: P, settings: FeedSettings): FeedSettings;
  /** When a citizen comes who was due at `dueMs`, within the fault. */
  demand?(params: P, due: Due): number;
  /** How long after the end of the fault the last of them comes, ms. */
  demandTailMs?(params: P): number;
  /** By how much the clock of the issuing server is ahead meanwhile, ms. */
  skewMs?(params: P): number;
  /** What it does to the connections of a live run, where it strikes all kiosks alike. */
  wire?(params: P): Toxics;
}

/** What can befall a TCP connection, in the words of Toxiproxy; ms of the machine’s time. */
export interface Toxics {
  /** What is sent arrives so much later, and up to `jitterMs` more or less. */
  readonly latencyMs?: number;
  readonly jitterMs?: number;
  /** Nothing is taken and nothing stands: connections are reset, and new ones refused. */
  readonly down?: boolean;
  /** The connections that stand when it begins are reset (RST); new ones are taken. */
  readonly reset?: boolean;
  /** Bytes a second in each direction of a connection. */
  readonly bytesPerSecond?: number;
  /** A connection that one side has closed is closed to the other so much later. */
  readonly slowCloseMs?: number;
}

/** A citizen who falls due while a fault is on; all in ms of scenario time. */
export interface Due {
  readonly dueMs: number;
  readonly beganMs: number;
  readonly endMs: number;
  readonly chance: Rng;
}

/** Where faults can be: a site of calls, or what is no call. */
export type FaultSite = Site | 'feed' | 'demand' | 'clock';

/** A kind of fault, its parameters hidden from those who only list it. */
export interface FaultKind {
  /** Name, e.g. `issuer.error`: who is at fault, and how. */
  readonly kind: string;
  readonly site: FaultSite;
  readonly en: string;
  readonly ja: string;
  /** Which incident it stands for, or where its figures are from. */
  readonly source: string;
  /** What it strikes where a scenario selects no operations; without it all of its site. */
  readonly operations?: readonly string[];
  /** Format of a planned fault of this kind. */
  readonly schema: z.ZodObject;
  readonly effects: FaultEffects<never, Site>;
}

/** Says a kind of fault: one file, and one line in the list. */
export function faultKind<Shape extends z.core.$ZodLooseShape, S extends Site>(
  told: Omit<FaultKind, 'schema' | 'effects' | 'site'> & {
    readonly site: S | 'feed' | 'demand' | 'clock';
    readonly params: Shape;
  },
  effects: FaultEffects<z.infer<z.ZodObject<Shape>>, S>,
): FaultKind {
  const { params, ...rest } = told;
  const schema = z
    .strictObject({ kind: z.literal(told.kind), ...FAULT_FIELDS, ...params })
    .describe(told.en);
  return { ...rest, schema, effects: effects as unknown as FaultKind['effects'] };
}

/** Waits ms of measured time: what the server and its lines do is compressed by no `--speed`. */
export function* measuredSleep(ms: number): Process {
  if (ms > 0) yield* within(ms, new Signal().wait(), 'measured');
}

/** Parameters of what is slow, as Toxiproxy calls them. */
export const LATENCY = {
  latency: Stretch.describe('How much longer it takes, in the server’s own time'),
  jitter: Duration.default('0s').describe('Up to so much more or less, evenly; at most `latency`'),
};

interface Latency {
  readonly latency: string;
  readonly jitter: string;
}

/** Lets the time of a latency pass, drawn for this call. */
export function* late({ params, chance }: Hit<Latency>): Process {
  yield* measuredSleep(latencyMs(params, chance));
}

/** One latency, ms. */
export function latencyMs({ latency, jitter }: Latency, chance: Rng): number {
  return durationMs(latency) + (2 * chance.uniform() - 1) * durationMs(jitter);
}

/** Nothing can be early. */
export function jitterTooLarge({ latency, jitter }: Latency): readonly PlanComplaint[] {
  if (durationMs(jitter) <= durationMs(latency)) return [];
  return [{ path: ['jitter'], message: `it must not exceed the latency, ${latency}` }];
}
