import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openPglite } from '../../server/database/database-pglite.ts';
import { durabilityTrial } from './trial.ts';

// The whole trial, on each database: npm run durability.
test('a server that is killed under load loses and doubles nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kofu-kept-'));
  try {
    const directory = join(folder, 'database');
    const open = () => openPglite({ directory });
    const figures = await durabilityTrial({ database: directory, open, kills: 3, seed: 1 });
    expect(figures).toMatchObject({
      kills: 3,
      pending: 0,
      lost: [],
      doubled: [],
      complaints: [],
    });
    expect(figures.inHandLeast).toBeGreaterThanOrEqual(16);
    expect(figures.printed).toBeGreaterThan(0);
  } finally {
    await rm(folder, { recursive: true });
  }
}, 240_000);
