/** A table; cells are Markdown and may hold no line breaks. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(inCell).join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)];
}

/** Text in a fixed font, as it would be written in a scenario. */
export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** A block of code of a language. */
export function fence(language: string, text: string): readonly string[] {
  return [`\`\`\`${language}`, text.trimEnd(), '```'];
}

/** A page: its parts with an empty line between them. */
export function page(...parts: readonly (string | readonly string[])[]): string {
  return `${parts.map((part) => [part].flat().join('\n').trim()).join('\n\n')}\n`;
}

/** The comment at the top of a generated page. */
export const GENERATED =
  '<!-- Made from the code by docs/build-reference.ts: change the code, then run npm run docs. -->';

/** A bar would end the cell, in a fixed font as well. */
function inCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
