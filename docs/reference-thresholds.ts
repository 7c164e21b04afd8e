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
  'journeys{outcome:completed,workload:citizens}': ['rate>0.015']
  share_over_180s:
    - { threshold: 'rate<0.5', minSamples: 100 }
  journeys_broken:
    - { threshold: 'rate<0.01', window: 15m, minSamples: 20 }
  tx_over_180s:
    - { threshold: 'count<=1.1', compareTo: baseline }
  wrong_documents:
    - { threshold: 'count==0', abortOnFail: true, delayAbortEval: 1m }`;

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
    TAGS,
    NOTES,
  ];
}

const GRAMMAR = `
A threshold is a promise about a metric, in k6’s grammar: \`aggregation operator number\`. The key
names the metric; \`metric{tag:value}\` narrows it. A name or a value that does not exist is
refused before the run.

A threshold passes, fails, or is inconclusive. It is inconclusive when the metric has fewer samples
than asked for. Counters need no samples: nothing counted is a count of 0. Without thresholds the
question “was it fast enough?” stays open, and the run is inconclusive.
[thresholds.md](thresholds.md) shows windows, comparisons and runs that end early.`;

const KINDS = `
Which one can be used depends on the kind of the metric. Percentiles go from \`p(0)\` to
\`p(100)\`.`;

const TAGS = `
Every metric of journeys has these tags besides, so that a threshold can ask for a part of it, or
for what several tags have in common (\`journeys{workload:rush,outcome:completed}\`):

| tag | its values |
|---|---|
| \`type\` | the certificate that is wanted |
| \`workload\` | names of the workloads; where people come again, \`…~again\` for those who do |
| \`municipality\` | its code |
| \`kiosk\` | names of the kiosks, e.g. \`in-001\`; not in a nation |
| names of your own | \`tags\` of the workloads; those who come again have those of the first time |

What is not asked for is not kept: as in k6, a part of a metric exists where a threshold names it,
and in reports from then on. So memory follows what is asked, and not how many kiosks there are.`;

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
  counter: '`count`: a count; `rate`: a count per second of scenario time (k6)',
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
      .filter(([tag]) => tag !== 'type')
      .map(([tag, values]) => `${code(tag)}: ${values.map(code).join(', ')}`)
      .join('; '),
    description,
  ]);
}
