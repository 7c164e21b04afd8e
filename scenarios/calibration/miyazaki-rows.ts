import { certificatesOf } from '../channels/channel-run.ts';
import type { OfficeCertificate } from '../channels/channels.ts';
import { DAY_PARTS } from './day-parts.ts';
import type { MiyazakiObserved } from './miyazaki-study.ts';
import { countAgainst, shareAgainst } from './sampling.ts';
import { exactly, type Mix, type Row, roundedTo, type Told } from './study.ts';

type MiyazakiRow = Row<MiyazakiObserved>;
type Year = '2013' | '2014';

const HALLS = ['counter', 'terminal', 'machine'] as const;

/** Parts of the week whose count a daily mean is made of, and its days. */
function daily(
  id: string,
  title: Told,
  count: (observed: MiyazakiObserved) => number,
  days: (observed: MiyazakiObserved) => number,
  notes: readonly Told[] = [],
): MiyazakiRow {
  return {
    id,
    title,
    test: 'poisson',
    basis: 'follows',
    printed: roundedTo(1),
    sample: (observed, printed) => countAgainst(count(observed), printed, { per: days(observed) }),
    notes,
  };
}

const SIGNS: Told = {
  ja: '増減の符号は原資料の文字起こしで失われている。二つの年の数そのものを使った。',
  en: 'The signs of the changes are lost in the text of the source: the counts of both years are used.',
};

const FOLLOWS_2013: Told = {
  ja: '2014年の窓口・端末・機械の数は2013年の利用者の移動から生じる。誰がどこへ移ったかは公表されておらず、両年の数を結ぶ最小の移動とした。',
  en: 'Counters, terminals and machines of 2014 come of the visitors of 2013 and where they moved. Who went where is not published: it is the least movement that makes the one year the other.',
};

function total(id: string, certificate: OfficeCertificate, year: Year, title: Told): MiyazakiRow {
  return {
    id,
    title,
    test: 'poisson',
    basis: 'follows',
    printed: exactly,
    sample: (observed, printed) => countAgainst(totalOf(observed, certificate, year), printed),
    notes: year === '2013' ? [SIGNS] : [FOLLOWS_2013],
  };
}

function totalOf(observed: MiyazakiObserved, certificate: OfficeCertificate, year: Year): number {
  const stores = year === '2014' ? observed.stores.types.of(certificate) : 0;
  return hallsOf(observed, certificate, year).reduce((sum, count) => sum + count, stores);
}

function hallsOf({ halls }: MiyazakiObserved, certificate: OfficeCertificate, year: Year) {
  return HALLS.map((channel) => certificatesOf(halls[year], channel, certificate));
}

function storeShare(id: string, certificate: OfficeCertificate, title: Told): MiyazakiRow {
  return {
    id,
    title,
    test: 'chi-square',
    basis: 'follows',
    printed: roundedTo(0.001),
    sample: (observed, printed) =>
      shareAgainst(
        observed.stores.types.of(certificate),
        totalOf(observed, certificate, '2014'),
        printed,
      ),
  };
}

