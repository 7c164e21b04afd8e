/** A file of JSON as the formatter writes it. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(/\[[^[\]{}]*\]/g, shortList)}\n`;
}

/** A list stands on one line if it fits there. */
function shortList(list: string, offset: number, text: string): string {
  const flat = list.replaceAll(/\n\s*/g, ' ').replace('[ ', '[').replace(' ]', ']');
  const before = offset - text.lastIndexOf('\n', offset) - 1;
  const comma = text[offset + list.length] === ',' ? 1 : 0;
  return before + flat.length + comma <= 100 ? flat : list;
}
