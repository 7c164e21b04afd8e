import { civilTime } from '../../sim/civil-time.ts';
import { certificatesOf, type PeriodTally, runChannels } from '../channels/channel-run.ts';
import type { OfficeCertificate } from '../channels/channels.ts';
import { dayNumberOf, midnightMs } from '../demand/civil-day.ts';
import { DemandRate } from '../demand/demand-rate.ts';
import { dayPartOf } from './day-parts.ts';
import { boundAgainst, rankAgainst, shareAgainst } from './sampling.ts';
import { Counts, storeVisits } from './store-visits.ts';
import { exactly, type Row, roundedTo, type StudyPorts, study, type Told } from './study.ts';

interface ToyonakaObserved {
  /** Visits, as who comes for two certificates is one person. */
  readonly outside: number;
  readonly outOfHours: number;
  readonly weekdays: Counts<number>;
  readonly decades: Counts<number>;
  readonly visits: number;
  readonly types: Counts;
  readonly halls: PeriodTally;
  /** Variance over mean: days differ, and a visit may want several certificates. */
  readonly dispersion: { readonly visits: number; readonly certificates: number };
}

const FROM = '2015-04-01';
const TO = '2015-06-30';
const MONDAY = 1;
const OTHER_DAYS = [0, 2, 3, 4, 5, 6] as const;
const OTHER_DECADES = [10, 20, 50, 60, 70, 80] as const;

const CHART_LOST: Told = {
  ja: '原資料の図は文字起こしで失われ、見出しだけが残る。割合は推定で、この行を見て選んだ。',
  en: 'The chart is lost in the text of the source, its caption is left. The shares are inferred, with this row in view.',
};

const AUTOMATIC: Told = {
  ja: '件数は公表されていない。全体は隣の箕面市（P31）から、コンビニは宮崎市から推定し、公表の割合に足りない分を自動交付機とした。',
  en: 'No count is published: all of them are inferred from the next city (P31), those of stores from Miyazaki, and the machine has what these leave of the published share.',
};

function automatic(id: string, certificate: OfficeCertificate, title: Told): Row<ToyonakaObserved> {
  return {
    id,
    title,
    test: 'chi-square',
    basis: 'inferred',
    printed: roundedTo(0.01),
    sample: ({ types, halls, dispersion }, printed) => {
      const byHand = certificatesOf(halls, 'counter', certificate);
      const hits = types.of(certificate) + certificatesOf(halls, 'machine', certificate);
      return shareAgainst(hits, hits + byHand, printed, dispersion.certificates);
    },
    notes: [AUTOMATIC],
  };
}

const rows: readonly Row<ToyonakaObserved>[] = [
  {
    id: 'toy.share.outside_city_min',
    title: { ja: '市外での利用、4分の1超', en: 'outside of the city, over a quarter' },
    test: 'bound',
    basis: 'inferred',
    printed: exactly,
    sample: ({ outside, visits }, { low }) => boundAgainst(outside, visits, low),
    notes: [CHART_LOST],
  },
  {
    id: 'toy.share.out_of_hours_min',
    title: { ja: '開庁時間外、3割超', en: 'out of office hours, over 30 %' },
    test: 'bound',
    basis: 'follows',
    printed: exactly,
    sample: ({ outOfHours, visits, dispersion }, { low }) =>
      boundAgainst(outOfHours, visits, low, dispersion.visits),
    notes: [
      {
        ja: '原資料の図は失われている。時間帯は宮崎市（S5）の数による。',
        en: 'The chart is lost. The hours are those that S5 counted in Miyazaki.',
      },
    ],
  },
  {
    id: 'toy.weekday_rank',
    title: { ja: '月曜日が最多', en: 'Monday has more than any other day' },
    test: 'rank',
    basis: 'inferred',
    printed: () => exactly(1),
    sample: ({ weekdays, dispersion }) =>
      rankAgainst([weekdays.of(MONDAY)], weekdays.ofAll(OTHER_DAYS), dispersion.visits),
    notes: [CHART_LOST],
  },
  {
    id: 'toy.age_rank',
    title: { ja: '30代と40代が最多', en: 'those in their 30s and 40s have more than others' },
    test: 'rank',
    basis: 'inferred',
    printed: () => exactly(1),
    sample: ({ decades }) => rankAgainst(decades.ofAll([30, 40]), decades.ofAll(OTHER_DECADES)),
    notes: [CHART_LOST],
  },
  automatic('toy.auto.resident', 'resident-record', {
    ja: '住民票の自動交付率',
    en: 'residents’ records from machine or store',
  }),
  automatic('toy.auto.seal', 'seal-registration', {
    ja: '印鑑証明の自動交付率',
    en: 'seals from machine or store',
  }),
];

/** 豊中市, April to June 2015 (S4). */
export const toyonakaStudy = study<ToyonakaObserved>({
  city: 'toyonaka',
  title: { ja: '豊中市', en: 'Toyonaka' },
  period: { ja: '2015年4〜6月の91日', en: '91 days from April to June 2015' },
  observe,
  rows,
  channels: ({ halls, types }) => [{ halls, stores: types }],
  visits: ({ visits, halls }) =>
    visits +
    ['counter', 'machine'].reduce(
      (sum, channel) =>
        sum +
        certificatesOf(halls, channel, 'resident-record') +
        certificatesOf(halls, channel, 'seal-registration'),
      0,
    ),
});

async function observe(ports: StudyPorts): Promise<ToyonakaObserved> {
  const { seed, demandOf, channelsOf, scenarioOf } = ports;
  const demand = demandOf('toyonaka');
  const scenario = await scenarioOf('toyonaka-2015');
  const where = { scenario, workload: 'quarter', from: FROM, to: TO };
  const [weekdays, decades, types] = [new Counts<number>(), new Counts<number>(), new Counts()];
  let [outside, outOfHours, visits] = [0, 0, 0];
  for (const { atMs, place, age, type, certificates } of storeVisits(where, demand, seed)) {
    visits += 1;
    if (place !== 'city') outside += 1;
    if (dayPartOf(atMs) !== 'in-hours') outOfHours += 1;
    weekdays.add(civilTime(atMs).weekday);
    decades.add(10 * Math.floor(age / 10));
    types.add(type, certificates);
  }
  await ports.breathe();
  const halls = runChannels(channelsOf('toyonaka'), '2015', demand, seed);
  const rate = new DemandRate(demand);
  const [fromMs, toMs] = [midnightMs(dayNumberOf(FROM)), midnightMs(dayNumberOf(TO) + 1)];
  const dispersion = {
    visits: rate.visitVariance(fromMs, toMs) / rate.expectedVisits(fromMs, toMs),
    certificates: rate.certificateVariance(fromMs, toMs) / rate.expectedCertificates(fromMs, toMs),
  };
  return { outside, outOfHours, weekdays, decades, visits, types, halls, dispersion };
}
