import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { Kept } from './nation-memory.ts';

const PRINT = `
  import { keptOverDays } from './tests/scenarios/nation/nation-memory.ts';
  process.stdout.write(JSON.stringify(await keptOverDays(10, 3, 1 / 2)));
`;

/** Measured in a process of its own: whatever else a test runner keeps comes and goes. */
function measured(): readonly Kept[] {
  const modules = ['--expose-gc', '--import', './register.mjs', '--input-type=module'];
  const told = execFileSync(process.execPath, [...modules, '--eval', PRINT], { encoding: 'utf8' });
  return JSON.parse(told) as readonly Kept[];
}

test('what a nation keeps does not grow with its journeys', () => {
  const kept = measured();
  expect(kept).toHaveLength(3);
  const [first, , last] = kept;
  const more = (last?.journeys ?? 0) - (first?.journeys ?? 0);
  expect(more).toBeGreaterThan(1_500);
  const perJourney = ((last?.bytes ?? Number.NaN) - (first?.bytes ?? 0)) / more;
  // Kiosks that are used for the first time are fitted out, a few hundred bytes for some journeys;
  // an event that is kept has more than 200, and a journey has thirty of them.
  expect(perJourney).toBeLessThan(500);
}, 60_000);
