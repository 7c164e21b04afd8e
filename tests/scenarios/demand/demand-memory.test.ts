import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { keptOver } from './demand-memory.ts';

type Kept = Awaited<ReturnType<typeof keptOver>>[number];

const PRINT = `
  import { keptOver } from './tests/scenarios/demand/demand-memory.ts';
  process.stdout.write(JSON.stringify(await keptOver(80, 15)));
`;

/** Measured in a process of its own: whatever else a test runner keeps comes and goes. */
function measured(): readonly Kept[] {
  const modules = ['--expose-gc', '--import', './register.mjs', '--input-type=module'];
  const told = execFileSync(process.execPath, [...modules, '--eval', PRINT], { encoding: 'utf8' });
  return JSON.parse(told) as readonly Kept[];
}

test('what a run keeps does not grow with its journeys', () => {
  const kept = measured();
  expect(kept).toHaveLength(5);
  // The first days fill caches whose size is given; from then on a journey leaves nothing behind.
  const [, settled, , , last] = kept;
  const more = (last?.journeys ?? 0) - (settled?.journeys ?? 0);
  expect(more).toBeGreaterThan(6_000);
  const perJourney = ((last?.bytes ?? Number.NaN) - (settled?.bytes ?? 0)) / more;
  // An arrival that is kept, the smallest thing of a journey, has more than 200 bytes.
  expect(perJourney).toBeLessThan(150);
}, 60_000);
