import { z } from 'zod';

/** A line of docs/source-statistics.csv: one published number, with its unit and its document. */
export const Statistic = z.strictObject({
  id: z.string().min(1),
  value: z.string(),
  unit: z.string(),
  period: z.string(),
  scope: z.string(),
  kind: z.enum(['cal', 'val', 'cost', 'ctx']),
  source: z.string(),
  note: z.string(),
});
export type Statistic = z.infer<typeof Statistic>;

/** The published numbers by name; throws where the text is no such table. */
export function statisticsIn(text: string): ReadonlyMap<string, Statistic> {
  const [heading = '', ...lines] = text.trimEnd().split(/\r?\n/);
  const keys = cellsOf(heading);
  const statistics = lines.map((line, index) => {
    const cells = cellsOf(line);
    const named = Object.fromEntries(keys.map((key, column) => [key, cells[column] ?? '']));
    const parsed = Statistic.safeParse(named);
    if (parsed.success && cells.length === keys.length) return parsed.data;
    throw new RangeError(`line ${index + 2} of the statistics is no statistic: ${line}`);
  });
  return new Map(statistics.map((statistic) => [statistic.id, statistic]));
}

/** The cells of a line; one in double quotes may hold commas. */
function cellsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}
