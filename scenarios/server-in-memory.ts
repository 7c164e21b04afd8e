import { MemoryCardRegistry } from '../server/cards/card-registry-memory.ts';
import type { RevocationAuthority } from '../server/cards/revocation.ts';
import { MemoryUseRegistrations } from '../server/cards/use-registrations-memory.ts';
import { StreamEntropy } from '../server/entropy.ts';
import type { ServerEvent } from '../server/events.ts';
import { MemoryLedger } from '../server/ledger/ledger-memory.ts';
import { ModelPace, SERVER_STEPS, type ServerStep } from '../server/pace.ts';
import type { Register } from '../server/register/register.ts';
import { MemoryRegister } from '../server/register/register-memory.ts';
import type { Distribution } from '../sim/distribution.ts';
import type { Streams } from '../sim/rng.ts';
import { instantMs } from '../sim/units.ts';
import type { Fidelity } from './fidelity.ts';
import { populationOf, type ReferenceServerPorts, type ServerFaults } from './reference-server.ts';
import type { Scenario } from './scenario.ts';
import { registeredCardsOf, revocationsOf } from './traffic/cards.ts';
import { distributionOf } from './traffic/estimate.ts';

/** The same, with what an office needs of it. */
export interface MemoryPorts extends ReferenceServerPorts {
  /** What the registers say as long as no office has changed anything. */
  readonly origin: Register;
  /** The issuing server's copy. */
  readonly register: MemoryRegister;
  readonly cards: MemoryCardRegistry;
  readonly revocations: RevocationAuthority;
}

/** What the reference server of a run in virtual time stands on: memory and models alone. */
export function portsInMemory(
  scenario: Scenario,
  chance: Streams,
  fidelity: Fidelity,
  journal: (event: ServerEvent) => void,
  faults?: ServerFaults,
): MemoryPorts {
  const { pace } = scenario.server;
  const durationsMs = Object.fromEntries(
    SERVER_STEPS.map((step) => [step, distributionOf(pace[step])]),
  ) as Record<ServerStep, Distribution>;
  const { verifier, renderer, antiForgery, keys } = fidelity;
  const origin = populationOf(scenario, chance);
  return {
    origin,
    register: new MemoryRegister(origin),
    cards: new MemoryCardRegistry(registeredCardsOf(scenario)),
    uses: new MemoryUseRegistrations(),
    ledger: new MemoryLedger(),
    renderer,
    verifier,
    revocations: revocationsOf(scenario),
    antiForgery,
    keys,
    entropy: new StreamEntropy(chance.stream('centre', 'entropy')),
    pace: new ModelPace(chance, durationsMs),
    journal,
    originMs: instantMs(scenario.start),
    faults,
  };
}
