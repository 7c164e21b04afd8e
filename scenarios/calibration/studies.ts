import { ichikawaStudy } from './ichikawa-study.ts';
import { miyazakiStudy } from './miyazaki-study.ts';
import { planStudies } from './plan-studies.ts';
import type { Study } from './study.ts';
import { toyonakaStudy } from './toyonaka-study.ts';

/** Every city of which something is published. */
export const STUDIES: readonly Study[] = [
  miyazakiStudy,
  ichikawaStudy,
  toyonakaStudy,
  ...planStudies,
];
