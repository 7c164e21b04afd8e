import type { Executed } from '../executed.ts';
import { eventsOf, type ScenarioData, scenarioData } from '../small-scenario.ts';

/** What came of a journey: for the citizen, for the fee, and in the records. */
export interface Fate {
  /** What the citizen saw last: outcome, stage and reason. */
  readonly saw: string;
  /** What is kept of the fee when all is over, and how often it was given back. */
  readonly kept: 'nothing' | 'the fee' | number;
  readonly refunds: number;
  /** Numbers of the pages that came out, in their order. */
  readonly pages: string;
  /** What the server has recorded in the end, and whether it knows the same amount. */
  readonly server: 'printed' | 'not-printed' | 'nothing' | 'another amount';
}

/** Completed, paid and recorded: nothing has gone wrong. */
export const GOOD: Omit<Fate, 'pages'> = {
  saw: 'completed at take: ',
  kept: 'the fee',
  refunds: 0,
  server: 'printed',
};

/** Ended before anything was asked for. */
export function nothingBut(saw: string): Fate {
  return { saw, kept: 'nothing', refunds: 0, pages: '', server: 'nothing' };
}

export function fateOf({ events }: Pick<Executed, 'events'>, journey: number): Fate {
  const ofJourney = (event: { readonly journey: number }) => event.journey === journey;
  const [end] = eventsOf('ended', events).filter(ofJourney);
  const [document] = eventsOf('document', events).filter(ofJourney);
  const refunded = eventsOf('refunded', events).filter(ofJourney);
  const yenOf = (all: readonly { readonly yen: number }[]) =>
    all.reduce((sum, e) => sum + e.yen, 0);
  const keptYen = yenOf(eventsOf('paid', events).filter(ofJourney)) - yenOf(refunded);
  const settled = eventsOf('server-settled', events).filter((e) => e.request === `r${journey}`);
  const last = settled.at(-1);
  const server = last?.paidYen === keptYen ? last.outcome : 'another amount';
  const fee = keptYen === document?.feeYen ? 'the fee' : keptYen;
  const pages = eventsOf('page', events).filter(ofJourney);
  return {
    saw: `${end?.outcome} at ${end?.stage}: ${end?.reason}`,
    kept: keptYen === 0 ? 'nothing' : fee,
    refunds: refunded.length,
    pages: pages.map(({ page }) => page).join(' '),
    server: last === undefined ? 'nothing' : server,
  };
}

/** Different fates of those who were due within these ms. */
export function fatesWithin(run: Executed, fromMs: number, untilMs: number): readonly Fate[] {
  const fates = eventsOf('arrived', run.events)
    .filter(({ t }) => t >= fromMs && t < untilMs)
    .map(({ journey }) => JSON.stringify(fateOf(run, journey)));
  return [...new Set(fates)].sort().map((text) => JSON.parse(text) as Fate);
}

/** Journeys of a run that ended in this way. */
export function journeysThat(run: Executed, saw: string): readonly number[] {
  return eventsOf('ended', run.events)
    .filter(({ journey }) => fateOf(run, journey).saw === saw)
    .map(({ journey }) => journey);
}

const { municipality, citizens } = scenarioData();

/** Kiosks enough, and citizens who wait: what befalls them is no matter of queues. */
export const CALM: Partial<ScenarioData> = {
  stores: { inside: 30 },
  citizens: {
    ...citizens,
    behaviour: { ...citizens.behaviour, patience: { median: '10h', p95: '10h' } },
  },
};

/** Where they fetch family registers, of two or three pages mostly. */
export const FAMILY_REGISTERS: Partial<ScenarioData> = {
  ...CALM,
  municipality: { ...municipality, feesYen: { 'family-register-full': 450 } },
  citizens: { ...citizens, ...CALM.citizens, certificates: { 'family-register-full': 1 } },
};

export const MINUTE_MS = 60_000;
