import { code } from './markdown.ts';
import type { Field } from './schema-fields.ts';

/** The columns of every table of keys. */
export const HEADINGS = ['key', 'type', 'default', 'allowed', 'meaning'];

/** Fields as rows of such a table. */
export function fieldRows(fields: readonly Field[]): readonly (readonly string[])[] {
  return fields.map(({ path, type, fallback, required, constraint, description }) => [
    code(path),
    type,
    required ? '**required**' : fallback === undefined ? '' : code(fallback),
    constraint,
    description,
  ]);
}
