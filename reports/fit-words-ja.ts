import type { FitNote } from '../scenarios/fit/fit-notes.ts';
import type { TableNote } from '../scenarios/fit/table-notes.ts';
import type { FitWords } from './fit-words.ts';
import { countText } from './quantities.ts';

export const FIT_JAPANESE: FitWords = {
  product: 'kofu',
  title: '利用記録からの需要推定',
  sections: {
    file: '読み込んだもの',
    numbers: '推定した需要',
    fit: '実績と需要モデルの比較',
    misfit: 'モデルの仮定と実績',
    outstanding: '特異な日',
    notes: '確認が必要な点',
    limits: '分からないこと',
    bad: '読めなかった行',
  },
  charts: {
    days: '日別利用数',
    months: '月別',
    weekdays: '曜日別',
    weekdayHours: '時間帯別（平日）',
    dayOffHours: '時間帯別（休日）',
    types: '証明書別',
    counted: '実績',
    expected: 'モデル',
    asTable: '表で見る',
  },
  columns: {
    number: '項目',
    value: '値',
    interval: (percent) => `${percent} %信頼区間`,
    name: '',
    counted: '実績',
    expected: 'モデル',
    ratio: '比',
    perDay: 'χ²/日数',
    question: '仮定',
    degrees: '自由度',
    dispersion: 'χ²/自由度',
    chance: '偶然の確率',
    farthest: '最大のずれ',
    days: '日数',
    what: '種類',
    reason: '理由',
    rows: '行数',
    example: '最初の行',
  },
  rows: (counted, all, kind) =>
    kind === 'log' ? `${all}行のうち${counted}行を集計` : `月別集計表 ${all}行`,
  period: (from, to, open, leftOut) =>
    `${from}〜${to}、サービス日${open}日${leftOut > 0 ? `（うち${leftOut}日を除外）` : ''}`,
  leftOut: {
    'outside-hours': 'サービス時間外',
    'closed-day': '休止日',
    'outside-period': '--from・--toの範囲外',
    'left-out-day': '除外した日',
    'other-municipality': '他の市区町村',
    duplicate: '重複（除外）',
    bad: '読めない行',
  },
  stores: (count, top) => `店舗${count}、利用の多い順：${top}`,
  reasons: {
    'long-line': '64 KiBを超える行',
    'open-quote': '引用符が閉じていない',
    nul: 'NULバイト',
    columns: '列数が見出しと異なる',
    'no-time': '日時がない',
    time: '日時として読めない',
    'no-clock': '時刻がない',
    'no-such-time': '存在しない日時',
    year: '祝日が分からない年',
    'no-type': '証明書種別がない',
    type: '未知の証明書種別',
    encoding: '文字コードが異なる',
    place: '未知の場所',
    age: '年齢ではない',
    copies: '通数ではない',
  },
  questions: {
    days: '日ごとの変動は偶然のみ',
    'month-weekday': '曜日の比はどの月も同じ',
    'weekday-hour': '月〜金の時間帯分布は同じ',
    'day-off-hour': '休日の時間帯分布は同じ',
    'month-type': '証明書の構成はどの月も同じ',
    'hour-type': '証明書の構成はどの時間帯も同じ',
    'month-day-off': '休日の割合はどの月も同じ',
    'month-year': '月の比はどの年も同じ',
    'month-year-day-off': '月の比はどの年も、休日の割合はどの月も同じ',
  },
  surge: '急増',
  drop: '急減',
  gap: '欠測',
  nothingStandsOut: '特異な日も、記録のないサービス日もありません。',
  asSurge: '需要ファイルのsurgesとして',
  asLeftOut: '推定から除くには',
  note: japaneseNote,
  weekdays: {
    monday: '月',
    tuesday: '火',
    wednesday: '水',
    thursday: '木',
    friday: '金',
    saturday: '土',
    sunday: '日',
    holiday: '祝',
  },
  written: (file, line) => `${file}を書きました。シナリオでの指定：${line}`,
  unwritten: '需要ファイルは書いていません。--outで指定してください。',
  asCounted: (kind, inAllYearsOnly) => {
    const what = kind === 'log' ? '月・曜日・時間帯・証明書それぞれ' : '各月';
    const limit = inAllYearsOnly ? '（月は全ての年を合わせて）' : '';
    const rest =
      kind === 'log' ? '係数を掛け合わせてよいかは「モデルの仮定と実績」のχ²による。' : '';
    return `${what}の合計は必ず実績と一致する${limit}。${rest}`;
  },
  notAsCounted: '合計が実績と一致しない項目がある。比が1でないものを参照。',
  limits: [
    '区間は各数値ごとのもので、利用の傾向が変わらないことを前提とする。',
    '一年の中での伸びは月の係数と区別できない。',
    '発行されなかった利用は発行記録に含まれない。',
  ],
};