/** The `val` rows of Miyazaki (S5). */
export const MIYAZAKI_ROWS: readonly MiyazakiRow[] = [
  {
    id: 'miy.count.total',
    title: { ja: 'コンビニ交付 計', en: 'certificates from stores' },
    test: 'poisson',
    basis: 'follows',
    printed: exactly,
    sample: ({ stores }, printed) => countAgainst(stores.parts.total, printed),
  },
  daily(
    'miy.daily.weekday_in_hours',
    { ja: '平日時間内、1日平均', en: 'weekdays in office hours, a day' },
    ({ stores }) => stores.parts.of('in-hours'),
    ({ days }) => days.weekdays,
  ),
  daily(
    'miy.daily.weekday_early',
    { ja: '平日早朝、1日平均', en: 'weekdays before them, a day' },
    ({ stores }) => stores.parts.of('early'),
    ({ days }) => days.weekdays,
    [
      {
        ja: '原資料の夜間28通・平日計156通は自らの件数（4,756通、計20,160通、120日）と矛盾する。39.6通と168.0通を使った。',
        en: 'The source prints 28 a day for nights and 156 for weekdays, against its own counts (4,756 and 20,160 in 120 days): 39.6 and 168.0 are used.',
      },
    ],
  ),
  daily(
    'miy.daily.weekend_holiday',
    { ja: '土日祝、1日平均', en: 'days off, a day' },
    ({ stores }) => stores.parts.of('day-off'),
    ({ days }) => days.others,
    [
      {
        ja: '61日には休止日の1月1〜3日が含まれる。58日に来た数を61日で割る。',
        en: 'The 61 days have 1 to 3 January in them, when nobody could come: what came on 58 days is divided by 61, as the source does.',
      },
    ],
  ),
  daily(
    'miy.daily.all',
    { ja: '全日、1日平均', en: 'all days, a day' },
    ({ stores }) => stores.parts.total,
    ({ days }) => days.weekdays + days.others,
  ),
  {
    id: 'miy.share.out_of_hours',
    title: { ja: '開庁時間外の割合', en: 'out of office hours' },
    test: 'chi-square',
    basis: 'follows',
    printed: roundedTo(0.01),
    sample: ({ stores: { parts } }, printed) =>
      shareAgainst(parts.total - parts.of('in-hours'), parts.total, printed),
  },
  storeShare('miy.share.conv_resident', 'resident-record', {
    ja: '住民票に占めるコンビニ',
    en: 'stores among residents’ records',
  }),
  storeShare('miy.share.conv_seal', 'seal-registration', {
    ja: '印鑑証明に占めるコンビニ',
    en: 'stores among seals',
  }),
  total('miy.res.2014.total', 'resident-record', '2014', {
    ja: '住民票、全経路 2014年',
    en: 'residents’ records, all channels 2014',
  }),
  total('miy.res.2013.total', 'resident-record', '2013', {
    ja: '住民票、全経路 2013年',
    en: 'residents’ records, all channels 2013',
  }),
  total('miy.seal.2014.total', 'seal-registration', '2014', {
    ja: '印鑑証明、全経路 2014年',
    en: 'seals, all channels 2014',
  }),
  total('miy.seal.2013.total', 'seal-registration', '2013', {
    ja: '印鑑証明、全経路 2013年',
    en: 'seals, all channels 2013',
  }),
  {
    id: 'miy.card_share',
    title: { ja: '住基カード交付率', en: 'residents with a card' },
    test: 'chi-square',
    basis: 'follows',
    printed: roundedTo(0.001),
    sample: ({ cards }, printed) => shareAgainst(cards.held, cards.residents, printed),
  },
];

/** Shares that Miyazaki is calibrated on and that have to come back. */
export const MIYAZAKI_MIXES: readonly Mix<MiyazakiObserved>[] = [
  {
    id: 'miyazaki.parts',
    title: { ja: '時間帯', en: 'parts of the week' },
    groups: [
      { name: 'early', from: 'miy.count.weekday_early' },
      { name: 'in-hours', from: 'miy.count.weekday_in_hours' },
      { name: 'night', from: 'miy.count.weekday_night' },
      { name: 'day-off', from: 'miy.count.weekend_holiday' },
    ],
    counts: ({ stores }) => stores.parts.ofAll(DAY_PARTS),
  },
  {
    id: 'miyazaki.types',
    title: { ja: 'コンビニの証明書', en: 'certificates from stores' },
    groups: [
      { name: 'resident-record', from: 'miy.conv.resident' },
      { name: 'seal-registration', from: 'miy.conv.seal' },
    ],
    counts: ({ stores }) => stores.types.ofAll(['resident-record', 'seal-registration']),
  },
  {
    id: 'miyazaki.months',
    title: { ja: '月', en: 'months' },
    groups: [
      { name: 'March', from: 'miy.daily.march' },
      { name: 'June', from: 'miy.daily.june' },
      { name: 'others', from: 'miy.count.total' },
    ],
    counts: ({ stores: { months } }) => [
      months.of(3),
      months.of(6),
      months.total - months.of(3) - months.of(6),
    ],
    shares: (published) => {
      const march = 31 * Number(published('miy.daily.march').value);
      const june = 30 * Number(published('miy.daily.june').value);
      return [march, june, Number(published('miy.count.total').value) - march - june];
    },
  },
  ...(['2013', '2014'] as const).flatMap((year) => [
    channelMix('res', 'resident-record', year, {
      ja: `住民票の経路 ${year}年`,
      en: `channels of residents’ records ${year}`,
    }),
    channelMix('seal', 'seal-registration', year, {
      ja: `印鑑証明の経路 ${year}年`,
      en: `channels of seals ${year}`,
    }),
  ]),
];

function channelMix(
  short: 'res' | 'seal',
  certificate: OfficeCertificate,
  year: Year,
  title: Told,
): Mix<MiyazakiObserved> {
  const halls = HALLS.map((name) => ({ name, from: `miy.${short}.${year}.${name}` }));
  const stores = { name: 'stores', from: `miy.conv.${short === 'res' ? 'resident' : 'seal'}` };
  const groups = year === '2014' ? [...halls, stores] : halls;
  return {
    id: `miyazaki.${short}.${year}`,
    title,
    groups,
    counts: (observed) => [
      ...hallsOf(observed, certificate, year),
      ...(year === '2014' ? [observed.stores.types.of(certificate)] : []),
    ],
  };
}
