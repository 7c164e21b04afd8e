import { z } from 'zod';
import { durationMs } from '../../sim/units.ts';
import { cardMute } from '../faults/card-mute.ts';
import { cardPowerUpError } from '../faults/card-power-up-error.ts';
import { cardRemoved } from '../faults/card-removed.ts';
import { cardSlow } from '../faults/card-slow.ts';
import { cardUnreadable } from '../faults/card-unreadable.ts';
import { cardWrongStatus } from '../faults/card-wrong-status.ts';
import { citizenForgetsCard } from '../faults/citizen-forgets-card.ts';
import { citizenForgetsPaper } from '../faults/citizen-forgets-paper.ts';
import { citizenWalksAway } from '../faults/citizen-walks-away.ts';
import { clockSkew } from '../faults/clock-skew.ts';
import { databaseLocked } from '../faults/database-locked.ts';
import { databaseSlow } from '../faults/database-slow.ts';
import { demandHeld } from '../faults/demand-held.ts';
import { feedLate } from '../faults/feed-late.ts';
import { feedLost } from '../faults/feed-lost.ts';
import { feedRepeated } from '../faults/feed-repeated.ts';
import { issuerError } from '../faults/issuer-error.ts';
import { issuerMute } from '../faults/issuer-mute.ts';
import { issuerSlow } from '../faults/issuer-slow.ts';
import { jpkiDown } from '../faults/jpki-down.ts';
import { jpkiSlow } from '../faults/jpki-slow.ts';
import { lineCut } from '../faults/line-cut.ts';
import { lineLossy } from '../faults/line-lossy.ts';
import { lineLostAnswer } from '../faults/line-lost-answer.ts';
import { lineSlow } from '../faults/line-slow.ts';
import { lineStorm } from '../faults/line-storm.ts';
import { linkCut } from '../faults/link-cut.ts';
import { linkSlow } from '../faults/link-slow.ts';
import { nodeCapped } from '../faults/node-capped.ts';
import { nodeCrash } from '../faults/node-crash.ts';
import { nodeHung } from '../faults/node-hung.ts';
import { nodeRollingRestart } from '../faults/node-rolling-restart.ts';
import { nodeWrongBuild } from '../faults/node-wrong-build.ts';
import { paymentAckLost } from '../faults/payment-ack-lost.ts';
import { paymentJam } from '../faults/payment-jam.ts';
import { paymentNoChange } from '../faults/payment-no-change.ts';
import { paymentTimeout } from '../faults/payment-timeout.ts';
import { printerEmpty } from '../faults/printer-empty.ts';
import { printerJam } from '../faults/printer-jam.ts';
import { printerOffline } from '../faults/printer-offline.ts';
import { printerSlow } from '../faults/printer-slow.ts';
import { storeBlackout } from '../faults/store-blackout.ts';
import { storeClosed } from '../faults/store-closed.ts';
import { TraceEvent } from '../trace-events.ts';
import type { FaultEffects, FaultKind, PlanComplaint, PlannedFault } from './fault.ts';
import { FAULT_SITES } from './fault-sites.ts';
import type { Site } from './site.ts';

/** All kinds of faults. A new one is a file and a line here. */
export const FAULTS: readonly FaultKind[] = [
  issuerError,
  issuerMute,
  issuerSlow,
  nodeHung,
  nodeCapped,
  nodeCrash,
  nodeRollingRestart,
  nodeWrongBuild,
  databaseSlow,
  databaseLocked,
  feedLate,
  feedLost,
  feedRepeated,
  linkCut,
  linkSlow,
  lineSlow,
  lineLossy,
  lineCut,
  lineStorm,
  lineLostAnswer,
  jpkiDown,
  jpkiSlow,
  clockSkew,
  demandHeld,
  printerJam,
  printerEmpty,
  printerSlow,
  printerOffline,
  paymentJam,
  paymentNoChange,
  paymentTimeout,
  paymentAckLost,
  cardUnreadable,
  cardRemoved,
  cardMute,
  cardSlow,
  cardWrongStatus,
  citizenForgetsCard,
  citizenForgetsPaper,
  citizenWalksAway,
  storeBlackout,
  storeClosed,
  // The order is that in which a swarm draws: what is new comes last.
  cardPowerUpError,
];

const [first, ...others] = FAULTS.map(({ schema }) => schema);

/** Faults that a scenario asks for. */
export const FaultPlan = z
  .array(
    z.discriminatedUnion('kind', [first as z.ZodObject, ...others] as never, {
      error: ({ input }) => unknownKind(input),
    }) as z.ZodType<PlannedFault, { readonly kind: string } & Readonly<Record<string, unknown>>>,
  )
  .describe('Faults that are injected, each for its time');
export type FaultPlan = readonly PlannedFault[];

export function kindOf({ kind }: PlannedFault): FaultKind {
  return FAULTS.find((known) => known.kind === kind) as FaultKind;
}

/** What a plan of faults is told of the scenario it belongs to. */
export interface Selectable {
  readonly kiosks: readonly string[];
  readonly municipalities: readonly string[];
  readonly nodes: readonly string[];
  /** How long citizens come, ms. */
  readonly durationMs: number;
  /** Whether a workload has citizens come on their own, who could be held back. */
  readonly isOpen: boolean;
}

/** Faults that could never strike or never end: where, and the remedy. */
export function whyNoFault(plan: FaultPlan, known: Selectable) {
  return plan.flatMap((fault, index) => {
    const kind = kindOf(fault);
    const effects = kind.effects as unknown as FaultEffects<PlannedFault, Site>;
    const complaints = [
      ...mistimed(fault, effects, known),
      ...untriggered(fault),
      ...unmatched(fault, known),
      ...unselectable(fault, kind),
      ...(effects.contradictions?.(fault) ?? []),
      ...(effects.demand === undefined ? [] : notHeld(fault, effects, known)),
    ];
    return complaints.map(({ path, message }) => ({ path: ['faults', index, ...path], message }));
  });
}

