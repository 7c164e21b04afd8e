import { expect, test } from 'vitest';
import { JOURNEY_OUTCOMES } from '../../devices/events.ts';
import { type Words, worded, wordsOf } from '../../reports/words.ts';
import { ENGLISH } from '../../reports/words-en.ts';
import { JAPANESE } from '../../reports/words-ja.ts';
import { EXIT } from '../../scenarios/exit-code.ts';
import { STAGE_LIST } from './example-result.ts';

/** Said alike in both languages: names of the field and of the project. */
const ALIKE = new Set(['lang', 'units.hour', 'units.minute', 'units.second']);

function leaves(value: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (value === null || typeof value !== 'object') return [[path, value]];
  return Object.entries(value).flatMap(([key, part]) =>
    leaves(part, path === '' ? key : `${path}.${key}`),
  );
}

function said(words: Words): ReadonlyMap<string, string> {
  return new Map(
    leaves(words).map(([path, value]) => [
      path,
      typeof value === 'function' ? String(value('7', '8', '9')) : String(value),
    ]),
  );
}

test('both languages say the same things', () => {
  expect([...said(JAPANESE).keys()].sort()).toEqual([...said(ENGLISH).keys()].sort());
});

test('nothing is left untranslated', () => {
  const english = said(ENGLISH);
  const left = [...said(JAPANESE)].filter(
    ([path, text]) =>
      !ALIKE.has(path) && !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text),
  );
  expect(left).toEqual([]);
  for (const text of english.values()) expect(text).not.toMatch(/\p{Script=Han}/u);
});

test('a sentence keeps its figures in both languages', () => {
  for (const [path, value] of leaves(ENGLISH)) {
    if (typeof value !== 'function') continue;
    const [english, japanese] = [said(ENGLISH), said(JAPANESE)].map((words) => words.get(path));
    expect(japanese?.match(/[789]/g)?.sort(), path).toEqual(english?.match(/[789]/g)?.sort());
  }
});

test('every stage, actor and outcome has a word', () => {
  for (const language of ['en', 'ja'] as const) {
    const { stages, actors, outcomes } = wordsOf(language);
    expect(Object.keys(stages)).toEqual(['queue', ...STAGE_LIST.map(({ stage }) => stage)]);
    expect(new Set(STAGE_LIST.map(({ actor }) => actor))).toEqual(new Set(Object.keys(actors)));
    expect(Object.keys(outcomes)).toEqual(['offered', ...JOURNEY_OUTCOMES, 'in-flight']);
  }
});

test('a code without a word is told as it is', () => {
  expect(worded(ENGLISH.stages, 'menu')).toBe('menu');
  expect(worded(ENGLISH.stages, 'fingerprint')).toBe('fingerprint');
  expect(worded(ENGLISH.stages, 'toString')).toBe('toString');
});

test('one of anything is told in the singular', () => {
  expect(ENGLISH.reasons.checksHold(1)).toBe('The one check holds.');
  expect(ENGLISH.exit(EXIT.pass, 'fine')).toBe('Exit code 0: fine');
});
