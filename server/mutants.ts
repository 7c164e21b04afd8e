import { MUTANT_IDS, type Mutant, type MutantId } from './mutant.ts';
import { lockRelease } from './mutants/lock-release.ts';
import { pageMix } from './mutants/page-mix.ts';
import { previousJob } from './mutants/previous-job.ts';
import { revokedSeal } from './mutants/revoked-seal.ts';
import { sameSecondKey } from './mutants/same-second-key.ts';
import { singleServerBuild } from './mutants/single-server-build.ts';
import { updateRace } from './mutants/update-race.ts';

/** All mutants, by their ids. A new one is a file and a line here. */
export const MUTANTS: Readonly<Record<MutantId, Mutant>> = {
  M1: lockRelease,
  M2: updateRace,
  M3: sameSecondKey,
  M4: pageMix,
  M5: previousJob,
  M6: singleServerBuild,
  S1: revokedSeal,
};

/** The same, in the order of their ids. */
export const ALL_MUTANTS: readonly Mutant[] = MUTANT_IDS.map((id) => MUTANTS[id]);
