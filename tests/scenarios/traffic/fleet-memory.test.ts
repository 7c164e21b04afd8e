import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { KioskBytes } from '../../bench-fleet.ts';

const KIOSKS = 6_000;
const PRINT = `
  import { kioskBytes } from './tests/bench-fleet.ts';
  process.stdout.write(JSON.stringify(kioskBytes(${KIOSKS})));
`;

/** Measured in a process of its own: whatever else a test runner keeps comes and goes. */
function measured(): KioskBytes {
  const modules = ['--import', './register.mjs', '--input-type=module'];
  const told = execFileSync(process.execPath, [...modules, '--eval', PRINT], { encoding: 'utf8' });
  return JSON.parse(told) as KioskBytes;
}

test('a kiosk of a large fleet costs 2 KiB at most beyond its journey, and little before', () => {
  const { idle, served } = measured();
  expect(served).toBeLessThanOrEqual(2_048);
  expect(idle).toBeLessThanOrEqual(256);
  // What is told apart from nothing was measured.
  expect(idle).toBeGreaterThan(32);
  expect(served).toBeGreaterThan(idle);
}, 60_000);
