import { describe, expect, test } from 'vitest';
import type { CertificateOptions, CertificateType } from '../../../server/contract.ts';
import { granted, type Outcome, type ProblemCode, refused } from '../../../server/problems.ts';
import type { Listing } from '../../../server/register/household-listing.ts';
import type { Resident } from '../../../server/register/register.ts';
import { compiled, contentOf, offered, pagesOf } from '../document/certificate-content.ts';
import { someApplicant, someMunicipality, someResident } from '../register/small-register.ts';

const ALL_ITEMS = { relationships: true, domicile: true, individualNumber: true };
const NO_ITEMS = { relationships: false, domicile: false, individualNumber: false };

/** Three of a household, the first of whom asks; one of them as told. */
function household(no = -1, details: Partial<Resident> = {}) {
  const residents = [0, 1, 2].map((index) => someResident(index, index === no ? details : {}));
  return someApplicant({ residents });
}

/** Which of the household are on the certificate. */
async function listedBy(
  type: CertificateType,
  applicant = household(),
  options: Partial<CertificateOptions> = {},
): Promise<readonly string[]> {
  const pages = await pagesOf(type, applicant, options);
  return pages.flatMap((page) =>
    [...page.matchAll(/氏名豊中(太郎|花子|一郎)/g)].map(([, name]) => name ?? ''),
  );
}

