/**
 * `npm run durability`: the server is killed under load again and again, and the books of the
 * kiosks are compared with its own, on each database. `-- --kills 5` for fewer, `-- --seed 2` for
 * other instants.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openPglite } from '../../server/database/database-pglite.ts';
import { openPostgres } from '../../server/database/database-postgres.ts';
import { startPostgres } from '../server/database/postgres.ts';
import { durabilityTrial, type TrialFigures } from './trial.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
});
const [kills, seed] = [Number(values.kills), Number(values.seed)];

function tell(figures: TrialFigures): void {
  const { lost, doubled, complaints, pending, ...rest } = figures;
  const rounded = Object.entries(rest).map(([name, value]) => [
    name,
    typeof value === 'number' ? Math.round(value * 10) / 10 : value,
  ]);
  process.stdout.write(`${JSON.stringify(Object.fromEntries(rounded), null, 2)}\n`);
  process.stdout.write(`pending ${pending}, lost ${lost.length}, doubled ${doubled.length}\n`);
  for (const line of [...lost, ...doubled, ...complaints].slice(0, 50)) {
    process.stdout.write(`  ${line}\n`);
  }
  if (lost.length + doubled.length + complaints.length + pending > 0) process.exitCode = 1;
}

const folder = await mkdtemp(join(tmpdir(), 'kofu-kept-'));
try {
  const directory = join(folder, 'database');
  if (values.only !== 'postgres') {
    const open = () => openPglite({ directory });
    tell(await durabilityTrial({ database: directory, open, kills, seed }));
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
if (values.only !== 'pglite') {
  const postgres = await startPostgres();
  try {
    const open = () => openPostgres(postgres.url);
    tell(await durabilityTrial({ database: postgres.url, open, kills, seed }));
  } finally {
    await postgres.stop();
  }
}