function mistimed(
  fault: PlannedFault,
  effects: FaultEffects<PlannedFault, Site>,
  { durationMs: endMs, nodes }: Selectable,
): PlanComplaint[] {
  const { at, for: lasts, every, on } = fault;
  const complaints: PlanComplaint[] = [];
  const atMs = durationMs(at);
  const followsMs = effects.lastsMs?.(fault, nodes);
  const lastsMs = followsMs ?? (lasts === undefined ? undefined : durationMs(lasts));
  const path = [followsMs === undefined ? 'for' : 'at'];
  if (followsMs !== undefined && lasts !== undefined) {
    const message = `leave it out: how long it lasts follows from the rest, ${followsMs} ms`;
    complaints.push({ path: ['for'], message });
  }
  if (atMs >= endMs) {
    complaints.push({ path: ['at'], message: 'it would begin when nobody comes any more' });
  } else if (on === undefined && lastsMs !== undefined && atMs + lastsMs > endMs) {
    const message = 'it would last longer than citizens come: end it before, to see it heal';
    complaints.push({ path, message });
  }
  if (every !== undefined && (lastsMs === undefined || durationMs(every) <= lastsMs)) {
    complaints.push({ path: ['every'], message: 'it must be longer than `for`' });
  }
  return complaints;
}

/** Events of the run itself, which come before and after all faults. */
const OUTSIDE: ReadonlySet<string> = new Set(['run-began', 'run-ended', 'checked']);

const TRIGGERS = kindsOf(TraceEvent).filter((kind) => !OUTSIDE.has(kind));

function untriggered({ on }: PlannedFault): PlanComplaint[] {
  if (on === undefined || TRIGGERS.includes(on.event)) return [];
  const message = `no fault can wait for ${on.event}; for one of these: ${TRIGGERS.join(', ')}`;
  return [{ path: ['on', 'event'], message }];
}

/** A selector that chooses nothing is a mistake, not silence. */
function unmatched({ select }: PlannedFault, known: Selectable): PlanComplaint[] {
  const { kiosks = [], municipalities = [], nodes = [] } = select;
  return [
    ...missing('kiosks', kiosks, (text) => known.kiosks.some(matching(text)), known.kiosks),
    ...missing(
      'municipalities',
      municipalities,
      (text) => known.municipalities.includes(text),
      known.municipalities,
    ),
    ...missing('nodes', nodes, (text) => known.nodes.includes(text), known.nodes),
  ];
}

/** What no call of the site says could not be chosen by. */
function unselectable({ select }: PlannedFault, { kind, site }: FaultKind): PlanComplaint[] {
  const { selectors, operations } = FAULT_SITES[site];
  const told = selectors.length === 0 ? 'nothing' : selectors.join(', ');
  const wrong = Object.entries(select)
    .filter(([, choice]) => choice !== undefined)
    .map(([selector]) => selector)
    .filter((selector) => !selectors.some((each) => each === selector))
    .map((selector) => ({
      path: ['select', selector],
      message: `${kind} can be selected by ${told}: leave it out`,
    }));
  if (operations === undefined) return wrong;
  const isThere = (operation: string) => operations.includes(operation);
  return [...wrong, ...missing('operations', select.operations ?? [], isThere, operations)];
}

/** A demand is held back before the run, and has to come before its end. */
function notHeld(
  fault: PlannedFault,
  { demandTailMs }: FaultEffects<PlannedFault, Site>,
  { durationMs: endMs, isOpen }: Selectable,
): PlanComplaint[] {
  const { at, for: lasts, every, on } = fault;
  const complaints: PlanComplaint[] = [];
  const tailMs = demandTailMs?.(fault) ?? 0;
  if (on !== undefined) complaints.push({ path: ['on'], message: 'say `at` instead' });
  if (every !== undefined) complaints.push({ path: ['every'], message: 'plan it several times' });
  if (lasts === undefined) {
    complaints.push({ path: ['for'], message: 'say how long, or nobody would come any more' });
  } else if (durationMs(at) + durationMs(lasts) + tailMs > endMs) {
    complaints.push({ path: ['over'], message: 'the last would come after the run: shorten it' });
  }
  if (!isOpen) {
    const message = 'no workload has citizens come on their own: there is no demand to hold back';
    complaints.push({ path: [], message });
  }
  return complaints;
}

function missing(
  field: string,
  texts: readonly string[],
  isKnown: (text: string) => boolean,
  there: readonly string[],
): PlanComplaint[] {
  const range =
    field === 'operations' || there.length < 2
      ? there.join(', ') || 'none'
      : `${there[0]} … ${there.at(-1)}`;
  return texts
    .filter((text) => !isKnown(text))
    .map((text) => ({ path: ['select', field], message: `${text} is not there: ${range}` }));
}

/** Whether a name fits a pattern in which * stands for any letters. */
export function matching(pattern: string): (name: string) => boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`);
  return (name) => expression.test(name);
}

function unknownKind(input: unknown): string | undefined {
  const kind = (input as { readonly kind?: unknown } | undefined)?.kind;
  if (FAULTS.some((known) => known.kind === kind)) return undefined;
  return `there is no such kind of fault; there are ${FAULTS.map((known) => known.kind).join(', ')}`;
}

function kindsOf(union: typeof TraceEvent): readonly string[] {
  return union.options.flatMap(({ options }) => options.map(({ shape }) => shape.kind.value));
}
