import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

/** The servers of tests that stand on `newStores()`. */
const SERVER = /\b(SmallCentre|SmallIssuer|SmallOffice|Towns|newStores)\b/;

/** What a test says that plays in true time: runs whose generator must keep its schedule. */
const TRUE_TIME = /\b(executedLive|openLiveRun|openBrowser|KillableServer|Pcscd|CupsServer)\b/;

/** Processes that are told to end, killed, or asked while they serve. */
const PROCESSES = /tests\/(hardware|durability|cli\/(runs|interruption)|scenarios\/(live|target))/;

function testsIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith('.test.ts'));
}

/** Tests of such servers: the same files on each kind of store. */
const ON_EACH_STORE = testsIn('tests/server').filter((path) =>
  SERVER.test(readFileSync(path, 'utf8')),
);

/** Tests beside which nothing else may run: they have deadlines, and there are few cores. */
const ALONE = testsIn('tests').filter(
  (path) => PROCESSES.test(path) || TRUE_TIME.test(readFileSync(path, 'utf8')),
);

/** Tests that only compute. */
const BESIDE_OTHERS = {
  maxWorkers: Math.max(2, availableParallelism()),
  sequence: { groupOrder: 0 },
};

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
      ...BESIDE_OTHERS,
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
          exclude: [...ALONE],
          provide: { stores: 'memory' },
          // Modules keep nothing between tests, so a worker need not load them anew for each file.
          isolate: false,
          ...BESIDE_OTHERS,
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: [...ALONE],
          provide: { stores: 'memory' },
          isolate: false,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      onDatabase('PGlite', []),
      onDatabase('PostgreSQL', ['tests/server/stores/postgres-server.ts']),
    ],
  },
});
