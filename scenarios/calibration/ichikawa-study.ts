import { Histogram } from '../../sim/histogram.ts';
import { certificatesOf, type PeriodTally, runChannels } from '../channels/channel-run.ts';
import { OfficeCertificate } from '../channels/channels.ts';
import { type Distribution, distributionOf } from '../compare/distribution.ts';
import { countAgainst, medianAgainst, shareAgainst } from './sampling.ts';
import { Counts, storeVisits } from './store-visits.ts';
import {
  exactly,
  type Mix,
  type Row,
  roundedTo,
  type StudyPorts,
  study,
  type Told,
} from './study.ts';

interface IchikawaObserved {
  readonly places: Counts;
  readonly types: Counts;
  readonly halls: PeriodTally;
}

/** Parts that S3 counts outside of the city. */
const OUTSIDE = [
  'chiba',
  'tokyo-wards',
  'tokyo-other',
  'kanagawa',
  'saitama',
  'elsewhere',
] as const;
const COUNTERS = ['counter', 'station-counter'] as const;

const SHEETS: Told = {
  ja: '原資料は枚数で数えている。1枚を1通とみなした（手数料120円×6,198件は74万円で、原資料の約80万円と合う）。',
  en: 'The source counts sheets (枚): one is taken for one certificate. Its commission of 120 yen each makes 744 thousand, where the city paid about 800 thousand.',
};

const STEPS: Told = {
  ja: '各手順の時間は公表されていない。合計が公表値になるように選び、待ち時間は仮想時間の行列から生じる。',
  en: 'No step of it is published: they were chosen so that all of them come to the published time. The waiting is that of queues in virtual time.',
};

const rows: readonly Row<IchikawaObserved>[] = [
  {
    id: 'ich.conv.2010.total',
    title: { ja: 'コンビニ交付 計', en: 'certificates from stores' },
    test: 'poisson',
    basis: 'follows',
    printed: exactly,
    sample: ({ types }, printed) => countAgainst(types.total, printed),
    notes: [SHEETS],
  },
  {
    id: 'ich.loc.outside_city',
    title: { ja: '市外での利用', en: 'outside of the city' },
    test: 'chi-square',
    basis: 'follows',
    printed: roundedTo(0.001),
    sample: ({ places }, printed) =>
      shareAgainst(places.total - places.of('city'), places.total, printed),
  },
  {
    id: 'ich.cert.all_incl_official',
    title: {
      ja: '全証明書（公用・無料を含む）',
      en: 'all certificates, official and free ones included',
    },
    test: 'poisson',
    basis: 'inferred',
    printed: exactly,
    sample: ({ halls }, printed) => countAgainst(allOf(halls), printed),
    notes: [
      {
        ja: '原資料の三つの集計（窓口別652,524、業務別639,154、5か年推移541,184）は一致しない。数は業務別の表だけを使い、窓口別の表は配分にだけ使った。業務別の内訳3項目は607,560で、残り31,594は「等」。',
        en: 'Three counts of that year disagree: 652,524 by office, 639,154 by operation, 541,184 in the series. How many is taken from the table of operations alone, where they fell from that of offices. Its three lines make 607,560; the other 31,594 are its 等, and no more is known of them.',
      },
    ],
  },
  {
    id: 'svc.machine_duration',
    title: { ja: '自動交付機の所要時間', en: 'time at a machine' },
    test: 'median',
    basis: 'inferred',
    printed: roundedTo(60),
    sample: ({ halls }, printed) => medianAgainst(visitsOf(halls, ['machine']), printed),
    notes: [STEPS],
  },
  {
    id: 'svc.counter_duration',
    title: { ja: '窓口の所要時間', en: 'time at a counter' },
    test: 'median',
    basis: 'inferred',
    printed: roundedTo(60),
    sample: ({ halls }, printed) => medianAgainst(visitsOf(halls, COUNTERS), printed),
    notes: [STEPS],
  },
];

const mixes: readonly Mix<IchikawaObserved>[] = [
  {
    id: 'ichikawa.places',
    title: { ja: '交付場所', en: 'places of use' },
    groups: [
      { name: 'city', from: 'ich.loc.city' },
      { name: 'chiba', from: 'ich.loc.chiba' },
      { name: 'tokyo-wards', from: 'ich.loc.tokyo23' },
      { name: 'tokyo-other', from: 'ich.loc.tokyo_other' },
      { name: 'kanagawa', from: 'ich.loc.kanagawa' },
      { name: 'saitama', from: 'ich.loc.saitama' },
      { name: 'elsewhere', from: 'ich.loc.other' },
    ],
    counts: ({ places }) => places.ofAll(['city', ...OUTSIDE]),
    // The printed shares are rounded; the counts they are of stand at the head of the notes.
    shares: (published) =>
      ['city', 'chiba', 'tokyo23', 'tokyo_other', 'kanagawa', 'saitama', 'other'].map((place) =>
        Number.parseInt(published(`ich.loc.${place}`).note, 10),
      ),
  },
  {
    id: 'ichikawa.types',
    title: { ja: 'コンビニの証明書', en: 'certificates from stores' },
    groups: [
      { name: 'resident-record', from: 'ich.conv.2010.resident' },
      { name: 'seal-registration', from: 'ich.conv.2010.seal' },
    ],
    counts: ({ types }) => types.ofAll(['resident-record', 'seal-registration']),
  },
];

/** 市川市: stores in fiscal year 2010, all channels in fiscal year 2009 (S3). */
export const ichikawaStudy = study<IchikawaObserved>({
  city: 'ichikawa',
  title: { ja: '市川市', en: 'Ichikawa' },
  period: {
    ja: '2010年度の359日（窓口等は2009年度）',
    en: '359 open days of fiscal year 2010; its halls in 2009',
  },
  observe,
  rows,
  mixes,
  channels: ({ halls }) => [{ halls }],
  visits: ({ places, halls }) => places.total + allOf(halls),
});

async function observe({ seed, demandOf, channelsOf, scenarioOf, breathe }: StudyPorts) {
  const demand = demandOf('ichikawa');
  const scenario = await scenarioOf('ichikawa-2010');
  const where = { scenario, workload: 'year', from: '2010-04-01', to: '2011-03-31' };
  const [places, types] = [new Counts(), new Counts()];
  for (const { place, type, certificates } of storeVisits(where, demand, seed)) {
    places.add(place, certificates);
    types.add(type, certificates);
  }
  await breathe();
  return { places, types, halls: runChannels(channelsOf('ichikawa'), 'fy2009', demand, seed) };
}

function allOf(halls: PeriodTally): number {
  const channels = [...halls.channels.keys()];
  return channels.reduce(
    (sum, channel) =>
      OfficeCertificate.options.reduce(
        (part, certificate) => part + certificatesOf(halls, channel, certificate),
        sum,
      ),
    0,
  );
}

/** How long visits of several channels took. */
function visitsOf({ channels }: PeriodTally, names: readonly string[]): Distribution {
  const all = new Histogram();
  for (const name of names) {
    const record = channels.get(name)?.visitMs;
    if (record === undefined) continue;
    const own = Histogram.fromRecord(record);
    all.add(own);
    own.dispose();
  }
  const record = all.toRecord();
  all.dispose();
  return distributionOf(record);
}
