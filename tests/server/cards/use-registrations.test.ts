import { describe } from 'vitest';
import { MemoryUseRegistrations } from '../../../server/cards/use-registrations-memory.ts';
import { useRegistrationsContract } from './use-registrations.contract.ts';

// The same contract over PGlite and PostgreSQL: card-registry-sql.test.ts.
describe('MemoryUseRegistrations', () => {
  const uses = new MemoryUseRegistrations();
  useRegistrationsContract(() => uses);
});
