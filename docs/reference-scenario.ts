import { z } from 'zod';
import { Scenario } from '../scenarios/scenario.ts';
import { WrittenMunicipality } from '../scenarios/traffic/written-municipality.ts';
import { jsonText } from './json-text.ts';
import { code, fence, GENERATED, page, table } from './markdown.ts';
import { EXAMPLE } from './reference-example.ts';
import { mistakesReference } from './reference-mistakes.ts';
import { municipalityForms, municipalityRules } from './reference-municipality.ts';
import { thresholdsReference } from './reference-thresholds.ts';
import { executors } from './reference-workloads.ts';
import { fieldRows, HEADINGS } from './scenario-tables.ts';
import { alternativesOf, fieldsOf, type JsonSchema, schemaOf } from './schema-fields.ts';

/** The reference of the scenario format: docs/scenarios.md. */
export function scenarioReference(): string {
  const schema = scenarioSchema();
  const { workloads, office, thresholds, ...others } = propertiesOf(schema);
  const sections = Object.entries(others).filter(([key]) => isSection(key, others[key]));
  return page(
    GENERATED,
    '# Scenarios',
    INTRODUCTION,
    '## In an editor',
    EDITOR,
    '## A complete small scenario',
    fence('yaml', EXAMPLE),
    fence('sh', 'npx kofu run an-hour.yaml'),
    '## How values are written',
    table(['type', 'written', 'means'], NOTATION),
    '## The scenario',
    'What has a default may be left out. Keys that are links have a section of their own below.',
    table(HEADINGS, outerRows(schema)),
    ...sections.flatMap(([key, section]) => [
      `## ${code(key)}`,
      `${section.description}.`,
      ...(key === 'municipality' ? municipalityForms() : []),
      table(HEADINGS, fieldRows(fieldsOf(section))),
      ...(key === 'municipality' ? municipalityRules() : []),
    ]),
    '## `workloads`',
    WORKLOADS,
    ...executors(schemaOf(workloads?.additionalProperties)),
    '## `office`',
    OFFICE,
    table(HEADINGS, officeRows(schemaOf(office?.items))),
    ...thresholdsReference(schemaOf(thresholds?.additionalProperties)),
    ...mistakesReference(),
    '## On the command line',
    COMMAND_LINE,
    fence(
      'sh',
      'npx kofu run an-hour.yaml --set stores.inside=40 --set workloads.citizens.rate=0.05',
    ),
  );
}

/** The schema for editors: docs/scenario.schema.json. */
export function scenarioSchemaText(): string {
  const { properties, ...others } = scenarioSchema();
  nameDemands(schemaOf(properties?.['workloads']));
  leaveCitizens(schemaOf(properties?.['citizens']));
  const municipality = writtenMunicipality();
  const schema = {
    title: 'kofu scenario',
    ...others,
    required: (others.required ?? []).filter((key) => key !== 'citizens'),
    properties: { ...properties, municipality },
  };
  return jsonText(schema);
}

/** A demand may also be the name of its file; what kofu reads has it in place of the name. */
function nameDemands({ additionalProperties }: JsonSchema): void {
  for (const each of alternativesOf(schemaOf(additionalProperties))) {
    const { properties = {} } = each;
    const { demand } = properties;
    if (demand !== undefined)
      properties['demand'] = { anyOf: [{ type: 'string' }, schemaOf(demand)] };
  }
}

/** Who the citizens are may be left to a demand. */
function leaveCitizens(citizens: JsonSchema): void {
  citizens.required = (citizens.required ?? []).filter(
    (key) => key !== 'ages' && key !== 'certificates',
  );
}

function scenarioSchema(): JsonSchema {
  return z.toJSONSchema(Scenario, { io: 'input' });
}

/** In changes to a municipality nothing has a default but what that municipality has. */
function writtenMunicipality(): JsonSchema {
  const { $schema: _, anyOf = [] } = z.toJSONSchema(WrittenMunicipality, { io: 'input' });
  const forms = anyOf.map((form) =>
    schemaOf(form).properties?.['extends'] === undefined ? form : withoutDefaults(form),
  );
  return { anyOf: forms };
}

