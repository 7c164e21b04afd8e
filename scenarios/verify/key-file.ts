import { z } from 'zod';

/** Keys by document number, in hexadecimal digits, as a run writes them. */
export const DocumentKeyFile = z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/));

/** The keys of those documents of which pictures are kept, for `kofu verify`. */
export function keyFile(
  keys: ReadonlyMap<string, Uint8Array>,
  pictures: readonly string[],
): string {
  const kept = [...keys].filter(([number]) => pictures.some((name) => name.startsWith(number)));
  const entries = kept.map(([number, key]) => [number, Buffer.from(key).toString('hex')]);
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}
