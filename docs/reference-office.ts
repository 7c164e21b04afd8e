import { z } from 'zod';
import { EXIT } from '../scenarios/exit-code.ts';
import { OfficeOperation } from '../server/register/office.ts';
import {
  REQUIRED_OUTCOMES,
  UNKNOWABLE,
  WrongFlag,
} from '../server/register/registration-mistake.ts';
import { code, fence, GENERATED, page, table } from './markdown.ts';
import { alternativesOf, schemaOf } from './schema-fields.ts';

/** What offices enter, and what their mistakes come to: docs/office.md. */
export function officeReference(): string {
  return page(
    GENERATED,
    '# The office',
    INTRODUCTION,
    '## In a scenario',
    PLAN,
    fence('yaml', EXAMPLE),
    '## Operations',
    OPERATIONS,
    table(['operation', 'does', 'keys besides `municipality`'], operations()),
    '## Registration mistakes',
    MISTAKES,
    table(['mistake', 'what the server must answer', 'because'], mistakes()),
  );
}

function operations(): readonly (readonly string[])[] {
  const schema = z.toJSONSchema(OfficeOperation, { io: 'input' });
  return alternativesOf(schema).map(({ properties = {}, required = [], description = '' }) => {
    const { operation, municipality: _, ...others } = properties;
    const keys = Object.keys(others).map((key) =>
      required.includes(key) ? code(key) : `[${code(key)}]`,
    );
    return [code(String(schemaOf(operation).const)), description, keys.join(' ')];
  });
}

function mistakes(): readonly (readonly string[])[] {
  const flags: readonly string[] = WrongFlag.shape.flag.unwrap().options;
  return Object.entries(REQUIRED_OUTCOMES).map(([name, { outcome, why }]) => [
    flags.includes(name) ? `${code('wrong-flag')}, ${code(`flag: ${name}`)}` : code(name),
    outcome === UNKNOWABLE ? 'it cannot know' : `[${code(outcome)}](problems.md)`,
    why,
  ]);
}

const INTRODUCTION = `
The office of a municipality changes its registers while citizens stand at kiosks. What it enters
holds at the base systems at once. The issuing server reads a copy, and learns of the change by the
update feed: until then it answers from what it knows. How late, lossy or double the feed is, is
said by \`municipality.feed\` of the [scenario](scenarios.md#municipality). What has happened is in
the [trace](trace.md): \`register-changed\` at the base system, \`register-updated\` at the copy.
[Decision 10](decisions/0010-versioned-register.md) says why it is so.`;

const PLAN = `
\`office\` of a [scenario](scenarios.md#office) says what is entered when. Operations of the same
time are entered in the order in which they are written. One that the office refuses, such as
revoking a seal that nobody has registered, is a mistake of the scenario: the run ends with exit
code ${EXIT.badConfiguration} and names it. A scenario that comes with kofu is such a day:
[toyonaka-office-day.yaml](../scenarios/toyonaka-office-day.yaml). Over HTTP an office enters the
same operations one by one ([http.md](http.md#post-v1officeoperations)).`;

const EXAMPLE = `
office:
  - at: '10:00'
    enter: { operation: revoke-seal, municipality: '27203', resident: 12 }
  - day: 1 # the first, as above
    at: '10:30'
    enter:
      operation: revoke-certificate
      municipality: '27203'
      resident: 20
      reason: key-compromise
`.trim();

const OPERATIONS = `
Keys in brackets may be left out. What each of them means is in
[http.md](http.md#post-v1officeoperations). A card that was handed out is the one its holder carries
from then on. The centre knows a revoked certificate by the list that is published next
(\`server.revocations\` of the [scenario](scenarios.md#server)).`;

const MISTAKES = `
After a mistake the registers say what is not so. A server can only go by what it knows. This is
what it owes when the citizen comes whom the mistake is about and the feed has brought it; where it
cannot know, a wrong document is issued and only what is true in the run tells. \`correct\` takes
all mistakes about a resident back.`;
