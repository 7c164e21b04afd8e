import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';

test('a PostgreSQL server for the tests does not change what they end with', async () => {
  const script = `
    import { setup, teardown } from './tests/server/stores/postgres-server.ts';
    await setup({ provide: (name, url) => console.log(name, url) });
    await teardown();
    process.exitCode = 7;`;
  const node = ['--import', './register.mjs', '--input-type=module', '--eval', script];
  const { code, stdout } = await new Promise<{ code: unknown; stdout: string }>((resolve) => {
    execFile(process.execPath, node, (error, stdout) => resolve({ code: error?.code, stdout }));
  });
  expect(stdout).toMatch(/^postgresUrl postgresql:/);
  expect(code).toBe(7);
});
