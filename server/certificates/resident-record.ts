import { householdCertificate } from '../household-certificate.ts';

/** 住民票の写し: who lives in a household, all or some of them (住民基本台帳法 12条). */
export const residentRecord = householdCertificate('resident-record', {
  title: '住民票の写し',
  whole: 'この写しは、世帯全員の住民票の原本と相違ないことを証明する。',
  part: 'この写しは、世帯の一部の住民票の原本と相違ないことを証明する。',
  leftOut: '（省略）',
});
