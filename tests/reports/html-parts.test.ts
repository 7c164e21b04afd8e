import { describe, expect, test } from 'vitest';
import { header, targetIndicator } from '../../reports/html-head.ts';
import { endsTable, thresholdTable, validityTable } from '../../reports/html-judged.ts';
import { notes, parameters, setting } from '../../reports/html-setting.ts';
import { dataTable } from '../../reports/html-table.ts';
import { journeyClasses } from '../../reports/measurements.ts';
import { ENGLISH } from '../../reports/words-en.ts';
import { emptyResult, exampleResult, wrongResult } from './example-result.ts';
import { type Element, elementsOf, parseMarkup, textOf } from './well-formed.ts';

function cellsOf(page: Element): readonly (readonly string[])[] {
  return elementsOf(page, 'tr').map((row) =>
    elementsOf(row)
      .filter(({ name }) => name === 'th' || name === 'td')
      .map(textOf),
  );
}

test('a table names its rows and columns, and can be scrolled by keyboard', () => {
  const table = parseMarkup(
    dataTable([{ title: 'who' }, { title: 'n', figures: true }], [['a', '1']], 'Counts').text,
  );
  expect(cellsOf(table)).toEqual([
    ['who', 'n'],
    ['a', '1'],
  ]);
  const scopes = elementsOf(table, 'th').map(({ attributes }) => attributes.get('scope'));
  expect(scopes).toEqual(['col', 'col', 'row']);
  expect(elementsOf(table, 'caption').map(textOf)).toEqual(['Counts']);
  expect(elementsOf(table)[0]?.attributes.get('tabindex')).toBe('0');
});

test('the letterhead tells what was simulated, and with what', () => {
  const told = textOf(parseMarkup(header(exampleResult(), ENGLISH).text));
  for (const fact of ['2015-06-01 (Mon) 06:30–23:00', 'real time (1,500×)', '4f2c1d9', '41 s']) {
    expect(told).toContain(fact);
  }
});

test('the indicator’s four parts fill the bar', () => {
  const result = exampleResult();
  const page = parseMarkup(targetIndicator(result, ENGLISH).text);
  const [bar] = elementsOf(page, 'svg');
  const widths = (bar === undefined ? [] : elementsOf(bar, 'rect')).map(({ attributes }) =>
    Number.parseFloat(attributes.get('width') ?? ''),
  );
  expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(100, 1);
  const { within, over } = journeyClasses(result);
  const counts = elementsOf(page, 'b').map(textOf);
  expect(counts.slice(1, 3)).toEqual([String(within), String(over)]);
});

describe('tables', () => {
  test('tell every threshold with its verdict in words', () => {
    const rows = cellsOf(parseMarkup(thresholdTable(wrongResult(), ENGLISH).text));
    expect(rows.slice(1).map((row) => row.at(-1)?.trim())).toEqual(['fail', 'fail']);
    const none = textOf(parseMarkup(thresholdTable(emptyResult(), ENGLISH).text));
    expect(none).toContain('No thresholds are set.');
  });

  test('tell every check and every reason', () => {
    const result = exampleResult();
    const checks = cellsOf(parseMarkup(validityTable(result, ENGLISH).text));
    expect(checks).toHaveLength(1 + result.validity.length);
    const ends = cellsOf(parseMarkup(endsTable(result, ENGLISH).text)).slice(1);
    const total = ends.reduce((sum, row) => sum + Number(row[3]), 0);
    expect(total).toBe(result.counts.offered - result.counts.completed);
    expect(textOf(parseMarkup(endsTable(emptyResult(), ENGLISH).text))).toContain('completed');
  });
});

describe('the setting', () => {
  test('has every parameter of the scenario, by its path', () => {
    expect(
      parameters({
        speed: 1,
        stores: { inside: 110, outside: 40 },
        think: { menu: { median: '12s', p95: '30s' } },
        ages: [{ from: 20, share: 3 }],
        thresholds: { rate: ['a', 'b'] },
        deep: { a: { b: { c: { d: null } } } },
        none: {},
      }),
    ).toEqual([
      { path: 'speed', text: '1' },
      { path: 'stores', text: 'inside 110 · outside 40' },
      { path: 'think.menu', text: 'median 12s · p95 30s' },
      { path: 'ages[0]', text: 'from 20 · share 3' },
      { path: 'thresholds.rate', text: 'a, b' },
      { path: 'deep.a.b.c', text: 'd null' },
      { path: 'none', text: '' },
    ]);
  });

  test('tells the numbers of a demand with their origins, each on a line', () => {
    const share = { value: { tax: 0.3, 'resident-record': 0.7 }, origin: 'P31' };
    const bands = { value: [{ from: 20, share: 1 }], origin: 'I: made up' };
    const demand = { name: 'town', certificates: share, ages: bands };
    expect(parameters({ demand })).toEqual([
      { path: 'demand.name', text: 'town' },
      { path: 'demand.certificates', text: 'tax 0.3 · resident-record 0.7', origin: 'P31' },
      { path: 'demand.ages', text: 'from 20 · share 1', origin: 'I: made up' },
    ]);
  });

  test('has the command that repeats the run', () => {
    const told = textOf(parseMarkup(setting(exampleResult(), ENGLISH).text));
    expect(told).toContain('kofu run scenarios/example-monday.yaml --time real --seed 1');
    expect(told).toContain('kofu 0.1.0, node 20.20.2');
  });

  test('notes tell which times are measured', () => {
    const told = (clock: 'virtual' | 'real') =>
      textOf(parseMarkup(notes(exampleResult({ setting: { clock } }), ENGLISH).text));
    expect(told('virtual')).toContain('All times are model times');
    expect(told('real')).toContain('server stages are as measured');
  });
});