/** What both certificates from the 住民票 keep to (facts: domain.md §3.3, P51, P56, P57). */
export function householdListingContract(type: CertificateType): void {
  const codeOf = (applicant = household(), options: Partial<CertificateOptions> = {}) =>
    reasonOf(compiled(type, applicant, options));

  describe('lists', () => {
    test('everybody, in the order of the register', async () => {
      expect(await listedBy(type)).toEqual(['太郎', '花子', '一郎']);
    });

    test('only who asks, if so chosen', async () => {
      const residents = [0, 1, 2].map((no) => someResident(no));
      const applicant = someApplicant({ residents }, { owner: someResident(1) });
      expect(await listedBy(type, applicant, { people: 'self' })).toEqual(['花子']);
    });

    test('these places of the household, in its order and each once', async () => {
      expect(await listedBy(type, household(), { people: [3, 1, 3] })).toEqual(['太郎', '一郎']);
    });

    test('nobody who has died or moved away', async () => {
      for (const standing of ['deceased', 'moved-out'] as const) {
        const applicant = household(1, { standing });
        expect(offered(type, applicant)).toMatchObject({ value: { householdSize: 2 } });
        expect(await listedBy(type, applicant)).toEqual(['太郎', '一郎']);
        expect(await listedBy(type, applicant, { people: [2] })).toEqual(['一郎']);
        expect(codeOf(applicant, { people: [3] })).toBe('person-unknown');
      }
    });

    test('as many on a page as the municipality does, numbered through', async () => {
      const residents = Array.from({ length: 6 }, (_, no) => someResident(no));
      const perPage = async (peoplePerPage: number) => {
        const { layout } = someMunicipality();
        const municipality = someMunicipality({ layout: { ...layout, peoplePerPage } });
        const pages = await pagesOf(type, someApplicant({ residents }, { municipality }));
        return pages.map((page) => [...page.matchAll(/(\d)氏名/g)].map(([, no]) => no).join(''));
      };
      expect(await perPage(4)).toEqual(['1234', '56']);
      expect(await perPage(1)).toEqual(['1', '2', '3', '4', '5', '6']);
    });
  });

  describe('prints when asked to', () => {
    const values = {
      relationships: ['世帯主豊中太郎', '続柄世帯主', '続柄妻'],
      domicile: ['本籍大阪府豊中市岡町北一丁目1番地', '筆頭者豊中太郎'],
      individualNumber: ['個人番号123456789010', '個人番号123456789011'],
    } as const;

    test.each(['relationships', 'domicile', 'individualNumber'] as const)('%s', async (item) => {
      const print = async (wanted: boolean) =>
        (await pagesOf(type, household(), { ...NO_ITEMS, [item]: wanted })).join();
      for (const text of values[item]) {
        expect(await print(true)).toContain(text);
        expect(await print(false)).not.toContain(text);
      }
    });

    test.each(['relationships', 'domicile', 'individualNumber'] as const)(
      '%s only where the municipality does',
      (item) => {
        const municipality = someMunicipality({ items: { ...ALL_ITEMS, [item]: false } });
        const applicant = someApplicant({ residents: [someResident(0)] }, { municipality });
        const choices = { householdSize: 1, ...ALL_ITEMS, [item]: false };
        expect(offered(type, applicant)).toEqual(granted(choices));
        expect(codeOf(applicant, ALL_ITEMS)).toBe('option-not-offered');
        expect(codeOf(applicant, { ...ALL_ITEMS, [item]: false })).toBeUndefined();
      },
    );
  });

  describe('names as head (世帯主)', () => {
    test('the head, listed or not', async () => {
      const [page] = await pagesOf(type, household(), { people: [3] });
      expect(page).toContain('世帯主豊中太郎住所大阪府豊中市中桜塚三丁目1番1号');
    });

    test('the next one where the head has gone', async () => {
      const [page] = await pagesOf(type, {
        ...household(0, { standing: 'deceased' }),
        owner: someResident(1),
      });
      expect(page).toContain('世帯主豊中花子住所');
    });

    test('nobody whose name cannot be printed', () => {
      const asksSelf = (details: Partial<Resident>, options: Partial<CertificateOptions>) =>
        codeOf(
          { ...household(0, details), owner: someResident(1) },
          { people: 'self', ...options },
        );
      const noHead = { relationships: false };
      expect(asksSelf({ inProgress: 'character' }, {})).toBe('character-in-progress');
      expect(asksSelf({ inProgress: 'character' }, noHead)).toBeUndefined();
      expect(asksSelf({ name: '長'.repeat(21) }, {})).toBe('text-too-long');
      expect(asksSelf({ name: '長'.repeat(21) }, noHead)).toBeUndefined();
    });
  });

  const unlistable: readonly (readonly [string, Partial<Resident>, ProblemCode])[] = [
    ['a notice is not entered yet', { inProgress: 'notice' }, 'record-in-progress'],
    ['a character is not registered yet', { inProgress: 'character' }, 'character-in-progress'],
    ['support measures protect', { supportMeasures: true }, 'support-measures'],
    ['the name is too long', { name: '長'.repeat(21) }, 'text-too-long'],
    ['the address is too long', { address: '長'.repeat(41) }, 'text-too-long'],
    ['notice of moving out was given', { standing: 'moving-out' }, 'moving-out'],
  ];

  describe.each(unlistable)('somebody of whom %s', (_, details, code) => {
    test('is not on a certificate, and is left out of no whole household', () => {
      const whole = code === 'moving-out' ? 'household-moving-out' : code;
      expect(codeOf(household(1, details))).toBe(whole);
      expect(codeOf(household(1, details), { people: [2] })).toBe(code);
      expect(codeOf(household(1, details), { people: [1, 3] })).toBeUndefined();
    });

    test('withholds it only if nobody else is there to be listed', () => {
      expect(offered(type, household(0, details)).ok).toBe(true);
      const alone = someApplicant({ residents: [someResident(0, details)] });
      expect(offered(type, alone)).toEqual(refused(code));
    });
  });

  test('names and addresses as long as the forms hold fit, however they are encoded', () => {
    const fits = { name: '𠮷'.repeat(20), address: '𠮷'.repeat(40) };
    const applicant = someApplicant({ residents: [someResident(0, fits)] });
    expect(offered(type, applicant).ok).toBe(true);
    expect(codeOf(applicant)).toBeUndefined();
  });

  test('a family register whose texts do not fit is no obstacle unless it is printed', () => {
    for (const tooLong of [{ place: '長'.repeat(41) }, { headName: '長'.repeat(21) }]) {
      const domicile = { ...someResident(0).domicile, ...tooLong };
      const applicant = household(2, { domicile });
      expect(offered(type, applicant).ok).toBe(true);
      expect(codeOf(applicant)).toBeUndefined();
      expect(codeOf(applicant, { domicile: true })).toBe('text-too-long');
    }
  });

  test('a place where nobody is', () => {
    expect(codeOf(household(), { people: [1, 4] })).toBe('person-unknown');
    expect(offered(type, household())).toEqual(granted({ householdSize: 3, ...ALL_ITEMS }));
  });

  test('nobody gets the household that another one was moved into meanwhile', () => {
    const moved = { ...household(), owner: someResident(8) };
    expect(offered(type, moved)).toEqual(refused('record-in-progress'));
    expect(codeOf(moved, { people: 'self' })).toBe('record-in-progress');
  });

  test('bears the highest version of those who are listed', () => {
    const applicant = household(1, { version: 5 });
    const versionOf = (people: CertificateOptions['people']) => {
      const outcome = compiled(type, applicant, { people });
      return outcome.ok ? outcome.value.registerVersion : undefined;
    };
    expect(versionOf('household')).toBe(5);
    expect(versionOf('self')).toBe(1);
    expect(versionOf([2, 3])).toBe(5);
  });

  test('certifies on its last page only, whole households as such', async () => {
    const residents = Array.from({ length: 5 }, (_, no) => someResident(no));
    const pages = await pagesOf(type, someApplicant({ residents }));
    expect(pages.map((page) => page.includes('証明する。'))).toEqual([false, true]);
    expect(pages.map((page) => page.includes('次頁に続く'))).toEqual([true, false]);
    expect(pages.map((page) => page.includes('以下余白'))).toEqual([false, true]);
    expect(pages[1]).toContain('世帯全員');
    const [part] = await pagesOf(type, household(), { people: [1, 2] });
    expect(part).not.toContain('世帯全員');
    const [all] = await pagesOf(type, household(), { people: [1, 2, 3] });
    expect(all).toContain('世帯全員');
  });

  test('carries what it prints and nothing else', () => {
    const { body } = contentOf(type, household(), { ...NO_ITEMS, people: 'self' });
    const listing: Listing = {
      address: '中桜塚三丁目1番1号',
      headName: undefined,
      isWhole: false,
      people: [
        {
          name: '豊中 太郎',
          birthDate: '1950-04-12',
          sex: 'male',
          residentSince: '1989-01-07',
          relationship: undefined,
          domicile: undefined,
          individualNumber: undefined,
        },
      ],
    };
    expect(body).toEqual(listing);
  });
}

function reasonOf(outcome: Outcome<unknown>): ProblemCode | undefined {
  return outcome.ok ? undefined : outcome.code;
}
