import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escaped, markup, verbatim } from '../../reports/markup.ts';
import { elementsOf, parseMarkup, textOf } from './well-formed.ts';

/** Texts full of what could break out of an element or an attribute. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('<', '>', '"', "'", '&', ']]>', '<!--', '</b>', '\0', '\u001b', '豊'))
    .map((parts) => parts.join('')),
);

test('whatever is put in comes out as text, in an element and in an attribute', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const page = parseMarkup(markup`<p title="${text}">${text}</p>`.text);
      expect(elementsOf(page).map(({ name }) => name)).toEqual(['p']);
      const [paragraph] = elementsOf(page);
      expect(paragraph && textOf(paragraph)).toBe(sayable(text));
      expect(paragraph?.attributes.get('title')).toBe(sayable(text));
    }),
  );
});

test('nothing is left that XML 1.0 cannot say', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escaped(text)).toMatch(
        /^(?:[\t\n\r -\u007e\u00a0-\ud7ff\ue000-\ufffd]|[\ud800-\udbff][\udc00-\udfff])*$/,
      );
    }),
  );
});

describe('a template', () => {
  test('joins lists and leaves out what is undefined or false', () => {
    const items = ['a', 'b'].map((item) => markup`<li>${item}</li>`);
    const list = markup`<ul>${items}${undefined}${false}${3}</ul>`;
    expect(list.text).toBe('<ul><li>a</li><li>b</li>3</ul>');
  });

  test('takes markup as it is, nested as deep as it may be', () => {
    expect(markup`<p>${[[verbatim('<br>')], markup`<b>${'&'}</b>`]}</p>`.text).toBe(
      '<p><br><b>&amp;</b></p>',
    );
  });
});

/** What XML cannot say is replaced, once per code point. */
function sayable(text: string): string {
  return [...text]
    .map((sign) =>
      /[\t\n\r]/.test(sign) || !/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(sign) ? sign : '\uFFFD',
    )
    .join('');
}
