import { householdCertificate } from '../household-certificate.ts';

/** 住民票記載事項証明書: that certain items stand in the 住民票; no others are on it. */
export const residentRecordItems = householdCertificate('resident-record-items', {
  title: '住民票記載事項証明書',
  whole: '上記の事項は、世帯全員について住民票に記載があることを証明する。',
  part: '上記の事項は、住民票に記載があることを証明する。',
  leftOut: undefined,
});
