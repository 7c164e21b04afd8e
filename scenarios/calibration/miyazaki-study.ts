import { civilTime } from '../../sim/civil-time.ts';
import { streams } from '../../sim/rng.ts';
import { certificatesOf, type PeriodTally, runChannels } from '../channels/channel-run.ts';
import type { OfficeCertificate } from '../channels/channels.ts';
import { dayNumberOf } from '../demand/civil-day.ts';
import type { Demand } from '../demand/demand.ts';
import { DemandCalendar } from '../demand/demand-calendar.ts';
import { type DayPart, dayPartOf } from './day-parts.ts';
import { MIYAZAKI_MIXES, MIYAZAKI_ROWS } from './miyazaki-rows.ts';
import { Counts, storeVisits } from './store-visits.ts';
import { type StudyPorts, study } from './study.ts';

/** What a simulated half-year of Miyazaki comes to. */
export interface MiyazakiObserved {
  readonly stores: {
    readonly parts: Counts<DayPart>;
    readonly types: Counts;
    readonly months: Counts<number>;
  };
  readonly halls: Readonly<Record<'2013' | '2014', PeriodTally>>;
  readonly cards: { readonly held: number; readonly residents: number };
  /** Weekdays on which the service is open, and all other days of the half-year. */
  readonly days: { readonly weekdays: number; readonly others: number };
}

const FROM = '2014-01-01';
const TO = '2014-06-30';

/** 宮崎市, January to June 2014, and the halls of the year before (S5). */
export const miyazakiStudy = study<MiyazakiObserved>({
  city: 'miyazaki',
  title: { ja: '宮崎市', en: 'Miyazaki' },
  period: {
    ja: '2014年1〜6月の181日（窓口等は2013年の同期も）',
    en: '181 days from January to June 2014; its halls in 2013 as well',
  },
  observe,
  rows: MIYAZAKI_ROWS,
  mixes: MIYAZAKI_MIXES,
  channels: ({ halls, stores }) => [
    { halls: halls['2013'] },
    { halls: halls['2014'], stores: stores.types },
  ],
  visits: (observed) => observed.stores.types.total + hallVisits(observed),
});

async function observe(ports: StudyPorts): Promise<MiyazakiObserved> {
  const { seed, demandOf, channelsOf, scenarioOf } = ports;
  const [demand, channels] = [demandOf('miyazaki'), channelsOf('miyazaki')];
  const scenario = await scenarioOf('miyazaki-2014');
  const where = { scenario, workload: 'half-year', from: FROM, to: TO };
  const parts = new Counts<DayPart>();
  const types = new Counts();
  const months = new Counts<number>();
  for (const { atMs, type, certificates } of storeVisits(where, demand, seed)) {
    parts.add(dayPartOf(atMs), certificates);
    types.add(type, certificates);
    months.add(civilTime(atMs).month, certificates);
  }
  await ports.breathe();
  const halls = {
    '2013': runChannels(channels, '2013', demand, seed),
    '2014': runChannels(channels, '2014', demand, seed),
  };
  const { population, cards } = channels.residents ?? {};
  const [residents, share] = [
    population?.value ?? 0,
    (cards?.value ?? 0) / (population?.value ?? 1),
  ];
  return {
    stores: { parts, types, months },
    halls,
    cards: { held: holders(residents, share, seed), residents },
    days: daysOf(demand),
  };
}

/** Every resident holds a card or not. */
function holders(residents: number, share: number, seed: number): number {
  const rng = streams(seed).stream('calibration', 'miyazaki/cards');
  let held = 0;
  for (let no = 0; no < residents; no++) held += rng.uniform() < share ? 1 : 0;
  return held;
}

function daysOf(demand: Demand): MiyazakiObserved['days'] {
  const calendar = new DemandCalendar(demand);
  let [weekdays, others] = [0, 0];
  for (let number = dayNumberOf(FROM); number <= dayNumberOf(TO); number++) {
    const { kind, isClosed } = calendar.dayOf(number);
    if (kind === 'weekday' && !isClosed) weekdays += 1;
    else others += 1;
  }
  return { weekdays, others };
}

function hallVisits({ halls }: MiyazakiObserved): number {
  const types: readonly OfficeCertificate[] = ['resident-record', 'seal-registration'];
  const channels = ['counter', 'terminal', 'machine'];
  return Object.values(halls).reduce(
    (sum, tally) =>
      sum +
      channels.reduce(
        (all, channel) =>
          all + types.reduce((part, type) => part + certificatesOf(tally, channel, type), 0),
        0,
      ),
    0,
  );
}
