import { z } from 'zod';
import { FAULT_FIELDS, type FaultKind } from '../scenarios/injection/fault.ts';
import { FAULT_SITES } from '../scenarios/injection/fault-sites.ts';
import { FAULTS } from '../scenarios/injection/faults.ts';
import { code, fence, GENERATED, page, table } from './markdown.ts';
import { fieldRows, HEADINGS } from './scenario-tables.ts';
import { fieldsOf, type JsonSchema } from './schema-fields.ts';

/** All kinds of faults: docs/faults.md. */
export function faultsReference(): string {
  return page(
    GENERATED,
    '# Faults',
    INTRODUCTION,
    fence('yaml', EXAMPLE),
    '## What every fault is told',
    table(HEADINGS, fieldRows(fieldsOf(jsonSchema(z.strictObject(FAULT_FIELDS))))),
    SEMANTICS,
    '## Kinds',
    table(
      ['kind', 'site', 'what happens', '内容', 'source'],
      FAULTS.map(({ kind, site, en, ja, source }) => [
        `[${code(kind)}](../scenarios/faults/${kind.replace('.', '-')}.ts)`,
        code(site),
        en,
        ja,
        source,
      ]),
    ),
    '## Parameters',
    'Kinds that are not here have none of their own.',
    table(
      ['kind', ...HEADINGS],
      FAULTS.flatMap((kind) => ownRows(kind).map((row) => [code(kind.kind), ...row])),
    ),
    '## Sites',
    'Where a fault stands, and what its calls can be selected by. Anything else is refused.',
    table(
      ['site', 'what it is', '`select`', 'operations'],
      Object.entries(FAULT_SITES).map(([site, { en, selectors, operations = [] }]) => [
        code(site),
        en,
        selectors.map(code).join(', '),
        selectors.includes('operations') ? operations.map(code).join(', ') : '',
      ]),
    ),
    LIVE,
  );
}

/** Keys that other kinds do not have. */
function ownRows({ schema }: FaultKind): readonly (readonly string[])[] {
  const common = ['kind', ...Object.keys(FAULT_FIELDS)];
  const own = fieldsOf(jsonSchema(schema)).filter(
    ({ path }) => !common.includes(path.split(/[.[]/)[0] as string),
  );
  return fieldRows(own);
}

function jsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;
}

const INTRODUCTION = `
A fault is a disturbance that a scenario plans under \`faults\`: what, when, where, how often. It
strikes at a *site*, a port that is there anyway, and can only do there what callers must reckon
with. Faults draw from streams of their own, so that the same seed is struck in the same way, and
a further fault changes nobody else's chance. The trace tells when each began and ended, and how
often it had an effect; the report draws it as a band.`;

const EXAMPLE = `faults:
  - { kind: link.cut, at: 10m, for: 10m, flapping: { down: 20s, up: 1m } }
  - { kind: line.lost-answer, at: 30m, for: 20m, probability: 0.1, select: { kiosks: ['in-0*'] } }
  - { kind: node.crash, at: 1m, for: 5m, on: { event: server-issued, count: 100 }, select:
      { nodes: [node-1] } }`;

const SEMANTICS = `
Times are scenario time; latencies and other durations that say so are the server's own time, which
\`--speed\` does not compress. A fault ends when citizens stop coming, if not before. What is under
way when it begins is broken off where a line is cut or a node stops. The chance of
\`probability\` is drawn for each call by whom it is about, and how often they have asked since the
fault began.

When the run is over, the check \`faults-off\` says whether all of them have ended, and whether
citizens who came after the last one were served: it fails if a journey of theirs broke, and is
inconclusive if nobody came, or a fault that waits for an event never began.`;

const LIVE = `
## In live runs

All faults work under both clocks. Those of the server and of LGWAN strike at the same ports, in
the running server. A fault of lines (\`line.slow\`, \`line.cut\`, \`line.storm\`) that selects
nothing and has no \`probability\` acts on true connections: a TCP proxy on 127.0.0.1 stands
between the kiosks and the server, and delays what they send (latency, jitter, bandwidth), or
resets their connections, HTTP and device bus alike. \`struck\` then counts connections. With a
selection it acts on the requests of those kiosks, and \`line.cut\` and \`line.storm\` take these
off the device bus as well. \`line.lossy\` and \`line.lost-answer\` always act on requests: TCP
loses none. How long kiosks pause before they connect anew is the machine's time: at a high speed
it is long for citizens, and journeys break meanwhile.`;
