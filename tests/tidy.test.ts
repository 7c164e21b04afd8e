import { describe, expect, test } from 'vitest';
import { sourceFiles, TIDY_RULES, type TidyRule } from './tidy-rules.ts';

const files = sourceFiles();

test.each(Object.entries<TidyRule>(TIDY_RULES))('%s', (_, rule) => {
  expect(rule(files)).toEqual([]);
});

describe('planted', () => {
  const PLANTS: Readonly<Record<keyof typeof TIDY_RULES, readonly [path: string, text: string]>> = {
    'chance is drawn from an Rng, in tests too': [
      'tests/sim/a.test.ts',
      'const id = randomUUID();',
    ],
    'a file is named for what it holds': ['sim/string-utils.ts', ''],
    'a line fits on a page one hundred columns wide': ['sim/a.ts', `// ${'x'.repeat(98)}`],
    'a class extends nothing but an Error': ['sim/a.ts', 'class Kiosk<A> extends Device<A> {}'],
    'what is in the tree is finished': ['docs/a.md', 'TODO: say why.'],
    'no file names a path of one machine': ['docs/a.md', 'Look into `/home/alice/kofu`.'],
    'what can go wrong has a test that imports it or bears its name': [
      'sim/a.ts',
      'export function f(): void {}',
    ],
  };

  test.each(Object.entries(PLANTS))(
    'a breach of "%s" is found, once, by it alone',
    (name, plant) => {
      const [path, text] = plant;
      const found = Object.entries<TidyRule>(TIDY_RULES)
        .filter(([, rule]) => rule([{ path, text }]).length > 0)
        .map(([rule]) => rule);
      expect(found).toEqual([name]);
    },
  );
});

test('what is right is let be', () => {
  const right = [
    {
      path: 'sim/a.ts',
      text: 'export class Jammed extends Error {}\n// see https://a.b/'.padEnd(150, 'c'),
    },
    { path: 'tests/sim/a.test.ts', text: '' },
    { path: 'tests/b.test.ts', text: "import { b } from '../devices/b.ts';" },
    { path: 'devices/b.ts', text: 'export const b = 1;' },
    { path: 'server/entropy-system.ts', text: 'const id = randomUUID();' },
    { path: 'sim/a-model.ts', text: 'export const a = 1;' },
    { path: 'sim/c.ts', text: `throw new Jammed('${'it is '.repeat(30)}');` },
    { path: 'server/port.ts', text: 'export interface Port {}' },
    { path: 'docs/a.md', text: `The home/away rule. ${'x'.repeat(200)}` },
  ];
  for (const rule of Object.values<TidyRule>(TIDY_RULES)) expect(rule(right)).toEqual([]);
});
