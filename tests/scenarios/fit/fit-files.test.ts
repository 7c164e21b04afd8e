import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadDemand } from '../../../scenarios/demand/demand-files.ts';
import { parametersIn } from '../../../scenarios/demand/demand-parameter.ts';
import { scenarioIn } from '../../../scenarios/scenario-files.ts';
import { elementsOf, parseMarkup, textOf } from '../../reports/well-formed.ts';
import { FitFolder, JUNE, text } from './fit-trial.ts';

const folder = new FitFolder();
afterAll(() => folder.remove());
folder.write('june.csv', text(JUNE));

describe('the demand that is written', () => {
  test('is read by a scenario as it is, every number with its origin', async () => {
    const out = folder.file('demand.yaml');
    const { stdout, stderr } = await folder.fit('june.csv', '--out', out);
    expect(stdout).toContain(`{ executor: calendar, demand: ${out} }`);
    expect(stderr).toBe(`exit 0: fitted, ${out} written\n`);
    const reading = loadDemand(out);
    if (reading.kind !== 'read') throw new Error(JSON.stringify(reading.complaints));
    const fitted = parametersIn(reading.demand).filter(({ origin }) => origin.startsWith('fit:'));
    const rows = (JUNE.length - 1).toLocaleString('en');
    expect(new Set(fitted.map(({ origin }) => origin))).toEqual(
      new Set([`fit: june.csv, ${rows} rows`]),
    );
    expect(fitted.length).toBeGreaterThan(15);
    folder.write(
      'scenario.yaml',
      `kofu: 1
name: fitted
title: { ja: 推定, en: Fitted }
start: 2014-06-02T06:30:00+09:00
duration: 2h
municipality: '27203'
stores: { inside: 20, outside: 4 }
workloads:
  june: { executor: calendar, demand: demand.yaml }
`,
    );
    const scenario = await scenarioIn(folder.file('scenario.yaml'), []);
    expect(scenario.workloads['june']?.executor).toBe('calendar');
    expect(scenario.citizens.certificates).toEqual(reading.demand.certificates.value);
  });

  test('stays what it was where another one cannot be written', async () => {
    const out = folder.write('kept.yaml', 'before\n');
    folder.write('empty.csv', '');
    await folder.refusal('empty.csv', '--out', out);
    expect(readFileSync(out, 'utf8')).toBe('before\n');
    mkdirSync(folder.file('taken'));
    const told = await folder.refusal('june.csv', '--out', folder.file('taken'));
    expect(told).toMatch(/^taken cannot be written: .*; name another file$/);
    expect(readdirSync(dirname(out)).filter((name) => name.endsWith('.part'))).toEqual([]);
    const missing = join(folder.path, 'nowhere', 'demand.yaml');
    expect(await folder.refusal('june.csv', '--out', missing)).toMatch(
      /cannot be written: there is no folder .*nowhere: make it/,
    );
    expect(existsSync(missing)).toBe(false);
  });

  test('is not written when the reading is interrupted: exit 105', async () => {
    const out = folder.file('interrupted.yaml');
    const { code, stdout, stderr } = await folder.interrupted('june.csv', '--out', out);
    expect([code, stdout]).toEqual([105, '']);
    expect(stderr).toBe('exit 105: interrupted, nothing is written\n');
    expect(existsSync(out)).toBe(false);
  });

  test('is named after its file, or as one says', async () => {
    const named = async (...args: readonly string[]) =>
      (await folder.fit('june.csv', '--json', ...args)).report.demand.name;
    expect(await named()).toBe('june');
    expect(await named('--name', 'toyonaka-2014')).toBe('toyonaka-2014');
    folder.write('記録.csv', text(JUNE));
    expect((await folder.fit('記録.csv', '--json')).report.demand.name).toBe('fitted');
  });
});

