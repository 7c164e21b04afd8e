import { describe, expect, test } from 'vitest';
import type { CertificateType } from '../../../server/contract.ts';
import { granted, type ProblemCode, refused } from '../../../server/problems.ts';
import type { Family, Resident } from '../../../server/register/register.ts';
import { compiled, offered, pagesOf } from '../document/certificate-content.ts';
import {
  smallRegister,
  someApplicant,
  someFamily,
  someMember,
  someMunicipality,
  someResident,
} from '../register/small-register.ts';

/** A couple in their family register, the husband asking. */
export function couple(details: Partial<Family> = {}, owner: Partial<Resident> = {}) {
  const residents = [someResident(0, owner), someResident(1)];
  const families = [
    someFamily(
      residents.map((one) => someMember(one)),
      details,
    ),
  ];
  return someApplicant({ residents, families });
}

/** What all certificates from the family register keep to (facts: domain.md §3.3, P57). */
export function familyRegisterContract(type: CertificateType): void {
  const { domicile } = someResident(0);
  const [husband, wife] = [someResident(0), someResident(1)];

  const withheld: readonly (readonly [string, ReturnType<typeof couple>, ProblemCode])[] = [
    [
      'of which another municipality keeps the family register',
      couple({}, { domicile: { ...domicile, municipality: '13101' } }),
      'domicile-elsewhere',
    ],
    [
      'whose family register is not there',
      couple({}, { domicile: { ...domicile, familyNo: 8 } }),
      'domicile-elsewhere',
    ],
    [
      'whom the family register does not know',
      couple({ members: [someMember(wife)] }),
      'domicile-elsewhere',
    ],
    [
      'who only has the number of somebody in it who lives elsewhere',
      couple({ members: [someMember(husband, { resident: { municipality: '13101', no: 0 } })] }),
      'domicile-elsewhere',
    ],
    ['of whom a notice is not entered', couple({ inProgress: 'notice' }), 'record-in-progress'],
    [
      'of whom a character is not registered',
      couple({ inProgress: 'character' }),
      'character-in-progress',
    ],
    [
      'whose 本籍 does not fit',
      couple({ domicile: { ...domicile, place: '長'.repeat(41) } }),
      'text-too-long',
    ],
    [
      'whose 筆頭者 does not fit',
      couple({ domicile: { ...domicile, headName: '長'.repeat(21) } }),
      'text-too-long',
    ],
  ];

  describe.each(withheld)('somebody %s', (_, applicant, code) => {
    test('is not offered it, and refused', () => {
      expect(offered(type, applicant)).toEqual(refused(code));
      expect(compiled(type, applicant)).toEqual(refused(code));
    });
  });

  test('is for somebody who lives elsewhere, from the municipality that keeps it', async () => {
    const municipality = someMunicipality({ code: '13101', name: '東京都千代田区' });
    const owner = someResident(0, { domicile: { ...domicile, municipality: '13101' } });
    const families = [someFamily([someMember(owner)])];
    const applicant = someApplicant(
      { residents: [owner] },
      { municipality, register: smallRegister({ '13101': { families } }) },
    );
    expect(offered(type, applicant)).toEqual(granted({}));
    expect((await pagesOf(type, applicant)).join()).toContain('本籍大阪府豊中市岡町北一丁目');
  });

  test('certifies the family register, not the 住民票', () => {
    const outcome = compiled(type, couple({ version: 6 }, { version: 9 }));
    expect(outcome).toMatchObject({ ok: true, value: { registerVersion: 6 } });
  });
}
