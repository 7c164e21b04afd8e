import { z } from 'zod';
import { KioskEvent } from '../devices/events.ts';
import { TraceEvent } from '../scenarios/trace-events.ts';
import { ServerEvent } from '../server/events.ts';
import { TRACE_VERSION } from '../sim/trace.ts';
import { code, fence, GENERATED, page, table } from './markdown.ts';
import { type Field, fieldsOf, type JsonSchema, schemaOf } from './schema-fields.ts';

/** The reference of the trace: docs/trace.md. */
export function traceReference(): string {
  const kiosk = kindsOf(KioskEvent);
  const server = kindsOf(ServerEvent);
  const all = eventsOf(z.toJSONSchema(TraceEvent));
  const told = new Set([...kiosk, ...server]);
  const ofRun = all.filter((event) => !told.has(kindOf(event)));
  const ofKiosk = all.filter((event) => kiosk.has(kindOf(event)));
  const ofServer = all.filter((event) => server.has(kindOf(event)));
  return page(
    GENERATED,
    '# The trace',
    INTRODUCTION,
    fence('json', EXAMPLE),
    ORDER,
    table(
      ['event', 'meaning'],
      [...ofRun, ...ofKiosk, ...ofServer].map((event) => [
        `[${code(kindOf(event))}](#${kindOf(event)})`,
        meaningOf(event),
      ]),
    ),
    '## Of the run',
    ...ofRun.flatMap(eventReference),
    '## Of the kiosks (kiosk journal)',
    ...ofKiosk.flatMap(eventReference),
    '## Of the server (server log)',
    ...ofServer.flatMap(eventReference),
  );
}

function eventReference(event: JsonSchema): readonly (string | readonly string[])[] {
  const rows = fieldsOf(event)
    .filter(({ path }) => path !== 'kind')
    .map((field) => [code(field.path), field.type, fieldMeaning(field)]);
  return [
    `### ${code(kindOf(event))}`,
    meaningOf(event),
    table(['field', 'type', 'meaning'], rows),
  ];
}

/** A description that names all values itself is enough. */
function fieldMeaning({ constraint, description }: Field): string {
  const choices = constraint.match(/(?<=`)[^`, ]+(?=`)/g) ?? [];
  const complete = choices.length > 0 && choices.every((choice) => description.includes(choice));
  return [description, complete ? '' : constraint].filter((part) => part !== '').join(': ');
}

/** The events of a union of unions, in its order. */
function eventsOf(schema: JsonSchema): readonly JsonSchema[] {
  const parts = schema.anyOf ?? schema.oneOf;
  return parts === undefined ? [schema] : parts.flatMap((part) => eventsOf(schemaOf(part)));
}

function kindsOf(schema: z.ZodType): ReadonlySet<string> {
  return new Set(eventsOf(z.toJSONSchema(schema)).map(kindOf));
}

function kindOf(event: JsonSchema): string {
  return String(schemaOf(event.properties?.['kind']).const);
}

function meaningOf({ description = '' }: JsonSchema): string {
  return `${description}.`;
}

const INTRODUCTION = `
A run writes what happens into \`events.ndjson\` of its folder: one JSON object a line, in UTF-8.
Metrics, thresholds, oracles and reports are made from these events and from nothing else. The
first line is a header with the version of the format, which is ${TRACE_VERSION}; a newer kofu
reads older versions as well.`;

const ORDER = `
Times \`t\` are milliseconds of scenario time since the run began, to the microsecond. The civil
time of an event is \`originMs + t\`. Events stand in the order in which they were told. This is
nearly the order of \`t\`, but not quite: an event of the server bears the time of the request, and
is told together with the answer.

In virtual time the same scenario, seed and commit make the same trace, byte for byte. A journey
that has \`arrived\` and has no \`ended\` was still under way when the run was over.`;

const SAMPLE: readonly TraceEvent[] = [
  {
    kind: 'run-began',
    t: 0,
    scenario: 'an-hour',
    seed: 1,
    clock: 'virtual',
    originMs: 1_433_120_400_000,
  },
  {
    kind: 'arrived',
    t: 12_284.153,
    journey: 1,
    workload: 'citizens',
    kiosk: 'in-011',
    municipality: '27203',
    resident: 125_365,
    owner: 'e8175ac166ef47bb',
    age: 22,
    type: 'resident-record',
  },
  { kind: 'stage', t: 17_386.338, journey: 1, stage: 'menu', ms: 5_102.185 },
];

const EXAMPLE = [{ trace: 'kofu', version: TRACE_VERSION }, ...SAMPLE]
  .map((line) => JSON.stringify(line))
  .join('\n');
