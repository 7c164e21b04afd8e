import type { Certificate } from '../certificate.ts';
import { compileExtract, type FamilyExtract } from '../document/family-extract.ts';
import { drawExtract } from '../document/family-page.ts';
import { offerFamily } from '../register/family-lookup.ts';

/** 戸籍全部事項証明書 (謄本): all that a family register has, about all who are in it. */
export const familyRegisterFull: Certificate<FamilyExtract> = {
  type: 'family-register-full',
  title: '戸籍全部事項証明書',
  keptAt: 'domicile',
  offer: offerFamily,
  compile: (applicant) => compileExtract(applicant, ({ family }) => family.members),
  draw(sheet, content, page) {
    drawExtract(sheet, content, page, {
      heading: '全部事項証明',
      sentence: 'これは、戸籍に記録されている事項の全部を証明した書面である。',
    });
  },
};
