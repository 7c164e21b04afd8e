import { z } from 'zod';
import { Channels } from '../scenarios/channels/channels.ts';
import { table } from './markdown.ts';
import { fieldRows, HEADINGS } from './scenario-tables.ts';
import { fieldsOf, type JsonSchema, schemaOf } from './schema-fields.ts';

/** All keys of a file in scenarios/channels/, for docs/calibration.md. */
export function channelKeys(): readonly string[] {
  const schema = z.toJSONSchema(Channels, { io: 'input' }) as JsonSchema;
  const { kinds, ...others } = schema.properties ?? {};
  const kind = schemaOf(schemaOf(kinds ?? {}).additionalProperties ?? {});
  return table(HEADINGS, [
    ...fieldRows(fieldsOf({ ...schema, properties: others }).filter(isAbove('periods'))),
    ...fieldRows(fieldsOf(kind, 'kinds.<name>.')),
    ...fieldRows(fieldsOf({ ...schema, properties: others }).filter(isBelow('periods'))),
  ]);
}

function isAbove(key: string) {
  return ({ path }: { readonly path: string }) => !path.startsWith(key);
}

function isBelow(key: string) {
  return ({ path }: { readonly path: string }) => path.startsWith(key);
}
