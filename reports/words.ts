import { ENGLISH } from './words-en.ts';
import { JAPANESE } from './words-ja.ts';

/** Everything a report says in one language. */
export type Words = typeof ENGLISH;

export type Language = 'en' | 'ja';

const WORDS: Readonly<Record<Language, Words>> = { en: ENGLISH, ja: JAPANESE };

export function wordsOf(language: Language): Words {
  return WORDS[language];
}

/** A code of the project's in words, or itself where there are none, e.g. of a newer stage. */
export function worded(words: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(words, code) ? (words[code] as string) : code;
}
