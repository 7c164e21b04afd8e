import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import type { FitReport } from '../../../scenarios/fit/fit-report.ts';
import { FitFolder, type FitTrial, JUNE, text } from './fit-trial.ts';

const folder = new FitFolder();
afterAll(() => folder.remove());

const [HEADER = '', ...ROWS] = JUNE;

/** June with something in place of some rows, by their places from 0. */
function spoiled(changes: Readonly<Record<number, string>>): string {
  return text([HEADER, ...ROWS.map((row, at) => changes[at] ?? row)]);
}

/** Every row is somewhere. */
function accounted({ source }: FitReport): number {
  const left = source.leftOut.reduce((sum, [, rows]) => sum + rows, 0);
  return source.counted + left + source.duplicatesDropped + source.bad.rows;
}

describe('rows that cannot be read', () => {
  const changes: Readonly<Record<number, string>> = {
    3: '2014-06-01 10:00:00,tax,shop-1',
    7: 'yesterday,tax,shop-1,city,30,1',
    8: '2014-06-31 10:00:00,tax,shop-1,city,30,1',
    9: '2014-06-03 25:00:00,tax,shop-1,city,30,1',
    11: '2014-06-03,tax,shop-1,city,30,1',
    12: ',tax,shop-1,city,30,1',
    13: '1914-06-03 10:00:00,tax,shop-1,city,30,1',
    14: '2014-06-03 10:00:00,,shop-1,city,30,1',
    15: '2014-06-03 10:00:00,passport,shop-1,city,30,1',
    16: '2014-06-03 10:00:00,tax,shop-1,町内会館,30,1',
    17: '2014-06-03 10:00:00,tax,shop-1,city,old,1',
    18: '2014-06-03 10:00:00,tax,shop-1,city,30,0',
    19: '2014-06-03 10:00:00,t\0ax,shop-1,city,30,1',
    20: '2014-06-03 10:00:00,tax,"shop-1,city,30,1',
    21: `2014-06-03 10:00:00,tax,${'x'.repeat(70_000)},city,30,1`,
    22: '2014-06-03 10:00:00,tax,"shop"1,city,30,1',
  };
  const bytes = Buffer.from(spoiled(changes), 'utf8');

  test('are all counted, by reason, each with its row; none is lost', async () => {
    folder.write('bad.csv', bytes);
    const { report } = await folder.fit('bad.csv', '--max-bad', '5', '--json');
    const byLine = report.source.bad.byReason.flatMap(({ reason, examples }) =>
      examples.map(({ line }) => [line, reason] as const),
    );
    expect(new Map(byLine)).toEqual(
      new Map([
        [5, 'columns'],
        [9, 'time'],
        [10, 'no-such-time'],
        [11, 'no-such-time'],
        [13, 'no-clock'],
        [14, 'no-time'],
        [15, 'year'],
        [16, 'no-type'],
        [17, 'type'],
        [18, 'place'],
        [19, 'age'],
        [20, 'copies'],
        [21, 'nul'],
        [22, 'open-quote'],
        [23, 'long-line'],
        [24, 'open-quote'],
      ]),
    );
    expect(report.source.bad.rows).toBe(Object.keys(changes).length);
    expect(report.source.rows).toBe(ROWS.length);
    expect(accounted(report)).toBe(ROWS.length);
  });

  test('are written out as they were, byte for byte, and can be read anew when corrected', async () => {
    folder.write('bad.csv', bytes);
    const out = folder.file('rejected.csv');
    await folder.fit('bad.csv', '--max-bad', '5', '--reject', out);
    const wanted = text([HEADER, ...Object.values(changes)]);
    expect(readFileSync(out, 'utf8')).toBe(wanted);
    expect(existsSync(`${out}.part`)).toBe(false);
  });

  test('are too many beyond --max-bad: each reason, its first row, and the remedy', async () => {
    folder.write('bad.csv', bytes);
    const out = folder.file('too-many.csv');
    const told = await folder.refusal('bad.csv', '--reject', out);
    expect(told).toMatch(
      /^bad\.csv: 16 of [\d,]+ rows \(1\.\d+ %\) cannot be read, more than the 1 % of --max-bad; they are in too-many.csv/,
    );
    expect(told).toContain(
      'bad.csv:17  1 row: the certificate is not known: say what it is with --map-type',
    );
    expect(told).toContain('--map-type passport=…   (1 rows)');
    expect(readFileSync(out, 'utf8').split('\n').length).toBe(18);
  });

  test('leave no file of rejected rows where there are none', async () => {
    folder.write('june.csv', text(JUNE));
    const out = folder.file('none.csv');
    await folder.fit('june.csv', '--reject', out);
    expect(existsSync(out)).toBe(false);
    expect(existsSync(`${out}.part`)).toBe(false);
  });
});

