import { describe, expect, test } from 'vitest';
import { DRAWN_ONCE } from '../../reports/page-patterns.ts';
import { PAGE_STYLE } from '../../reports/page-style.ts';
import { elementsOf, parseMarkup } from './well-formed.ts';

const [LIGHT = '', DARK = ''] = [...PAGE_STYLE.matchAll(/:root \{([^}]*)\}/g)].map(
  ([, body = '']) => body,
);

function colour(scheme: string, name: string): string {
  const value = new RegExp(`--${name}: #([0-9a-f]+);`).exec(scheme)?.[1];
  if (value === undefined) throw new Error(`no colour --${name}`);
  return value.length === 3 ? value.replace(/./g, '$&$&') : value;
}

/** Contrast of two colours as WCAG 2.2 has it, 1 to 21. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const LETTERS = ['ink', 'quiet', 'accent', 'pass', 'fail', 'inconclusive'];
const DRAWN = [
  ...['completed', 'quick', 'refused', 'abandoned', 'timed-out', 'failed', 'over', 'without'],
  ...['citizen', 'device', 'server', 'fault'],
];

describe.each([
  ['light', LIGHT],
  ['dark', DARK],
])('in the %s', (_, scheme) => {
  test.each(LETTERS)('letters in --%s can be read (WCAG AA, 4.5)', (name) => {
    for (const ground of ['paper', 'raised']) {
      expect(contrast(colour(scheme, name), colour(scheme, ground))).toBeGreaterThan(4.5);
    }
  });

  test.each(DRAWN)('what is drawn in --%s can be told from the paper (3)', (name) => {
    expect(contrast(colour(scheme, name), colour(scheme, 'paper'))).toBeGreaterThan(3);
  });

  test.each(['pass', 'fail', 'inconclusive'])('the sign on --%s can be told', (name) => {
    expect(contrast(colour(scheme, 'sign'), colour(scheme, name))).toBeGreaterThan(4.5);
  });
});

test('both schemes have the same colours', () => {
  const names = (scheme: string) => [...scheme.matchAll(/--([\w-]+):/g)].map(([, name]) => name);
  expect(names(DARK)).toEqual(names(LIGHT));
});

test('every fill that the style refers to is drawn, and every one drawn is used', () => {
  const drawn = elementsOf(parseMarkup(DRAWN_ONCE.text), 'pattern').map(({ attributes }) =>
    attributes.get('id'),
  );
  const used = [...PAGE_STYLE.matchAll(/url\(#([\w-]+)\)/g)].map(([, id]) => id);
  expect(new Set(used)).toEqual(new Set(drawn));
});

test('the dark is for screens only, so that paper stays light', () => {
  expect(PAGE_STYLE).toContain('@media screen and (prefers-color-scheme: dark)');
  expect(PAGE_STYLE).toContain('@media print');
});
