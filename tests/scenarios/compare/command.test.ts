import { afterAll, expect, test } from 'vitest';
import { type Ended, Workplace } from '../../cli/kofu.ts';

const place = new Workplace();
const SCENARIO = place.scenario();
afterAll(() => place.leave());

function expectRefused({ code, stdout, stderr, lastLine }: Ended, said: string): void {
  expect(stderr).toContain(said);
  expect(stdout).toBe('');
  expect(lastLine).toMatch(/^exit 104: bad (configuration|arguments)$/);
  expect(code).toBe(104);
}

test('a run is exported as it ends, and compared by its folder', { timeout: 60_000 }, async () => {
  const run = (seed: string, ...words: string[]) =>
    place.run('run', SCENARIO, '--seed', seed, '--out', `run-${seed}`, '--quiet', ...words);
  await Promise.all([run('1', '--export', 'csv,openmetrics'), run('2')]);
  const [exported, compared] = await Promise.all([
    place.run('export', 'run-1', '--format', 'csv,openmetrics', '--out', 'again'),
    place.run('compare', 'run-1', 'run-2', '--json', '--metric', 'kiosk_waiting'),
  ]);
  expect([exported.code, exported.stderr]).toEqual([
    0,
    'written: again/journeys.csv\nwritten: again/stages.csv\nwritten: again/metrics.om.txt\n',
  ]);
  const told = JSON.parse(compared.stdout);
  expect(told.runs.map(({ folder }: { folder: string }) => folder)).toEqual(['run-1', 'run-2']);
  expect([compared.code, told.exit.code]).toEqual([96, 96]);
  expect(compared.lastLine).toMatch(/^exit 96: not enough data to compare/);
});

test('what cannot be is refused', { timeout: 60_000 }, async () => {
  const [one, virtual, nothing] = await Promise.all([
    place.run('compare', 'run-1'),
    place.run('run', SCENARIO, '--otlp', 'http://127.0.0.1:4318'),
    place.run('export', 'run-1'),
  ]);
  expectRefused(one, 'name two run folders at least');
  expectRefused(virtual, '--metrics-port and --otlp are for --time real');
  expectRefused(nothing, 'say with --format what to write, separated by commas: csv, json');
});
