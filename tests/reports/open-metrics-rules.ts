import assert from 'node:assert/strict';

/** A family of an OpenMetrics text with its samples, by name and labels. */
export interface ReadFamily {
  readonly type: string;
  readonly samples: ReadonlyMap<string, number>;
}

interface Growing {
  type: string;
  readonly samples: Map<string, number>;
}

const SAMPLE =
  /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"(?:,(?!\}))?)*\})? (\S+)$/;
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  counter: ['_total'],
  gauge: [''],
  info: ['_info'],
  histogram: ['_bucket', '_sum', '_count'],
};

/**
 * Reads OpenMetrics text 1.0.0 by its rules: one EOF, at the end; families whole and once; samples
 * named by their type; no sample twice; units in names; histograms cumulative, ascending, with
 * +Inf equal to the count. Throws at the first breach.
 */
export function readOpenMetrics(text: string): ReadonlyMap<string, ReadFamily> {
  assert(text.endsWith('\n# EOF\n') || text === '# EOF\n', 'no EOF at the end');
  const families = new Map<string, Growing>();
  let current = '';
  for (const line of text.slice(0, -'# EOF\n'.length).split('\n').slice(0, -1)) {
    const described = /^# (TYPE|HELP|UNIT) ([a-zA-Z_:][\w:]*) (.+)$/.exec(line);
    if (described === null) addSample(line, current, families.get(current));
    else {
      const [, what = '', name = '', value = ''] = described;
      if (name !== current) {
        assert(!families.has(name), `${name} is described in two places`);
        families.set(name, { type: 'unknown', samples: new Map() });
        current = name;
      }
      describe(families.get(name) as Growing, name, [what, value]);
    }
  }
  for (const [name, { type, samples }] of families) {
    if (type === 'histogram') checkBuckets(name, samples);
  }
  return families;
}

function describe(family: Growing, name: string, [what, value]: readonly [string, string]): void {
  assert.equal(family.samples.size, 0, `${name} is described after its samples`);
  if (what === 'TYPE') family.type = value;
  if (what === 'UNIT') assert(name.endsWith(`_${value}`), `${name} is not in ${value}`);
}

function addSample(line: string, current: string, family: Growing | undefined): void {
  const match = SAMPLE.exec(line);
  assert(match !== null, `not a sample: ${line}`);
  const [, name = '', labels = '', value = ''] = match;
  assert(family !== undefined, `${name} is not described`);
  const { type, samples } = family;
  const isNamed = (SUFFIXES[type] ?? []).some((suffix) => name === current + suffix);
  assert(isNamed, `${name} cannot be of ${current}, a ${type}`);
  const key = `${name}${labels}`;
  assert(!samples.has(key), `${key} stands twice`);
  assert(Number.isFinite(Number(value)), `${key} is ${value}`);
  assert(type !== 'counter' || Number(value) >= 0, `${key} is below zero`);
  assert(type !== 'info' || Number(value) === 1, `${key} is not 1`);
  samples.set(key, Number(value));
}

function checkBuckets(name: string, samples: ReadonlyMap<string, number>): void {
  const series = new Map<string, { bound: number; count: number }[]>();
  for (const [key, count] of samples) {
    const le = /le="([^"]*)"/.exec(key)?.[1];
    if (le === undefined) continue;
    // Wherever a writer puts it among the labels.
    const labels = key
      .slice(`${name}_bucket`.length)
      .replace(/,?le="[^"]*"/, '')
      .replace('{,', '{')
      .replace('{}', '');
    const bound = le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le);
    series.set(labels, [...(series.get(labels) ?? []), { bound, count }]);
  }
  for (const [labels, buckets] of series) {
    for (const [index, { bound, count }] of buckets.entries()) {
      const before = buckets[index - 1];
      if (before === undefined) continue;
      assert(bound > before.bound, `${name}${labels}: ${bound} after ${before.bound}`);
      assert(count >= before.count, `${name}${labels}: fewer up to ${bound}`);
    }
    const last = buckets.at(-1);
    assert.equal(last?.bound, Number.POSITIVE_INFINITY, `${name}${labels} has no +Inf`);
    assert.equal(last?.count, samples.get(`${name}_count${labels}`), `${name}${labels}: count`);
  }
}
