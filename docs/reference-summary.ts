import { z } from 'zod';
import { Summary } from '../reports/summary-schema.ts';
import { jsonText } from './json-text.ts';

/** The schema of what a run writes: docs/summary.schema.json. */
export function summarySchemaText(): string {
  const { $schema, ...schema } = z.toJSONSchema(Summary, { io: 'input' });
  return jsonText({ $schema, title: 'kofu summary.json', ...schema });
}
