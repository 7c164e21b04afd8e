import { expect, test } from 'vitest';
import { openFullFidelity, UNWATCHED } from '../../../scenarios/fidelity-pdf.ts';
import { type Executed, executedLive, executedVirtually } from '../executed.ts';
import { eventsOf, scenarioData, smallScenario } from '../small-scenario.ts';

/** A town of 2013 in which PINs are mistyped often, and some have brought the wrong card. */
const { municipality, citizens } = scenarioData();
const scenario = smallScenario({
  duration: '40m',
  stores: { inside: 60 },
  municipality: { ...municipality, methods: ['card-ap'] },
  citizens: {
    ...citizens,
    cards: { 'basic-resident': 8, citizen: 1, 'my-number': 1, other: 1 },
    behaviour: { pinErrorShare: 0.6, abandonShare: 0 },
  },
  workloads: { day: { executor: 'constant-arrival-rate', rate: 1 / 150, duration: '40m' } },
  // Longer than any machine takes: the run ends when the last citizen has gone.
  gracefulStop: '12h',
  keepPages: 0,
});
const seed = 3;

/** How each citizen was identified: every PIN and its answer, and why there was no other. */
function identifications({ events }: Executed): readonly string[] {
  const entries = eventsOf('stage', events)
    .filter(({ stage }) => stage === 'pin' || stage === 'authenticate')
    .map(({ journey, stage }) => `${journey} ${stage}`);
  const refusals = eventsOf('ended', events)
    .filter(({ outcome }) => outcome === 'refused')
    .map(({ journey, stage, reason }) => `${journey} ${stage} ${reason}`);
  return [...entries, ...refusals].sort();
}

test('cards are told apart and PINs counted over HTTP and SQL as in virtual time', async () => {
  const full = await openFullFidelity(scenario, UNWATCHED);
  try {
    const live = await executedLive(scenario, full, { seed, speed: 1500 });
    const virtual = await executedVirtually(scenario, { seed });
    expect(identifications(live)).toEqual(identifications(virtual));
    const reasons = eventsOf('ended', live.events).map(({ reason }) => reason);
    expect(new Set(reasons)).toEqual(new Set(['', 'pin-locked', 'method-not-accepted']));
  } finally {
    await full.close();
  }
});
