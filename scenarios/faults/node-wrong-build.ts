import { z } from 'zod';
import { MUTANT_IDS } from '../../server/mutant.ts';
import { MUTANTS } from '../../server/mutants.ts';
import { faultKind } from '../injection/fault.ts';

/** 版の不一致: some nodes run a build in which a known mistake has not been corrected. */
export const nodeWrongBuild = faultKind(
  {
    kind: 'node.wrong-build',
    site: 'build',
    en: 'Nodes run a build with a published mistake in it, beside others that are right',
    ja: '一部のノードで、修正されていない版が動いている',
    source: 'MI-6 (P25–P27): Takamatsu, a build for one server on several; MI-5 (P20, P22)',
    params: {
      mutant: z.enum(MUTANT_IDS).describe('Which mistake (docs/mutants.md)'),
    },
  },
  {
    // biome-ignore lint/correctness/useYield: it is another build, not a slower one.
    *strike({ params }) {
      return params.mutant;
    },
    contradictions: ({ mutant }) => {
      if (MUTANTS[mutant].plantedIn !== 'copy of the registers') return [];
      const message = `${mutant} is in the copy of the registers that all nodes share: say server.mutant`;
      return [{ path: ['mutant'], message }];
    },
  },
);
