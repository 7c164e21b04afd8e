import { calibrationHtml } from './calibration-html.ts';
import { calibrationList, calibrationText } from './calibration-text.ts';

/** The ways in which a calibration is told. */
export const calibrationReports = {
  text: calibrationText,
  list: calibrationList,
  page: calibrationHtml,
};
