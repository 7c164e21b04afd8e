import { afterEach, expect, it, vi } from 'vitest';
import { Sheet } from '../../../server/document/document-pdf-sheet.ts';
import { draw } from '../../../server/document/document-pdf-worker.ts';
import { someApplicant, someFamily, someMember, someResident } from '../register/small-register.ts';
import { contentOf } from './certificate-content.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** The height at which each text of an extract stands, in mm from the top. */
async function heightsOf(texts: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const text = vi.spyOn(Sheet.prototype, 'text');
  const entries = texts.map((each) => ({ kind: 'birth' as const, date: '1950-04-12', text: each }));
  const owner = someResident(0);
  const families = [someFamily([someMember(owner, { entries })])];
  await draw(contentOf('family-register-full', someApplicant({ residents: [owner], families })));
  return new Map(text.mock.calls.map(([said, { y }]) => [said, y]));
}

it('sets entries of more items than lines closer, and none into the next', async () => {
  const items = Array.from({ length: 9 }, (_, index) => `【届出人】${index}`);
  const heights = await heightsOf([items.join('\n'), '【届出人】10']);
  const ys = [...items, '【届出人】10', '以下余白'].map((item) => heights.get(item) ?? Number.NaN);
  expect(ys).toEqual([...ys].sort((a, b) => a - b));
  expect(new Set(ys).size).toBe(11);
});

it('sets the items of an entry line by line, and the last within the frame', async () => {
  const heights = await heightsOf(['【出生日】1\n【届出日】2', '【出生日】3']);
  const [first = 0, second = 0, third = 0] = ['【出生日】1', '【届出日】2', '【出生日】3'].map(
    (item) => heights.get(item),
  );
  expect(second - first).toBeCloseTo((third - first) / 4);
  expect(heights.get('出生')).toBeUndefined();
  expect(heights.get('　出生')).toBe(third);
});
