import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

/** The servers of tests that stand on `newStores()`. */
const SERVER = /\b(SmallCentre|SmallIssuer|SmallOffice|Towns|newStores)\b/;

/** Tests of such servers: the same files on each kind of store. */
const ON_EACH_STORE = readdirSync('tests/server', { recursive: true, encoding: 'utf8' })
  .map((name) => join('tests/server', name))
  .filter((path) => path.endsWith('.test.ts') && SERVER.test(readFileSync(path, 'utf8')));

/** Those tests once more, with a database and not memory under the servers. */
function onDatabase(stores: 'PGlite' | 'PostgreSQL', globalSetup: string[]) {
  return {
    extends: true,
    test: {
      name: stores,
      include: ON_EACH_STORE,
      provide: { stores },
      globalSetup,
      setupFiles: ['tests/server/stores/lending.ts'],
      // A worker keeps its databases from one file to the next.
      isolate: false,
    },
  } satisfies TestProjectConfiguration;
}

export default defineConfig({
  test: {
    setupFiles: ['tests/worker-sources.ts'],
    // Databases, PDF engines and planted breaches take seconds where cores are few and slow.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'memory',
          include: ['tests/**/*.test.ts'],
          provide: { stores: 'memory' },
          // Modules keep nothing between tests, so a worker need not load them anew for each file.
          isolate: false,
        },
      },
      onDatabase('PGlite', []),
      onDatabase('PostgreSQL', ['tests/server/stores/postgres-server.ts']),
    ],
  },
});
