import { InvalidArgumentError } from 'commander';
import { describe, expect, test } from 'vitest';
import { contradiction, type RunFlags, runCommand } from '../../../scenarios/run-flags.ts';
import { whyNotAtTarget } from '../../../scenarios/target/target-fit.ts';
import { targetDataCommand } from '../../../scenarios/target/target-flags.ts';
import { type ScenarioData, smallScenario } from '../small-scenario.ts';

function flagsOf(...words: readonly string[]): RunFlags {
  const command = runCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  return command.parse(['town.yaml', ...words], { from: 'user' }).opts();
}

describe('--target', () => {
  test.each([
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://localhost:8080/', 'http://localhost:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('takes %s', (url, origin) => {
    expect(flagsOf('--target', url).target).toBe(origin);
  });

  test.each([
    ['https://127.0.0.1:8443', 'name the port behind your TLS'],
    ['http://192.168.0.7:8080', 'Only 127.0.0.1, localhost, [::1] are asked.'],
    ['http://example.org', 'Only 127.0.0.1, localhost, [::1] are asked.'],
    ['http://127.0.0.1:8080/v1', 'Write an origin'],
    ['127.0.0.1:8080', 'Write an origin'],
    ['nonsense', 'Write an origin'],
  ])('refuses %s', (url, why) => {
    expect(() => flagsOf('--target', url)).toThrow(why);
  });
});

const TARGET = ['--target', 'http://127.0.0.1:8080'];
const REAL = [...TARGET, '--time', 'real', '--target-data', 'data'];

test.each([
  [[...TARGET, '--target-data', 'data'], '--target is for --time real'],
  [[...REAL, '--mutant', 'M1'], '--mutant M1 is planted into the reference server'],
  [[...REAL, '--database', 'folder'], '--database and --port are the reference server’s'],
  [[...REAL, '--port', '8081'], '--database and --port are the reference server’s'],
  [[...REAL, '--render', 'digest'], '--render digest has no pages to read'],
  [[...TARGET, '--time', 'real'], '--target needs --target-data'],
  [['--target-data', 'data'], '--target-data without a server'],
  [['--target-backs', '--target-adapter', 'a.ts'], '--target-adapter and --target-backs without'],
])('%s is a contradiction', (words, why) => {
  expect(contradiction(flagsOf(...words))).toContain(why);
});

test('what can be meant is none', () => {
  expect(contradiction(flagsOf(...REAL, '--target-backs'))).toBeUndefined();
});

test('kofu target-data takes the same seeds and settings as kofu run', () => {
  const words = ['town.yaml', '--seed', '7', '--set', 'stores.inside=2'];
  const flags = targetDataCommand().exitOverride().parse(words, { from: 'user' }).opts();
  expect(flags).toMatchObject({ seed: 7, out: 'target-data' });
  const wrong = () =>
    targetDataCommand()
      .exitOverride()
      .configureOutput({ writeErr: () => {} });
  expect(() => wrong().parse(['town.yaml', '--seed', 'x'], { from: 'user' })).toThrow();
  expect(InvalidArgumentError.name).toBe('InvalidArgumentError');
});

describe('what only the reference server can do is refused by name', () => {
  const why = (changes: Partial<ScenarioData>) => whyNotAtTarget(smallScenario(changes));

  test.each([
    ['issuer.error', {}],
    ['node.crash', { for: '5m' }],
    ['database.slow', { latency: '1s' }],
    ['link.cut', {}],
    ['jpki.down', {}],
    ['feed.lost', {}],
    ['clock.skew', { by: '5m' }],
  ])('%s', (kind, params) => {
    const [complaint, ...others] = why({ faults: [{ kind, ...params } as never] });
    expect(others).toEqual([]);
    expect(complaint).toMatch(
      new RegExp(`^faults\\.0: ${kind} strikes inside the reference server`),
    );
    expect(complaint).toContain('take one of');
    expect(complaint).toContain('line.*');
  });

  test('a mutant, and an office', () => {
    expect(why({ server: { mutant: 'M5' } })[0]).toContain('server.mutant: M5');
  });

  test('a fault that waits for what only that server tells', () => {
    const on = { event: 'server-issued' };
    const [complaint] = why({ faults: [{ kind: 'line.slow', latency: '1s', on }] });
    expect(complaint).toContain('faults.0.on.event: server-issued is told by the reference server');
  });

  test('and nothing else is', () => {
    const faults: ScenarioData['faults'] = [
      { kind: 'line.slow', latency: '1s', on: { event: 'requested' } },
      { kind: 'printer.jam' },
      { kind: 'citizen.forgets-card' },
      { kind: 'store.closed' },
    ];
    expect(why({ faults })).toEqual([]);
  });
});