function withoutDefaults(schema: unknown): JsonSchema {
  const text = JSON.stringify(schema, (key, value) => (key === 'default' ? undefined : value));
  return JSON.parse(text);
}

function propertiesOf({ properties = {} }: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, schemaOf(value)]),
  );
}

/** Whether a key has a section of its own. */
function isSection(key: string, schema: JsonSchema | undefined): boolean {
  return key === 'office' || (schema?.type === 'object' && key !== 'title');
}

/** The keys of the scenario itself, and of its title. */
function outerRows(schema: JsonSchema): readonly (readonly string[])[] {
  const properties = propertiesOf(schema);
  const fields = fieldsOf(schema).filter(({ path }) => /^title|^[^.]+$/.test(path));
  return fieldRows(fields).map(([key = '', ...cells], index) => {
    const path = fields[index]?.path ?? '';
    return [isSection(path, properties[path]) ? `[${key}](#${path.toLowerCase()})` : key, ...cells];
  });
}

/** The keys of what an office enters; the operations have a page of their own. */
function officeRows(entry: JsonSchema): readonly (readonly string[])[] {
  return fieldRows(fieldsOf(entry)).map((cells) =>
    cells.map((cell) => cell.replace('those below', '[its operations](office.md#operations)')),
  );
}

const INTRODUCTION = `
A scenario says what is asked of a run: which city, how many kiosks, who comes when and what for,
and what is promised. It is data. kofu reads it from YAML, from JSON, or from a TypeScript or
JavaScript module that exports it as \`scenario\`. Scenarios that come with kofu are in
[scenarios](../scenarios); where their numbers are from is in [sources.md](sources.md). The words
are those of the [glossary](glossary.md). What happens in a run is in [trace.md](trace.md), who
judges the documents in [oracles.md](oracles.md), how times are measured in
[measurement.md](measurement.md).`;

const EDITOR = `
[scenario.schema.json](scenario.schema.json) is the JSON Schema (draft 2020-12) of this format.
Editors with the YAML language server (for Visual Studio Code: the extension “YAML” by Red Hat)
complete keys, show their meaning and mark mistakes, if the file has this line:

\`\`\`yaml
# yaml-language-server: $schema=../docs/scenario.schema.json
\`\`\`

The path begins at the folder of the scenario. The schema uses only keywords that draft 07 has as
well, so that older editors understand it. An editor does not know the names of metrics and does
not see what two keys must have in common. kofu does: see [Mistakes](#mistakes).`;

const NOTATION = [
  [
    'duration',
    '`250ms`, `90s`, `1m30s`, `16h30m`, `2d`',
    'as in k6: number and unit, once or more',
  ],
  ['time of day', "`'06:30'` to `'24:00'`", 'on a clock in Japan; put it into quotes'],
  ['day of the year', "`'01-03'`, `'12-29'`", 'month and day'],
  ['instant', '`2015-06-01T06:30:00+09:00`', 'date and time in Japan; seconds may be left out'],
  [
    'estimate',
    '`{ median: 60s, p95: 150s }`',
    'lognormal: half take less than the median, 95 % less than p95; 0 < median ≤ p95',
  ],
  [
    'share “in any unit”',
    '`1`, `46.2`',
    'only the proportions count; the sum need not be 1 or 100',
  ],
];

const WORKLOADS = `
A workload makes citizens come. A scenario has one or more, each under a name of lower-case
letters, digits and hyphens. They run side by side. No citizen is due after the scenario’s
\`duration\`, whatever a workload says.

An **open** workload lets citizens come when they are due, however slow the service is. A
**closed** one has a fixed number of citizens, each of whom comes back when done. It slows down
with the service, and so hides that the service is slow: use open workloads to judge a service.
\`executor\` names the kind of workload, with k6’s name where k6 has it.`;

const OFFICE = `
What the office of the municipality enters while the run goes on. [office.md](office.md) says what
it can enter, how the issuing server learns of it, and what has to come of mistakes. \`kofu serve\`
leaves the plan alone: there offices enter what they like.`;

const COMMAND_LINE = `
\`--set path=value\` changes one value of the scenario, as often as needed. The value is read as
YAML. Items of lists are counted from 0: \`citizens.ages.0.share=3\`. The run folder keeps the
scenario as it was run, in \`scenario.json\`.`;
