import { expect, it } from 'vitest';
import { fitsForms } from '../../../server/document/form-limits.ts';

const LAYOUT = { peoplePerPage: 4, nameLimit: 3, addressLimit: 5 };

it.each([
  ['豊太郎', '中桜塚一丁', true],
  ['豊中太郎', '中桜塚一丁', false],
  ['豊太郎', '中桜塚一丁目', false],
  ['𠮷𠮷𠮷', '𠮷𠮷𠮷𠮷𠮷', true],
  ['𠮷𠮷𠮷𠮷', '', false],
])('of %s in %s says %s', (name, address, fits) => {
  expect(fitsForms(LAYOUT, name, address)).toBe(fits);
});