describe('files that are no logs', () => {
  const gzipped = gzipSync(text(JUNE));
  const cases: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ['empty.csv', '', /^empty\.csv is empty/],
    ['blank.csv', '\n\n  \n', /^blank\.csv is empty/],
    ['header.csv', `${HEADER}\n`, /^header\.csv has a header and no rows/],
    ['folder', '', /^folder: there is no such file|is empty/],
    ['no.csv.gz', text(JUNE), /^no\.csv\.gz is no gzip in spite of its name/],
    ['cut.csv.gz', gzipped.subarray(0, 9000), /^cut\.csv\.gz ends in the middle .* after row \d+/],
    [
      'broken.csv.gz',
      Buffer.concat([gzipped.subarray(0, 9000), Buffer.alloc(99, 1), gzipped.subarray(9099)]),
      /^broken\.csv\.gz is broken gzip after row \d+/,
    ],
    ['book.xlsx', Buffer.from('PK\x03\x04…'), /is a ZIP archive or a workbook: save the sheet/],
    ['utf16.csv', Buffer.from(`\ufeff${text(JUNE)}`, 'utf16le'), /is UTF-16: save it as UTF-8/],
    ['mac.csv', JUNE.join('\r'), /lines end in CR alone/],
    ['columns.csv', 'a,b\n1,2\n', /^columns\.csv:1 names no column for the time: .* 1 a, 2 b$/],
    ['quote.csv', `"${'x'.repeat(200_000)}`, /^quote\.csv:1 has more than 64 KiB and is no header/],
  ];

  test.each(cases)('%s', async (name, content, message) => {
    folder.write(name, content);
    expect(await folder.refusal(name)).toMatch(message);
  });

  test('a column that is not there is named, with those that are', async () => {
    folder.write('june.csv', text(JUNE));
    const told = await folder.refusal('june.csv', '--columns', 'time=issued,type=2');
    expect(told).toMatch(
      /^.*june\.csv:1 has no column issued: .* \(it has issued_at, certificate,/,
    );
  });
});

describe('how a log may be written', () => {
  const plain = text(JUNE);
  const japanese = plain
    .replace(HEADER, '発行日時,証明書種別,店舗,利用場所,年代,通数')
    .replaceAll('seal-registration', '印鑑登録証明書')
    .replaceAll('resident-record', '住民票の写し')
    .replaceAll(',tax,', ',課税証明書,')
    .replaceAll('prefecture', '県内')
    .replaceAll('elsewhere', '県外');
  // Written with Windows-31J’s table turned around, as there is a decoder only.
  const shiftJis = encoded(japanese, 'shift_jis');
  const variants: readonly (readonly [string, string | Uint8Array, readonly string[]])[] = [
    ['crlf.csv', plain.replaceAll('\n', '\r\n'), []],
    ['last.csv', plain.trimEnd(), []],
    ['bom.csv', `\ufeff${plain}`, []],
    ['tabs.tsv', plain.replaceAll(',', '\t'), []],
    ['semicolons.csv', plain.replaceAll(',', ';'), []],
    ['quoted.csv', plain.replace(/[^,\n]+/g, '"$&"'), []],
    ['gz.csv.gz', gzipSync(plain), []],
    [
      'members.gz',
      Buffer.concat([gzipSync(plain.slice(0, 5000)), gzipSync(plain.slice(5000))]),
      [],
    ],
    ['slashes.csv', plain.replace(/^(\d{4})-(\d\d)-(\d\d) (.{8})\.\d+/gm, '$1/$2/$3 $4'), []],
    ['offset.csv', plain.replace(/^(\S+) ([^,]+)/gm, '$1T$2+09:00'), []],
    ['utc.csv', plain.replace(/^([\d-]+) ([^,]+)/gm, (each) => utc(each)), ['--time-zone', 'UTC']],
    ['epoch.csv', plain.replace(/^([\d-]+) ([^,]+)/gm, (each) => String(msOf(each))), []],
    ['japanese.csv', japanese, []],
    ['sjis.csv', shiftJis, []],
    [
      'numbers.csv',
      text(ROWS),
      ['--no-header', '--columns', 'time=1,type=2,store=3,place=4,age=5,copies=6'],
    ],
    [
      'two.csv',
      plain.replace('issued_at', 'day,clock').replace(/^(\d\S+) /gm, '$1,'),
      ['--columns', 'time=day+clock'],
    ],
  ];

  let wanted: FitTrial | undefined;

  test.each(variants)('%s comes to the same', async (name, content, args) => {
    folder.write('plain.csv', plain);
    folder.write(name, content);
    wanted ??= await folder.fit('plain.csv', '--json');
    const { report } = await folder.fit(name, '--json', ...args);
    expect(report.source.counted).toBe(wanted.report.source.counted);
    expect(report.numbers).toEqual(wanted.report.numbers);
  });

  test('fields in quotes may hold delimiters, quotes and ends of lines', async () => {
    const rows = JUNE.map((row) => row.replace(/shop-(\d+)/, '"shop ""$1"", east\nwing"'));
    folder.write('lines.csv', text(rows));
    const { report } = await folder.fit('lines.csv', '--json');
    expect(report.source.counted).toBe(ROWS.length);
    expect(report.stores.top[0]?.[0]).toMatch(/^shop "\d+", east\nwing$/);
  });
});

function msOf(local: string): number {
  return Date.parse(`${local.replace(' ', 'T')}+09:00`);
}

function utc(local: string): string {
  return new Date(msOf(local)).toISOString().replace('T', ' ').slice(0, 23);
}

function encoded(content: string, encoding: string): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const bytes = new Map<string, readonly number[]>();
  for (let lead = 0x81; lead < 0xa0; lead++) {
    for (let trail = 0x40; trail < 0xfd; trail++) {
      bytes.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
    }
  }
  return Uint8Array.from(
    [...content].flatMap((sign) =>
      sign < '\x80' ? [sign.charCodeAt(0)] : (bytes.get(sign) ?? []),
    ),
  );
}
