import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fidelity } from '../../../scenarios/fidelity.ts';
import { openUndrawnFidelity } from '../../../scenarios/fidelity-pdf.ts';
import type { MutantId } from '../../../server/mutant.ts';
import { executedLive } from '../../scenarios/executed.ts';
import {
  broken,
  findingOf,
  type ScenarioData,
  scenarioData,
  smallScenario,
} from '../../scenarios/small-scenario.ts';

/** Two citizens who ask at one moment, and at that moment one whose seal was revoked before. */
function scenarioWith(server: ScenarioData['server']) {
  const visit = (kiosk: string, resident: number, type: 'resident-record' | 'seal-registration') =>
    ({ at: '0s', kiosk, resident, type, requestAt: '6m' }) as const;
  return smallScenario({
    municipality: { ...scenarioData().municipality, sealShare: 1 },
    duration: '10m',
    server,
    office: [
      { at: '09:00', enter: { operation: 'revoke-seal', municipality: '27203', resident: 27 } },
    ],
    workloads: {
      moment: {
        executor: 'visits',
        citizens: [
          visit('in-001', 8, 'resident-record'),
          visit('in-002', 13, 'resident-record'),
          visit('in-003', 27, 'seal-registration'),
        ],
      },
    },
  });
}

let fidelity: Fidelity;

beforeAll(async () => {
  fidelity = await openUndrawnFidelity(scenarioWith({}));
});

afterAll(() => fidelity.close());

/** Ten minutes in two seconds: what is a moment for the machine is some seconds there. */
const SPEED = 300;

async function found(mutant: MutantId, server: ScenarioData['server']) {
  const scenario = scenarioWith({ ...server, mutant });
  const { execution } = await executedLive(scenario, fidelity, { speed: SPEED });
  return execution.judgement;
}

test('over HTTP and SQL a name of one moment gives both the later one’s document', async () => {
  const judgement = await found('M3', { mutantWindow: '5m' });
  expect(findingOf(judgement, 'page-ownership').violationCount).toBe(1);
});

test('over HTTP and SQL a revoked seal is certified, and on three nodes nothing else goes wrong', async () => {
  const judgement = await found('S1', { nodes: 3 });
  expect(judgement.counts.completed).toBe(3);
  expect(broken(judgement)).toEqual(['freshness']);
});