function japaneseNote(note: FitNote | TableNote): string {
  switch (note.kind) {
    case 'wrong-zone':
      return `${countText(note.rows)}行（${percent(note.share)}）がサービス時間外です。${note.flag} なら${percent(note.shareThen)}になります。${note.flag} を付けて推定し直してください`;
    case 'mixed-offsets':
      return `時差の表記がある日時${countText(note.with)}行、ない日時${countText(note.without)}行。ないものは--time-zoneで読みました`;
    case 'clock-changes':
      return `時差の表記が${note.offsets.join('、')}と複数あります。それぞれ表記どおりに読みました`;
    case 'twice':
      return `夏時間の終わりで二通りに読める日時が${countText(note.rows)}行あり、早い方としました`;
    case 'unsorted':
      return `${countText(note.rows)}行が前の行より早い日時です（推定に影響なし）`;
    case 'duplicates':
      return note.dropped
        ? `全列が同じ行${countText(note.rows)}行を除きました`
        : `全列が同じ行が${countText(note.rows)}行あり、そのまま数えました。除くには--duplicates drop`;
    case 'whole-hours':
      return 'ほぼ全ての日時が正時です。--bands 08:00,17:00 --opening 06:00-23:00 のように区切ってください';
    case 'stray-rows':
      return `${countText(note.rows)}行が他の行から大きく離れた日付で、期間が延びています（年の誤りなど）。訂正するか ${note.flag} を付けて推定し直してください`;
    case 'left-out-nothing':
      return `--leave-out ${note.days.join('、')} は期間外で、除かれる日はありません`;
    case 'edge-day':
      return `${note.day}は期待値の${percent(note.share)}です。記録が一日の途中で始まる（終わる）なら--from・--toで除いてください`;
    case 'no-rows-in':
      return `${note.names.join('、')}の日に記録がなく、係数を0としました`;
    case 'not-told-apart':
      return `${note.names.join('、')}は他の係数と区別できません`;
    case 'municipalities':
      return `${countText(note.count)}市区町村（${note.names.join('、')}ほか）をまとめて推定しました。--municipalityで選べます`;
    case 'months-missing':
      return `${note.names.join('、')}月の日がなく、係数を1（平均）としました`;
    case 'weekdays-missing':
      return `${note.names.join('、')}がなく、係数を1（祝日は日曜と同じ）としました`;
    case 'one-year-only':
      return '年ごとの伸び：同じ月が二度ない';
    case 'no-column':
      return `列がないもの：${note.names.map((name) => NO_COLUMN[name] ?? name).join('、')}`;
    case 'few-days':
      return `${note.days}日は少なく、各曜日は最大${Math.ceil(note.days / 7)}回です`;
    default:
      return japaneseTableNote(note);
  }
}

function japaneseTableNote(note: TableNote): string {
  switch (note.kind) {
    case 'table-months-together':
      return `まとめて数えた月は同じとみなし、区間では区別されません：${note.names.join('、')}`;
    case 'table-months-missing':
      return `${note.names.join('、')}月の日がなく、係数を1（平均）としました`;
    case 'table-years-alike':
      return '年ごとの伸び：月と区別できず、どの年も同じとみなしました。各行の比を参照';
    case 'table-no-weekdays':
      return '月別集計表から曜日と日ごとの変動は分からないため、係数は1、分散は0とします';
    case 'table-no-hours':
      return '時間帯の列がないため、宮崎市と大船渡市の時間帯とします（S5、P66）';
    case 'table-no-days-off':
      return '休日の列がないため、休日も平日と同じとします';
    case 'table-no-types':
      return '証明書の列がないため、宮崎市の構成とします（S5）';
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`;
}

const NO_COLUMN: Readonly<Record<string, string>> = {
  store: '店舗',
  place: '場所（すべて市内とする）',
  age: '年齢（cities/toyonaka.yamlと同じとする）',
  copies: '通数（1通とする）',
};
