import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  ENTRY_LINES,
  LINES_PER_PAGE,
  layOutExtract,
  MEMBER_LINES,
  REGISTER_LINES,
} from '../../../server/document/family-extract.ts';
import { someMember, someResident } from '../register/small-register.ts';

const families = fc.array(fc.nat({ max: 12 }), { maxLength: 15 }).map((sizes) =>
  sizes.map((size, no) => {
    const entry = { kind: 'birth' as const, date: '1950-04-12', text: '' };
    const entries = Array.from({ length: size }, () => entry);
    return someMember(someResident(no), { entries });
  }),
);

it('lays everybody and every entry once, in order, within the pages and not over each other', () => {
  fc.assert(
    fc.property(families, (members) => {
      let told = 0;
      let [page, free] = [1, REGISTER_LINES];
      const place = (lines: number) => (at: number, line: number) => {
        told += 1;
        expect(at === page || at === page + 1).toBe(true);
        expect(line).toBeGreaterThanOrEqual(at === page ? free : 0);
        expect(line + lines).toBeLessThanOrEqual(LINES_PER_PAGE);
        [page, free] = [at, line + lines];
      };
      const end = layOutExtract(members, {
        member: (_, at, line) => place(MEMBER_LINES)(at, line),
        entry: (_, at, line) => place(ENTRY_LINES)(at, line),
      });
      const entries = members.reduce((sum, member) => sum + member.entries.length, 0);
      expect(told).toBe(members.length + entries);
      expect(end.page).toBe(page);
      expect(layOutExtract(members).page).toBe(page);
    }),
  );
});
