import type { Told } from './study.ts';

/** Where a source contradicts itself or has lost something, and what is used instead. */
export interface SourceDefect {
  /** Rows of the statistics that it is about. */
  readonly rows: readonly string[];
  readonly source: string;
  readonly said: Told;
  readonly used: Told;
}

/** Every known defect of the sources, told in the open wherever their figures are judged. */
export const SOURCE_DEFECTS: readonly SourceDefect[] = [
  {
    rows: ['miy.daily.weekday_night_printed', 'miy.daily.weekday_total_printed'],
    source: 'S5',
    said: {
      ja: '平日夜間の1日平均28通、平日計156通と印刷',
      en: 'prints 28 a day for weekday nights, 156 for weekdays',
    },
    used: {
      ja: '自らの件数から39.6通と168.0通。44 %と145通を再現するのはこの件数だけ',
      en: 'its own counts: 39.6 and 168.0; only these make its 44 % and its 145 a day',
    },
  },
  {
    rows: ['miy.count.weekend_holiday', 'miy.daily.weekend_holiday'],
    source: 'S5',
    said: {
      ja: '土日祝61日に休止日の1月1〜3日を含む',
      en: 'counts 1 to 3 January, when it was closed, among 61 days off',
    },
    used: {
      ja: '58日に来た数を、原資料と同じく61日で割る',
      en: 'what came on 58 days is divided by 61, as the source does',
    },
  },
  {
    rows: ['miy.res.2013.total', 'miy.seal.2013.total'],
    source: 'S5',
    said: {
      ja: '増減表の符号が文字起こしで失われている',
      en: 'the signs of its changes are lost in the text',
    },
    used: { ja: '両年の件数', en: 'the counts of both years' },
  },
  {
    rows: ['miy.daily.march', 'miy.daily.june'],
    source: 'S5',
    said: {
      ja: '月別の図は失われ、3月と6月の1日平均だけが残る',
      en: 'the chart by month is lost; daily means of March and June are left',
    },
    used: { ja: '残る4か月は同じとした', en: 'the other four months are taken as alike' },
  },
  {
    rows: ['ich.conv.2010.resident', 'ich.conv.2010.seal', 'ich.conv.2010.total'],
    source: 'S3',
    said: { ja: '通数でなく枚数で数えている', en: 'counts sheets (枚), not certificates' },
    used: {
      ja: '1枚を1通とした。手数料120円の合計74万円は原資料の約80万円と合う',
      en: 'one sheet for one certificate: 744 thousand yen of commission, about its 800',
    },
  },
  {
    rows: ['ich.office.note', 'ich.cert.all_incl_official', 'ich.cert.resident'],
    source: 'S3',
    said: {
      ja: '同じ年度の証明書数が652,524、639,154、541,184と三通りある',
      en: 'has three sums of one year: 652,524, 639,154 and 541,184',
    },
    used: {
      ja: '数は639,154の表だけ、場所への配分は窓口別の表だけ。表をまたいで照合しない',
      en: 'how many: the table of 639,154 alone; where: that of offices alone; no comparison across',
    },
  },
  {
    rows: [
      'toy.share.outside_city_min',
      'toy.share.out_of_hours_min',
      'toy.weekday_rank',
      'toy.age_rank',
    ],
    source: 'S4',
    said: {
      ja: '図は失われ、見出しだけが残る',
      en: 'its charts are lost; their captions are left',
    },
    used: {
      ja: '見出しが言うこと（下限と順位）だけを判定する',
      en: 'only what captions say is judged: bounds and ranks',
    },
  },
  {
    rows: ['toy.trouble.server', 'toy.trouble.registration'],
    source: 'S4',
    said: { ja: 'トラブルの期間がない', en: 'names no period for its troubles' },
    used: { ja: '判定しない', en: 'not judged' },
  },
  {
    rows: ['mit.cert_seal'],
    source: 'S1',
    said: {
      ja: '印鑑30.0 %と印刷、80,138/261,863は30.6 %',
      en: 'prints 30.0 % for seals; 80,138 of 261,863 are 30.6 %',
    },
    used: { ja: '件数', en: 'the counts' },
  },
  {
    rows: ['mit.conv_copies'],
    source: 'S1',
    said: {
      ja: '30.0 %を78,000と印刷、261,863の30 %は78,559',
      en: 'prints 78,000 for 30.0 %; 30 % of 261,863 are 78,559',
    },
    used: {
      ja: '千未満の切捨てとみなし78,000〜78,999',
      en: 'thousands that were cut: 78,000 to 78,999',
    },
  },
];
