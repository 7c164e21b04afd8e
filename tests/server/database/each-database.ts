import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import { openPglite } from '../../../server/database/database-pglite.ts';
import { openPostgres } from '../../../server/database/database-postgres.ts';
import { MIGRATIONS, migrate } from '../../../server/database/schema.ts';
import { type StartedPostgres, startPostgres } from './postgres.ts';

/**
 * Describes what holds on the embedded database and on a PostgreSQL server of this test file's
 * own: the same suite on both. `open` opens another connection to the same PostgreSQL server.
 */
export function onEachDatabase(
  suite: (database: () => Database, open: (() => Promise<Database>) | undefined) => void,
): void {
  describe('on PGlite', () => {
    const database = opened(openPglite);
    suite(database, undefined);
  });

  describe('on PostgreSQL', () => {
    let server: StartedPostgres;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server?.stop());
    const open = () => openPostgres(server.url);
    suite(opened(open), open);
  });
}

function opened(open: () => Promise<Database>): () => Database {
  let database: Database;
  beforeAll(async () => {
    database = await open();
    expect(await migrate(database)).toEqual(MIGRATIONS.map(({ id }) => id));
  });
  afterAll(() => database?.close());
  return () => database;
}
