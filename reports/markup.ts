/** Text that is markup already; `markup` makes it, so that nothing else goes unescaped. */
export interface Markup {
  readonly kind: 'markup';
  readonly text: string;
}

/** What can stand in a template of markup. */
export type Content = Markup | string | number | false | undefined | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What XML 1.0 has no way to say: control characters, lone surrogates, U+FFFE and U+FFFF. */
const UNSAYABLE = /(?![\t\n\r])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu;

/** A text as it stands within an element or a quoted attribute, in HTML and in XML alike. */
export function escaped(text: string): string {
  return text.replace(UNSAYABLE, '\uFFFD').replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string);
}

/**
 * A template of HTML, SVG or XML. What is put in is escaped unless it is markup itself; lists are
 * joined, `undefined` and `false` leave nothing. Attributes must be quoted.
 */
export function markup(template: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const text = template.reduce(
    (before, piece, index) => `${before}${written(contents[index - 1])}${piece}`,
  );
  return { kind: 'markup', text };
}

/** A text that is written as it is. Only for what the project itself has written. */
export function verbatim(text: string): Markup {
  return { kind: 'markup', text };
}

function written(content: Content): string {
  if (content === undefined || content === false) return '';
  if (typeof content === 'string') return escaped(content);
  if (typeof content === 'number') return String(content);
  if ('kind' in content) return content.text;
  return content.map(written).join('');
}
