import { EXIT } from '../exit-code.ts';
import type { Scenario } from '../scenario.ts';
import { busiestPerSecond, type Ceiling, ceilingOf } from '../trust/ceiling.ts';
import { scaledScenario } from './scaled-scenario.ts';
import {
  type Found,
  type SearchOptions,
  type SearchPorts,
  search,
  type TriedRate,
} from './search.ts';
import { fewestPasses, type SequentialTest, SHARES } from './sequential-test.ts';

/** What was asked cannot be searched: said in a sentence with the remedy, exit 104. */
export class FindMaxRefused extends Error {
  override readonly name = 'FindMaxRefused';
}

/** What is searched, and how. */
export interface Question {
  readonly scenario: Scenario;
  readonly workload: string;
  readonly clock: 'virtual' | 'real';
  readonly seed: number;
  readonly seeds: number;
  readonly precision: number;
  readonly confidence: number;
  readonly upTo: number;
}

/** What came out, with everything that tells what it means. */
export interface FindMaxResult extends Found {
  readonly question: Question;
  /** Citizens per second of the workload in its busiest quarter of an hour, at factor 1. */
  readonly basePerSecond: number;
  readonly ceiling: Ceiling;
  readonly test: SequentialTest;
  /** How many passes in a row decide that a rate is met. */
  readonly fewest: number;
  /** The highest factor that was allowed: --up-to, or what kiosks can do at all if it is less. */
  readonly upTo: number;
  readonly exit: { readonly code: number; readonly reason: string };
}

/** The highest factor at which kiosks could serve with all luck. */
export function possibleFactor(scenario: Scenario, workload: string): number {
  const { askedPerSecond, impossiblePerSecond } = ceilingOf(scenario);
  const own = busiestPerSecond(scenario, [workload]);
  if (own <= 0) return Number.POSITIVE_INFINITY;
  return Math.max(0, (impossiblePerSecond - (askedPerSecond - own)) / own);
}

/** Searches the highest rate of a workload that meets the thresholds of its scenario. */
export async function findMax(
  question: Question,
  ports: Omit<SearchPorts, 'run' | 'onTried'> & {
    readonly onTried: (tried: TriedRate, basePerSecond: number) => void;
    readonly run: (scenario: Scenario, seeds: readonly number[]) => ReturnType<SearchPorts['run']>;
  },
): Promise<FindMaxResult> {
  const { scenario, workload, seed, seeds, precision, confidence } = question;
  const upTo = Math.min(question.upTo, possibleFactor(scenario, workload));
  const test = { ...SHARES, error: 1 - confidence };
  const options: SearchOptions = {
    test,
    seeds,
    firstSeed: seed,
    precision,
    upTo,
  };
  const basePerSecond = busiestPerSecond(scenario, [workload]);
  const found = await search(options, {
    ...ports,
    onTried: (tried) => ports.onTried(tried, basePerSecond),
    run: (factor, all) => ports.run(scaledScenario(scenario, workload, factor), all),
  });
  const ceiling = ceilingOf(scenario);
  const known = { question, basePerSecond, ceiling, test, fewest: fewestPasses(test), upTo };
  const told = { ...found, ...known };
  return { ...told, exit: exitOf(told) };
}

function exitOf({
  ended,
  confirmed,
  refuted,
  tried,
  basePerSecond,
  upTo,
}: Omit<FindMaxResult, 'exit'>): FindMaxResult['exit'] {
  const at = (factor = 0) =>
    `${Number((basePerSecond * factor).toPrecision(3))}/s (×${Number(factor.toPrecision(4))})`;
  switch (ended) {
    case 'close':
      return {
        code: EXIT.pass,
        reason: `${at(confirmed?.factor)} is met, ${at(refuted?.factor)} is not`,
      };
    case 'up-to':
      return {
        code: EXIT.inconclusive,
        reason: `${at(confirmed?.factor)} is met, and nothing up to ${at(upTo)} is shown not to be: nothing is said of higher rates, raise --up-to`,
      };
    case 'nothing-met':
      return { code: EXIT.inconclusive, reason: 'no rate that was tried is met: see why' };
    case 'interrupted':
      return { code: EXIT.interrupted, reason: 'interrupted' };
    case 'void': {
      const why = tried.find(({ verdict }) => verdict === 'void')?.trials.at(-1)?.reason;
      const told = [
        confirmed && `${at(confirmed.factor)} is met`,
        refuted && `${at(refuted.factor)} is not`,
      ];
      const known = told.filter((each) => each !== undefined).join(', ');
      return {
        code: EXIT.inconclusive,
        reason: `runs are void (${why})${known === '' ? '' : `; ${known}`}`,
      };
    }
  }
}
