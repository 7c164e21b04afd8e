import { expect, it } from 'vitest';
import { relationshipWord, spaced } from '../../../server/document/resident-words.ts';

it.each([
  ['head', 'female', '世帯主'],
  ['wife', 'female', '妻'],
  ['husband', 'male', '夫'],
  ['child', 'male', '子'],
  ['parent', 'female', '母'],
  ['parent', 'male', '父'],
  ['other', 'male', '縁故者'],
] as const)('calls a %s (%s) %s', (relationship, sex, word) => {
  expect(relationshipWord(relationship, sex)).toBe(word);
});

it('sets a full-width space between the parts of a name', () => {
  expect(spaced('豊中 太郎')).toBe('豊中　太郎');
  expect(spaced('豊中太郎')).toBe('豊中太郎');
});
