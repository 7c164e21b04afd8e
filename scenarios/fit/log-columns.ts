import { FitRefused } from './fit-refused.ts';
import { folded } from './log-words.ts';

/** What a column of a log can be about. */
export const LOG_COLUMNS = [
  'time',
  'type',
  'store',
  'municipality',
  'place',
  'age',
  'copies',
] as const;
export type LogColumn = (typeof LOG_COLUMNS)[number];

/** What the headers of logs call these. */
const HEADERS: Readonly<Record<LogColumn, readonly string[]>> = {
  time: [
    'time',
    'timestamp',
    'datetime',
    'issuedat',
    'issued',
    'at',
    'createdat',
    'dueat',
    '日時',
    '発行日時',
    '交付日時',
    '利用日時',
    '受付日時',
    '証明書発行日時',
    '処理日時',
  ],
  type: [
    'type',
    'certificate',
    'cert',
    'certificatetype',
    'kind',
    '証明書',
    '証明書種別',
    '証明種別',
    '種別',
    '証明書種類',
    '証明書の種類',
    '証明書名',
    '証明書名称',
    '発行証明書',
  ],
  store: [
    'store',
    'shop',
    'storeid',
    'shopid',
    'storename',
    'kiosk',
    'kioskid',
    '店舗',
    '店舗名',
    '店舗コード',
    '店舗番号',
    '利用店舗',
    '端末',
    '端末番号',
    '発行場所',
  ],
  municipality: [
    'municipality',
    'municipalitycode',
    'city',
    'citycode',
    '市区町村',
    '市区町村コード',
    '自治体',
    '自治体コード',
    '団体コード',
    '全国地方公共団体コード',
  ],
  place: ['place', 'area', '利用場所', '利用地域', '地域', '市内外', '場所'],
  age: ['age', 'ageyears', '年齢', '年代'],
  copies: ['copies', 'count', 'quantity', '通数', '部数', '枚数', '交付通数', '発行通数'],
};

/** A column as it was asked for: by its header or its number from 1; two make date and time. */
export interface AskedColumn {
  readonly column: LogColumn;
  readonly from: readonly string[];
}

/** Where the columns of a log are, from 0. */
export interface ColumnPlaces {
  /** One, or that of the date and that of the time of day. */
  readonly time: readonly number[];
  readonly type: number;
  readonly store: number | undefined;
  readonly municipality: number | undefined;
  readonly place: number | undefined;
  readonly age: number | undefined;
  readonly copies: number | undefined;
  /** How many columns the log has. */
  readonly count: number;
  /** What the log calls them. */
  readonly names: Readonly<Partial<Record<LogColumn, string>>>;
}

/** Finds the columns of a log; throws FitRefused where that cannot be. */
export function placesOf(
  header: readonly string[],
  asked: readonly AskedColumn[],
  { file, hasHeader }: { readonly file: string; readonly hasHeader: boolean },
): ColumnPlaces {
  const names = hasHeader ? header.map((name) => name.trim()) : header.map((_, at) => `${at + 1}`);
  const found = new Map<LogColumn, readonly number[]>();
  for (const { column, from } of asked) {
    found.set(
      column,
      from.map((name) => indexOf(name, names, { file, hasHeader })),
    );
  }
  if (hasHeader) guess(names, found);
  for (const column of ['time', 'type'] as const) {
    if (!found.has(column)) throw new FitRefused(missing(column, header, { file, hasHeader }));
  }
  const single = (column: LogColumn) => found.get(column)?.[0];
  return {
    time: found.get('time') as readonly number[],
    type: single('type') as number,
    store: single('store'),
    municipality: single('municipality'),
    place: single('place'),
    age: single('age'),
    copies: single('copies'),
    count: header.length,
    names: Object.fromEntries(
      [...found].map(([column, at]) => [column, at.map((each) => names[each]).join('+')]),
    ),
  };
}

function guess(names: readonly string[], found: Map<LogColumn, readonly number[]>): void {
  const taken = new Set([...found.values()].flat());
  const plain = names.map(folded);
  for (const column of LOG_COLUMNS) {
    if (found.has(column)) continue;
    const at = HEADERS[column]
      .map((word) => plain.indexOf(word))
      .find((index) => index >= 0 && !taken.has(index));
    if (at === undefined) continue;
    found.set(column, [at]);
    taken.add(at);
  }
}

interface LogHead {
  readonly file: string;
  readonly hasHeader: boolean;
}

function indexOf(name: string, names: readonly string[], { file, hasHeader }: LogHead): number {
  const exact = names.indexOf(name.trim());
  if (exact >= 0) return exact;
  const alike = names.findIndex((each) => folded(each) === folded(name));
  if (alike >= 0) return alike;
  const number = /^\d+$/.test(name.trim()) ? Number(name) : Number.NaN;
  if (number >= 1 && number <= names.length) return number - 1;
  const told = hasHeader ? names.join(', ') : `${names.length} columns, without names`;
  throw new FitRefused(
    `${file}:1 has no column ${name}: name one of its columns, or its number from 1 (it has ${told})`,
  );
}

function missing(column: LogColumn, header: readonly string[], { file, hasHeader }: LogHead) {
  const told = header.map((name, at) => `${at + 1} ${name.trim().slice(0, 40)}`).join(', ');
  const what = column === 'time' ? 'the time' : 'the certificate';
  const example = `--columns ${column}=${column === 'time' ? '1' : '2'}`;
  return hasHeader
    ? `${file}:1 names no column for ${what}: say which one it is, e.g. ${example}; it has ${told}`
    : `without a header say which column is ${what}, e.g. ${example}; the first row has ${told}`;
}
