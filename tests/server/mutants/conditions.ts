import type { MutantId } from '../../../server/mutant.ts';
import { type Condition, MANY_PAGES, pairs, rush, SERIAL } from './planted-run.ts';

/** A change of the registers that is being written for hours. */
const UPDATE: Condition = {
  municipality: { feed: { lag: { median: '1s', p95: '2s' }, write: '3h', nightly: 'never' } },
  scenario: {
    office: [
      {
        at: '09:00',
        enter: { operation: 'set-support-measures', municipality: '27203', resident: 3, on: true },
      },
    ],
  },
};

/** Citizens with a seal, by their numbers, the first of whom has it revoked at half past nine. */
function sealsOf(residents: readonly number[]): Condition {
  const visit = (resident: number, minute: number) => ({
    at: `${minute}m`,
    kiosk: 'in-001',
    resident,
    type: 'seal-registration' as const,
  });
  const [first = 0] = residents;
  return {
    municipality: { sealShare: 1 },
    scenario: {
      office: [
        {
          at: '09:30',
          enter: { operation: 'revoke-seal', municipality: '27203', resident: first },
        },
      ],
      workloads: {
        seals: {
          executor: 'visits',
          citizens: [
            visit(first, 5),
            ...residents.slice(1).map((resident, index) => visit(resident, 15 + 5 * index)),
            visit(first, 45),
          ],
        },
      },
    },
  };
}

/** Under what each of the mutants does its harm, as small as can be. */
export const CONDITIONS: Readonly<Record<MutantId, Condition>> = {
  M1: { server: SERIAL, scenario: rush(0.4) },
  M2: { ...UPDATE, scenario: { ...pairs('200ms'), ...UPDATE.scenario } },
  M3: { scenario: pairs('500ms', 'second') },
  M4: { municipality: MANY_PAGES, scenario: rush(0.5) },
  M5: { server: SERIAL, scenario: rush(0.4) },
  M6: { server: { nodes: 2 }, scenario: pairs('0ms') },
  S1: sealsOf([11, 12, 13]),
};
