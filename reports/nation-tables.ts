import type { RunResult } from '../scenarios/judging/result.ts';
import type { NationRecord } from '../scenarios/nation/nation-watch.ts';
import { lengthOf, type NationChartWords } from './chart-nation.ts';
import { countText, shareText } from './quantities.ts';
import { instantText } from './sentences.ts';
import type { Language } from './words.ts';

const ENGLISH = {
  title: 'Load of the nation',
  centre: 'Requests at the centre',
  towns: 'Busiest municipalities',
  stores: 'Busiest stores',
  from: 'from',
  journeys: 'journeys',
  requests: 'requests',
  perSecond: 'a second',
  busiestMinute: 'busiest minute, a second',
  sessions: 'sessions at once',
  town: 'municipality',
  people: 'residents',
  kiosks: 'stores',
  inBusiestMinute: 'in the busiest minute',
  atOnce: 'certificates at once',
  store: 'store',
  waited: 'found it occupied',
  whole: (towns: string, used: string, all: string, share: string) =>
    `${towns} municipalities; anybody came to ${used} of ${all} stores, and to the busiest 1 % of all came ${share} of the journeys.`,
  chart: {
    description: (peak: string) => `Requests a second by hour; in the busiest minute ${peak}.`,
    mean: 'a second, mean of the hour',
    busiestMinute: 'a second, in the busiest minute of the hour',
  },
  made: 'Municipalities and stores are made from national totals: none of them is a real one.',
};

const JAPANESE: typeof ENGLISH = {
  title: '全国の負荷',
  centre: 'センターへの要求',
  towns: '最も混む市区町村',
  stores: '最も混む店舗',
  from: '開始',
  journeys: '件数',
  requests: '要求数',
  perSecond: '毎秒',
  busiestMinute: '最も混む1分の毎秒',
  sessions: '同時セッション数',
  town: '市区町村',
  people: '人口',
  kiosks: '店舗数',
  inBusiestMinute: '最も混む1分の要求数',
  atOnce: '同時発行数',
  store: '店舗',
  waited: '使用中だった回数',
  whole: (towns, used, all, share) =>
    `${towns} 市区町村。${all} 店舗のうち ${used} 店舗が使われ、最も混む 1 % の店舗に ${share} が集まった。`,
  chart: {
    description: (peak) => `時間帯ごとの毎秒要求数。最も混む1分では毎秒 ${peak}。`,
    mean: '毎秒、1時間の平均',
    busiestMinute: '毎秒、最も混む1分',
  },
  made: '市区町村と店舗は全国の合計から作られたもので、実在しない。',
};

const WORDS: Readonly<Record<Language, typeof ENGLISH>> = { en: ENGLISH, ja: JAPANESE };

/** A table of a nation, its first row the titles of the columns. */
export interface NationTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What is told of a nation: sentences and tables. */
export interface NationTelling {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly tables: readonly NationTable[];
  readonly chart: NationChartWords;
}

/** How the load of a nation was spread; nothing of any other run. */
export function nationTelling(result: RunResult, language: Language): NationTelling | undefined {
  const { nation } = result;
  if (nation === undefined) return undefined;
  const words = WORDS[language];
  const { municipalities, kiosks, kiosksUsed, busiestHundredth } = nation;
  const share = shareText(busiestHundredth, 1);
  const counts = [municipalities, kiosksUsed, kiosks].map(countText) as [string, string, string];
  return {
    title: words.title,
    chart: words.chart,
    sentences: [words.whole(...counts, share), words.made],
    tables: [
      centreTable(result, nation, words),
      townTable(nation, words),
      storeTable(nation, words),
    ],
  };
}

function centreTable(result: RunResult, nation: NationRecord, words: typeof ENGLISH): NationTable {
  const { hours, hourMs } = nation;
  const { journeys, requests, perSecond, busiestMinute, sessions } = words;
  return {
    title: words.centre,
    head: [words.from, journeys, requests, perSecond, busiestMinute, sessions],
    rows: hours.map((hour) => {
      // The first and the last hour may be of the run in part only.
      const seconds = lengthOf(result, hour.fromMs, hourMs);
      return [
        instantText(result, Math.max(0, hour.fromMs)),
        countText(hour.journeys),
        countText(hour.requests),
        (hour.requests / seconds).toFixed(1),
        (hour.requestsInBusiestMinute / 60).toFixed(1),
        countText(hour.sessionsAtOnce),
      ];
    }),
  };
}

function townTable({ towns }: NationRecord, words: typeof ENGLISH): NationTable {
  const { town, people, kiosks, journeys, requests, inBusiestMinute, atOnce } = words;
  return {
    title: words.towns,
    head: [town, people, kiosks, journeys, requests, inBusiestMinute, atOnce],
    rows: towns.map((each) => {
      const { population, requestsInBusiestMinute: busiest, issuingAtOnce } = each;
      const figures = [population, each.kiosks, each.journeys, each.requests, busiest];
      return [each.code, ...[...figures, issuingAtOnce].map(countText)];
    }),
  };
}

function storeTable({ stores }: NationRecord, words: typeof ENGLISH): NationTable {
  return {
    title: words.stores,
    head: [words.store, words.journeys, words.waited],
    rows: stores.map(({ kiosk, journeys, waited }) => [
      kiosk,
      countText(journeys),
      countText(waited),
    ]),
  };
}
