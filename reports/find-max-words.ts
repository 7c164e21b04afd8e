import type { Found, Trial, TriedRate } from '../scenarios/find-max/search.ts';
import type { Language } from './words.ts';

/** What the telling of a search says, in one language. */
const ENGLISH = {
  title: 'The highest rate that meets the thresholds',
  product: 'kofu find-max',
  workload: (scenario: string, name: string, times: string) =>
    `${scenario}, workload ${name}: ${times} in its busiest quarter of an hour`,
  columns: { rate: 'rate', factor: 'factor', met: 'met', of: 'seeds', p95: 'p95', why: 'why not' },
  interval: (confidence: string) => `share of seeds (${confidence})`,
  verdict: 'verdict',
  verdicts: {
    met: 'met',
    unmet: 'not met',
    undecided: 'some seeds',
    void: 'void',
  } satisfies Record<TriedRate['verdict'], string>,
  trials: { pass: 'met', fail: 'not met', void: 'void' } satisfies Record<Trial['verdict'], string>,
  ceiling: (rate: string, kiosks: string, seconds: string) =>
    `Ceiling: ${rate}, which is all that ${kiosks} kiosks ÷ ${seconds} s a citizen can serve; it includes the other workloads.`,
  statement: {
    close: (low: string, high: string) => `The highest rate lies between ${low} and ${high}.`,
    'up-to': (low: string) => `${low} is met. Of rates above those tried nothing is said.`,
    'nothing-met': () => 'No rate that was tried is met.',
    void: (low: string, high: string) =>
      `Runs were void, and say nothing of their rate. Met: ${low}; not met: ${high}.`,
    interrupted: (low: string) => `Interrupted: ${low} is met so far.`,
  } satisfies Record<Found['ended'], (low: string, high: string) => string>,
  none: 'none',
  rule: (met: string, unmet: string, error: string, fewest: string) =>
    `At each rate seeds were run until Wald’s sequential test had decided whether ${met} % of all seeds or more meet it, or ${unmet} % or fewer: wrong in ${error} % of such decisions at most, and not before ${fewest} seeds.`,
  model:
    'In virtual time the server is as fast as the scenario’s server.pace says: no server was measured.',
  picture: 'p95 of journeys by rate, one sign for each run',
  rates: 'Rates tried',
  seconds: 's',
};

export type FindMaxWords = typeof ENGLISH;

const JAPANESE: FindMaxWords = {
  title: '条件を満たす最大の到着率',
  product: 'kofu find-max',
  workload: (scenario, name, times) => `${scenario}、ワークロード ${name}：最繁15分で ${times}`,
  columns: {
    rate: '到着率',
    factor: '倍率',
    met: '適合',
    of: 'シード数',
    p95: 'p95',
    why: '不適合の理由',
  },
  interval: (confidence) => `適合するシードの割合（${confidence}）`,
  verdict: '判定',
  verdicts: { met: '適合', unmet: '不適合', undecided: 'シードによる', void: '無効' },
  trials: { pass: '適合', fail: '不適合', void: '無効' },
  ceiling: (rate, kiosks, seconds) =>
    `物理的上限: ${rate}（端末 ${kiosks} 台 ÷ 1人 ${seconds} 秒。他のワークロードを含む）。`,
  statement: {
    close: (low, high) => `最大の到着率は ${low} と ${high} の間にある。`,
    'up-to': (low) => `${low} は適合。試した範囲より上については何も言えない。`,
    'nothing-met': () => '試した到着率はどれも適合しない。',
    void: (low, high) =>
      `無効な実行があり、その到着率については何も言えない。適合: ${low}、不適合: ${high}。`,
    interrupted: (low) => `中断: ここまでで ${low} は適合。`,
  },
  none: 'なし',
  rule: (met, unmet, error, fewest) =>
    `到着率ごとに、全シードの ${met} % 以上が適合するか ${unmet} % 以下かを Wald の逐次検定が決めるまでシードを変えて実行した。誤る確率は判定ごとに ${error} % 以下、最少 ${fewest} 回。`,
  model: '仮想時間ではサーバの速さはシナリオの server.pace による。サーバは測っていない。',
  picture: '到着率ごとの p95（印ひとつが実行1回）',
  rates: '試した到着率',
  seconds: '秒',
};

const WORDS: Readonly<Record<Language, FindMaxWords>> = { en: ENGLISH, ja: JAPANESE };

export function findMaxWordsOf(language: Language): FindMaxWords {
  return WORDS[language];
}