describe('what is told', () => {
  test('as JSON has the schema, every number with its interval, the tests and the notes', async () => {
    const { report } = await folder.fit('june.csv', '--json');
    expect(report).toMatchObject({ schema: 'kofu-fit', version: '1.0.0', confidence: 0.95 });
    for (const { value, low, high } of report.numbers) {
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
    }
    expect(report.misfits.map(({ question }) => question)).toContain('days');
    expect(report.source.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each(['ja', 'en'])('as a page is well formed, and loads nothing (%s)', async (language) => {
    const page = folder.file(`${language}.html`);
    const { stdout } = await folder.fit('june.csv', '--html', page, '--lang', language);
    const html = readFileSync(page, 'utf8');
    const parsed = parseMarkup(html);
    for (const name of ['script', 'img', 'link', 'iframe']) {
      expect(elementsOf(parsed, name)).toEqual([]);
    }
    expect(html).not.toMatch(/NaN|Infinity|undefined|https?:/);
    expect(textOf(parsed)).toContain('months.6');
    const policies = elementsOf(parsed, 'meta').map(({ attributes }) => attributes.get('content'));
    expect(policies).toContain("default-src 'none'; style-src 'unsafe-inline'");
    expect(html.match(/<svg class="chart"/g)?.length).toBe(6);
    expect(stdout).toContain(language === 'ja' ? '推定した需要' : 'The demand');
    expect(/[ぁ-ん]/.test(stdout)).toBe(language === 'ja');
  });

  test('of what a log brings cannot move the cursor of a terminal, nor make markup', async () => {
    const rows = JUNE.map((row) => row.replace(/shop-\d+/, '\u001b[2J<b>店</b>'));
    folder.write('hostile.csv', text(rows));
    const page = folder.file('hostile.html');
    const { stdout } = await folder.fit('hostile.csv', '--html', page);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('<b>店</b>');
    expect(readFileSync(page, 'utf8')).toContain('&lt;b&gt;店&lt;/b&gt;');
  });
});

describe('flags', () => {
  test.each([
    [['--columns', 'when=1'], /There is time, type, store/],
    [['--columns', 'type=1+2'], /Name one column/],
    [['--time-zone', 'Asia/Edo'], /Write a zone/],
    [['--map-type', '住民票=passport'], /There is no passport/],
    [['--map-place', '市内=City!'], /Write a place/],
    [['--max-bad', 'many'], /Write per cent/],
    [['--from', '2014-02-30'], /Write a day that exists/],
    [['--leave-out', '2014-06-02..2014-06-01'], /must not be after/],
    [['--opening', '23:00-06:30'], /Write hours/],
    [['--closed', '02-30'], /Write days of the year/],
    [['--bands', '17:15,08:30'], /Write times in their order/],
    [['--delimiter', 'xx'], /Write one sign/],
    [['--name', 'No name'], /Write a name/],
  ])('%j are refused with the remedy', async (args, message) => {
    await expect(folder.fit('june.csv', ...args)).rejects.toThrow(message);
  });

  test('that contradict each other are refused', async () => {
    expect(await folder.refusal('june.csv', '--bands', '05:00')).toMatch(
      /within the opening hours/,
    );
    expect(await folder.refusal('june.csv', '--from', '2014-07-01', '--to', '2014-06-01')).toMatch(
      /--from 2014-07-01 lies after --to/,
    );
    expect(await folder.refusal('june.csv', '--from', '2015-01-05')).toMatch(/no row lies within/);
  });

  test('say what certificates, places and bands are', async () => {
    const rows = JUNE.map((row) => row.replace(',tax,', ',みどりの証明,'));
    folder.write('own.csv', text(rows));
    expect(await folder.refusal('own.csv')).toContain('--map-type みどりの証明=…');
    const { report } = await folder.fit(
      'own.csv',
      ...[
        '--json',
        '--map-type',
        'みどりの証明=tax',
        '--bands',
        'none',
        '--map-place',
        'prefecture=near',
      ],
    );
    expect(Object.keys(report.demand.certificates.value)).toContain('tax');
    expect(report.demand.hours.weekday).toHaveLength(1);
    expect(Object.keys(report.demand.places?.value ?? {})).toEqual(['city', 'elsewhere', 'near']);
  });
});
