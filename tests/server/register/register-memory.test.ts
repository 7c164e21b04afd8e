import { describe } from 'vitest';
import { MemoryRegister } from '../../../server/register/register-memory.ts';
import type { Process } from '../../../sim/process.ts';
import { answerOf } from '../../sim/virtual.ts';
import { registerContract } from './register.contract.ts';
import { registerUpdatesContract, UPDATED_ORIGIN } from './register-updates.contract.ts';

function run<A>(process: Process<A>): A {
  return answerOf(() => process);
}

describe('MemoryRegister', () => {
  registerContract({
    register: () => new MemoryRegister(UPDATED_ORIGIN),
    run,
    municipality: '30001',
    population: 60,
    taxYear: 2015,
  });

  const shared = new MemoryRegister(UPDATED_ORIGIN);
  registerUpdatesContract({ copy: () => shared, run });
});
