import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/worker-sources.ts'],
    // Databases, PDF engines and planted breaches take seconds where cores are few and slow.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
