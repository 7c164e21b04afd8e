import { describe } from 'vitest';
import { MemoryDocumentKeys } from '../../../server/ledger/document-keys-memory.ts';
import { documentKeysContract } from './document-keys.contract.ts';

// The same contract over PGlite and PostgreSQL: ledger-sql.test.ts.
describe('MemoryDocumentKeys', () => {
  const keys = new MemoryDocumentKeys();
  documentKeysContract(() => keys);
});
