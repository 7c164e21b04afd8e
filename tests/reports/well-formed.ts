import assert from 'node:assert/strict';

/** An element of a document, as far as the tests look at it. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (Element | string)[];
}

interface Growing extends Element {
  readonly children: (Element | string)[];
}

const TOKEN = new RegExp(
  [
    /<!doctype html>|<\?xml [^<>?]*\?>/,
    /<\/([\w:-]+)>/,
    /<([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/,
    /[^<]+/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);
const ATTRIBUTE = /([\w:-]+)="([^"<]*)"/g;
const VOID = new Set(['meta', 'br', 'img', 'link', 'hr']);
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
};

/**
 * Reads XML, or HTML written as strictly as XML but for its void elements. Throws at the first
 * place where tags do not balance, an attribute is not quoted or a sign stands unescaped.
 */
export function parseMarkup(text: string): Element {
  const root: Growing = { name: '', attributes: new Map(), children: [] };
  const open = [root];
  let at = 0;
  for (const token of text.matchAll(TOKEN)) {
    assert.equal(token.index, at, `not well-formed at: ${text.slice(at, at + 60)}`);
    at += token[0].length;
    const [whole, closing, opening, attributes = '', empty] = token;
    const parent = open.at(-1) ?? root;
    if (closing !== undefined) {
      assert.equal(parent.name, closing, `</${closing}> closes <${parent.name}>`);
      open.pop();
    } else if (opening !== undefined) {
      const element: Growing = {
        name: opening,
        attributes: attributesOf(attributes),
        children: [],
      };
      parent.children.push(element);
      if (empty !== '/' && !VOID.has(opening)) open.push(element);
    } else if (!whole.startsWith('<')) {
      parent.children.push(parent.name === 'style' ? whole : unescaped(whole));
    }
  }
  assert.equal(at, text.length, `not well-formed at: ${text.slice(at, at + 60)}`);
  assert.equal(open.length, 1, `<${open.at(-1)?.name}> is not closed`);
  return root;
}

/** All elements below one, in document order, of a name if one is given. */
export function elementsOf(element: Element, name?: string): readonly Element[] {
  return element.children.flatMap((child) => {
    if (typeof child === 'string') return [];
    const self = name === undefined || child.name === name ? [child] : [];
    return [...self, ...elementsOf(child, name)];
  });
}

/** All text below an element. */
export function textOf(element: Element): string {
  return element.children
    .map((child) => (typeof child === 'string' ? child : textOf(child)))
    .join('');
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(ATTRIBUTE)) {
    assert(!attributes.has(name), `${name} stands twice`);
    attributes.set(name, unescaped(value));
  }
  return attributes;
}

function unescaped(text: string): string {
  return text.replace(/&(?:([\w#]+);)?/g, (whole, name) => {
    assert(name in NAMED, `“${whole}” is no entity`);
    return NAMED[name] as string;
  });
}
