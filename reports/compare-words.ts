import type { ChangeVerdict } from '../scenarios/compare/comparison.ts';
import type { Language } from './words.ts';

/** Words of a comparison in one language. */
export interface CompareWords {
  readonly product: string;
  readonly title: string;
  readonly base: string;
  readonly sections: {
    readonly runs: string;
    readonly setting: string;
    readonly distributions: string;
    readonly changes: string;
    readonly notes: string;
  };
  readonly columns: {
    readonly run: string;
    readonly folder: string;
    readonly scenario: string;
    readonly seed: string;
    readonly commit: string;
    readonly valid: string;
    readonly documents: string;
    readonly thresholds: string;
    readonly offered: string;
    readonly completed: string;
    readonly exit: string;
    readonly what: string;
    readonly figure: string;
    readonly change: string;
    readonly interval: string;
    readonly verdict: string;
    readonly upTo: string;
  };
  readonly answers: Readonly<Record<'pass' | 'fail' | 'inconclusive', string>>;
  readonly verdicts: Readonly<Record<ChangeVerdict, string>>;
  readonly alike: string;
  readonly foreign: string;
  readonly distribution: string;
  readonly asTable: string;
  readonly exit: (code: number, reason: string) => string;
  readonly means: (how: {
    readonly tolerance: string;
    readonly confidence: string;
    readonly judged: string;
    readonly resamples: string;
    readonly seed: string;
  }) => readonly string[];
  readonly withoutTrace: (folders: string) => string;
}

const ENGLISH: CompareWords = {
  product: 'kofu',
  title: 'Runs compared',
  base: 'compared with',
  sections: {
    runs: 'The runs',
    setting: 'What differs in how they were made',
    distributions: 'How long journeys took',
    changes: 'Figure by figure',
    notes: 'How to read it',
  },
  columns: {
    run: 'run',
    folder: 'folder',
    scenario: 'scenario',
    seed: 'seed',
    commit: 'commit',
    valid: 'valid',
    documents: 'documents',
    thresholds: 'thresholds',
    offered: 'offered',
    completed: 'completed',
    exit: 'exit',
    what: 'what',
    figure: 'figure',
    change: 'change',
    interval: 'interval',
    verdict: 'verdict',
    upTo: 'longer than',
  },
  answers: { pass: 'pass', fail: 'fail', inconclusive: 'inconclusive' },
  verdicts: {
    worse: 'worse',
    better: 'better',
    within: 'as before',
    none: 'in neither',
    open: 'open',
    starved: 'too few',
  },
  alike: 'They were made alike.',
  foreign: '(other measurement)',
  distribution: 'Share of journeys that took longer',
  asTable: 'as a table',
  exit: (code, reason) => `exit ${code}: ${reason}`,
  means: ({ tolerance, confidence, judged, resamples, seed }) => [
    `worse, better: changed by more than ${tolerance}, and so is the whole interval, widened so that all ${judged} of them hold together with ${confidence} (Bonferroni).`,
    `as before: the interval of this figure alone lies within ±${tolerance}. open: it is too wide to tell. too few: not enough journeys to compare.`,
    `Intervals are of ${confidence}, from ${resamples} resamples of seed ${seed}: percentiles by the order statistics of the recorded histograms (three digits), shares by Jeffreys’ interval.`,
    'Journeys that are near in time are alike: each run was cut into 60 stretches, and where these differ by more than chance, its journeys count for fewer.',
    'Less is better for every figure. What was offered is told and not judged.',
  ],
  withoutTrace: (folders) =>
    `No trace was kept of ${folders}: journeys are taken for independent there, and intervals may be too narrow.`,
};

const JAPANESE: CompareWords = {
  product: 'kofu',
  title: '実行結果の比較',
  base: '比較の基準',
  sections: {
    runs: '実行',
    setting: '実行条件の違い',
    distributions: '手続時間の分布',
    changes: '指標ごとの変化',
    notes: '読み方',
  },
  columns: {
    run: '実行',
    folder: 'フォルダ',
    scenario: 'シナリオ',
    seed: 'シード',
    commit: 'コミット',
    valid: '有効性',
    documents: '証明書',
    thresholds: 'しきい値',
    offered: '来訪',
    completed: '完了',
    exit: '終了コード',
    what: '項目',
    figure: '指標',
    change: '変化',
    interval: '区間',
    verdict: '判定',
    upTo: '超過時間',
  },
  answers: { pass: '合格', fail: '不合格', inconclusive: '判定不能' },
  verdicts: {
    worse: '悪化',
    better: '改善',
    within: '変化なし',
    none: '双方なし',
    open: '不明',
    starved: '標本不足',
  },
  alike: '条件は同じです。',
  foreign: '（測定対象が異なる）',
  distribution: 'その時間を超えた手続の割合',
  asTable: '表で見る',
  exit: (code, reason) => `終了コード ${code}：${reason}`,
  means: ({ tolerance, confidence, judged, resamples, seed }) => [
    `悪化・改善：${tolerance}を超える変化があり、${judged}指標すべてが同時に${confidence}で成り立つよう広げた区間（Bonferroni）もこれを超える。`,
    `変化なし：その指標だけの区間が±${tolerance}に収まる。不明：区間が広く判断できない。標本不足：比較に足りる手続がない。`,
    `区間は${confidence}、再標本化${resamples}回（シード${seed}）。百分位数は記録されたヒストグラム（有効数字3桁）の順序統計量、割合はJeffreysの区間による。`,
    '近い時刻の手続は互いに似る。各実行を60の時間帯に分け、偶然を超えて異なるときは標本を少なく数える。',
    'すべての指標は小さいほどよい。来訪数は示すだけで判定しない。',
  ],
  withoutTrace: (folders) =>
    `${folders}は記録（trace）がないため手続を独立とみなした。区間が狭すぎることがある。`,
};

export function compareWordsOf(language: Language): CompareWords {
  return language === 'ja' ? JAPANESE : ENGLISH;
}
