import { Histogram } from '../../sim/histogram.ts';
import { streams } from '../../sim/rng.ts';
import { type Distribution, distributionOf } from '../compare/distribution.ts';
import { dayNumberOf, midnightMs } from '../demand/civil-day.ts';
import { demandArrivals } from '../demand/demand-arrivals.ts';
import { DemandRate } from '../demand/demand-rate.ts';
import { executeVirtual } from '../execution.ts';
import { digestFidelity } from '../fidelity.ts';
import { countAgainst, medianAgainst, type Printed } from './sampling.ts';
import {
  exactly,
  type Row,
  roundedTo,
  type Study,
  type StudyPorts,
  study,
  type Told,
} from './study.ts';

interface PlanObserved {
  readonly certificates: number;
}

interface MitakaObserved extends PlanObserved {
  /** Journeys at kiosks in full, from the menu to the paper. */
  readonly journeys: Distribution;
}

const YEARS = 5;
const PERIOD: Told = {
  ja: '計画の5年度（2010〜2014年度とした）',
  en: 'the five years of its plan, taken as fiscal years 2010 to 2014',
};
const PLAN: Told = {
  ja: '実績ではなく計画値。初年度10%、以後毎年10ポイント増、平均30%。',
  en: 'A plan and no count: 10 % in the first year, ten points more each year, 30 % on average.',
};

function planned(
  id: string,
  printed: (value: number) => Printed = exactly,
  notes: readonly Told[] = [],
): Row<PlanObserved> {
  return {
    id,
    title: { ja: 'コンビニ交付、5年平均', en: 'certificates from stores, mean of five years' },
    test: 'poisson',
    basis: 'follows',
    printed,
    sample: ({ certificates }, within) => countAgainst(certificates, within, { per: YEARS }),
    notes: [PLAN, ...notes],
  };
}

/** All certificates that the plan of a city brings to stores in five years. */
function certificatesOf(city: string, { seed, demandOf }: StudyPorts): number {
  const rate = new DemandRate(demandOf(city));
  const [fromMs, toMs] = [
    midnightMs(dayNumberOf('2010-04-01')),
    midnightMs(dayNumberOf('2015-04-01')),
  ];
  let certificates = 0;
  for (const _ of demandArrivals(rate, streams(seed), `${city}/plan`, { fromMs, toMs })) {
    certificates += 1;
  }
  return certificates;
}

/** 渋谷区 and the model city of the table of costs (S1). */
const shibuyaStudy = study<PlanObserved>({
  city: 'shibuya',
  title: { ja: '渋谷区', en: 'Shibuya' },
  period: PERIOD,
  observe: async (ports) => ({ certificates: certificatesOf('shibuya', ports) }),
  rows: [planned('shb.conv_copies')],
  visits: ({ certificates }) => certificates,
});

const modelStudy = study<PlanObserved>({
  city: 'model-city',
  title: { ja: 'モデル市', en: 'Model city' },
  period: PERIOD,
  observe: async (ports) => ({ certificates: certificatesOf('model-city', ports) }),
  rows: [planned('mod.conv_copies')],
  visits: ({ certificates }) => certificates,
});

/** 三鷹市: its plan, and journeys of a month at its kiosks (S1). */
const mitakaStudy = study<MitakaObserved>({
  city: 'mitaka',
  title: { ja: '三鷹市', en: 'Mitaka' },
  period: {
    ja: '計画の5年度、うち初月はキオスク端末の手続まで',
    en: 'the five years of its plan, of the first month every journey at its kiosks',
  },
  observe: async (ports) => ({
    certificates: certificatesOf('mitaka', ports),
    journeys: await journeysOf(ports),
  }),
  rows: [
    planned('mit.conv_copies', cutToThousands, [
      {
        ja: '原資料は78,000（30.0%）と印刷するが、261,863の30%は78,559。千未満の切捨てとみなした。',
        en: 'The source prints 78,000 for 30.0 %, but 30 % of 261,863 are 78,559: taken as thousands that were cut, not rounded.',
      },
      {
        ja: '印鑑の比率は30.0%と印刷されているが、80,138/261,863は30.6%。件数を使った。',
        en: 'It prints 30.0 % for seals, but 80,138 of 261,863 are 30.6 %: the counts are used.',
      },
    ]),
    {
      id: 'svc.duration_target',
      title: { ja: 'キオスク端末の所要時間、3分ほど', en: 'time at a kiosk, about three minutes' },
      test: 'median',
      basis: 'inferred',
      printed: roundedTo(60),
      sample: ({ journeys }, printed) => medianAgainst(journeys, printed),
      notes: [
        {
          ja: '各画面の時間は公表されておらず推定。中央値が3分（150〜210秒）に丸められるかを判定する。',
          en: 'No step is published: all are inferred. Judged is whether the median rounds to three minutes, 150 to 210 s.',
        },
      ],
    },
  ],
  visits: ({ certificates, journeys }) => certificates + journeys.count,
});

/** S1’s cities, whose certificates are planned. */
export const planStudies: readonly Study[] = [mitakaStudy, shibuyaStudy, modelStudy];

/** Runs the month of scenarios/mitaka-2010.yaml in virtual time, true rules and all. */
async function journeysOf(ports: StudyPorts): Promise<Distribution> {
  const { seed, signal, breathe, scenarioOf, demandOf } = ports;
  const written = await scenarioOf('mitaka-2010');
  const plan = written.workloads['plan'];
  if (plan?.executor !== 'calendar') throw new RangeError('mitaka-2010 has no workload plan');
  const scenario = {
    ...written,
    workloads: { plan: { ...plan, demand: demandOf('mitaka') } },
  };
  const durations = new Histogram();
  await executeVirtual(scenario, seed, digestFidelity(scenario), {
    record: (event) => {
      if (event.kind === 'ended' && event.outcome === 'completed') durations.record(event.ms);
    },
    signal,
    breathe,
    onProgress: () => {},
  });
  const record = durations.toRecord();
  durations.dispose();
  return distributionOf(record);
}

function cutToThousands(value: number): Printed {
  return { low: value, high: value + 999 };
}
