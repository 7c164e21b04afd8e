import type { Certificate } from '../certificate.ts';
import { compileExtract, type FamilyExtract } from '../document/family-extract.ts';
import { drawExtract } from '../document/family-page.ts';
import { offerFamily } from '../register/family-lookup.ts';

/** 戸籍個人事項証明書 (抄本): all that a family register has about the owner of the card. */
export const familyRegisterIndividual: Certificate<FamilyExtract> = {
  type: 'family-register-individual',
  title: '戸籍個人事項証明書',
  keptAt: 'domicile',
  offer: offerFamily,
  compile: (applicant) => compileExtract(applicant, ({ member }) => [member]),
  draw(sheet, content, page) {
    drawExtract(sheet, content, page, {
      heading: '個人事項証明',
      sentence: 'これは、戸籍中の一部の者について記録されている事項の全部を証明した書面である。',
    });
  },
};
