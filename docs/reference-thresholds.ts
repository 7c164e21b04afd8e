import { METRICS } from '../scenarios/judging/metrics.ts';
import type { MetricDefinition } from '../sim/metric.ts';
import { complaint, parseExpression } from '../sim/threshold.ts';
import { code, fence, table } from './markdown.ts';
import { fieldRows, HEADINGS } from './scenario-tables.ts';
import { fieldsOf, type JsonSchema, schemaOf } from './schema-fields.ts';

/** What could be asked of a metric; the parser is asked what can. */
const AGGREGATIONS = ['avg', 'min', 'med', 'max', 'p(95)', 'count', 'rate', 'value'];
const OPERATORS = ['<', '<=', '>', '>=', '==', '===', '!=', '=', '<>'];

const EXAMPLE = `thresholds:
  journey_duration: ['med<180000', 'p(95)<360000']
  'stage_duration{stage:issue}': ['p(99)<30000']
  'journeys{outcome:timed-out}': ['count==0']
  share_over_180s:
    - { threshold: 'rate<0.5', minSamples: 100 }
  journeys_broken: ['rate<0.01']
  wrong_documents: ['count==0']`;

/** The grammar of thresholds and the metrics they speak of; `list` is the schema of one key. */
export function thresholdsReference(list: JsonSchema): readonly string[] {
  const forms = schemaOf(list.items).anyOf ?? [];
  const long = forms.find(({ type }) => type === 'object');
  return [
    '## `thresholds`',
    GRAMMAR,
    fence('yaml', EXAMPLE).join('\n'),
    'A threshold is a text, or an object that says more:',
    table(HEADINGS, fieldRows(fieldsOf(schemaOf(long)))).join('\n'),
    '### Aggregations',
    KINDS,
    table(['kind', 'aggregations', 'the number is'], kindRows()).join('\n'),
    `Operators are ${OPERATORS.filter(isOperator).map(code).join(', ')}, with k6’s meaning.`,
    '### Metrics',
    table(['metric', 'kind', 'tags', 'what it measures'], metricRows()).join('\n'),
    NOTES,
  ];
}

const GRAMMAR = `
A threshold is a promise about a metric, in k6’s grammar: \`aggregation operator number\`. The key
names the metric; \`metric{tag:value}\` narrows it. A name or a value that does not exist is
refused before the run.

A threshold passes, fails, or is inconclusive. It is inconclusive when the metric has fewer samples
than asked for. Counters need no samples: nothing counted is a count of 0. Without thresholds the
question “was it fast enough?” stays open, and the run is inconclusive.`;

const KINDS = `
Which one can be used depends on the kind of the metric. Percentiles go from \`p(0)\` to
\`p(100)\`.`;

const NOTES = `
\`journey_duration\` holds completed and timed-out journeys. Refused, failed and abandoned ones are
counted in \`journeys\` and told with their reasons. Most of them are short, and would make the
service look faster than it is.

The three-minute target is judged by \`tx_over_180s\` and \`share_over_180s\`, which count exactly.
A percentile is read from a histogram with three significant digits.`;

function kindRows(): readonly (readonly string[])[] {
  const metrics = [...METRICS.values()];
  return [...new Set(metrics.map(({ kind }) => kind))].map((kind) => {
    const metric = metrics.find((each) => each.kind === kind) as MetricDefinition;
    const allowed = AGGREGATIONS.filter((aggregation) => takes(metric, aggregation));
    return [kind, allowed.map(code).join(', '), UNITS[kind]];
  });
}

const UNITS: Readonly<Record<MetricDefinition['kind'], string>> = {
  trend: 'milliseconds',
  counter: 'a count',
  rate: 'a share from 0 to 1',
  gauge: 'in the metric’s own unit',
};

function takes({ name }: MetricDefinition, aggregation: string): boolean {
  const expression = parseExpression(`${aggregation}<1`);
  if (typeof expression === 'string') return false;
  return complaint({ metric: name, tags: {} }, expression, METRICS) === undefined;
}

function isOperator(operator: string): boolean {
  return typeof parseExpression(`count${operator}1`) !== 'string';
}

function metricRows(): readonly (readonly string[])[] {
  return [...METRICS.values()].map(({ name, kind, tags, description }) => [
    code(name),
    kind,
    Object.entries(tags)
      .map(([tag, values]) => `${code(tag)}: ${values.map(code).join(', ')}`)
      .join('; '),
    description,
  ]);
}
