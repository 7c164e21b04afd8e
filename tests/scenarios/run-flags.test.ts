import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  commandOf,
  type RunFlags,
  reportCommand,
  runCommand,
  serveCommand,
  settingsOf,
} from '../../scenarios/run-flags.ts';

/** What `kofu run` understands from these words. */
function understood(...words: readonly string[]): RunFlags {
  const command = runCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  command.parse(['town.yaml', ...words], { from: 'user' });
  return command.opts();
}

/** What a shell understands from a line. */
function shell(line: string): readonly string[] {
  const script = `for word in ${line}; do printf '%s\\0' "$word"; done`;
  return execFileSync('sh', ['-c', script]).toString().split('\0').slice(0, -1);
}

describe('kofu run', () => {
  test('by default is a virtual run of seed 1 that keeps its trace', () => {
    expect(understood()).toEqual({
      time: 'virtual',
      seed: 1,
      set: [],
      port: 0,
      trace: 'on',
      lang: 'en',
    });
  });

  test('takes its flags', () => {
    expect(
      understood(
        ...['--time', 'real', '--speed', '1.5', '--seed', '7', '--port', '8080', '--quiet'],
        ...['--set', 'stores.inside=20', '--set', 'title.en=A = B', '--set', 'x.0={a: [1, b]}'],
      ),
    ).toMatchObject({
      time: 'real',
      speed: 1.5,
      seed: 7,
      port: 8080,
      quiet: true,
      set: [
        { path: ['stores', 'inside'], value: 20 },
        { path: ['title', 'en'], value: 'A = B' },
        { path: ['x', '0'], value: { a: [1, 'b'] } },
      ],
    });
  });

  test.each([
    [['--speed', '0'], 'Write a number greater than 0.'],
    [['--speed', 'fast'], 'Write a number greater than 0.'],
    [['--speed', 'Infinity'], 'Write a number greater than 0.'],
    [['--speed', '-1'], 'Write a number greater than 0.'],
    [['--speed', ''], 'Write a number greater than 0.'],
    [['--seed', '-1'], 'Write a whole number, 0 or more.'],
    [['--seed', '1.5'], 'Write a whole number, 0 or more.'],
    [['--seed', '9007199254740992'], 'Write a whole number, 0 or more.'],
    [['--seed', ''], 'Write a whole number, 0 or more.'],
    [['--port', ' '], 'Write a whole number, 0 or more.'],
    [['--port', '65536'], 'Write a port, 0 to 65535.'],
    [['--set', 'stores.inside'], 'Write path=value, e.g. stores.inside=20.'],
    [['--set', '=3'], 'Write path=value, e.g. stores.inside=20.'],
    [['--set', 'stores=[1,'], 'Write the value as YAML, e.g. stores.inside=20.'],
    [['--time', 'soon'], 'Allowed choices are virtual, real.'],
    [['--render', 'half'], 'Allowed choices are full, digest.'],
    [['--lang', 'fr'], 'Allowed choices are ja, en.'],
    [['--trace', 'maybe'], 'Allowed choices are on, off, retain-on-failure.'],
    [['--mutant', 'M7'], 'Allowed choices are M1, M2, M3, M4, M5, M6, S1.'],
    [['--sped', '3'], "unknown option '--sped'"],
    [['two.yaml'], 'too many arguments'],
  ])('refuses %j, and says what would do', (words, message) => {
    expect(() => understood(...words)).toThrow(message);
  });
});

test('a mutant is a setting of the scenario, for kofu run and kofu serve, and is repeated', () => {
  const flags = understood('--mutant', 'M3', '--set', 'server.nodes=2');
  const setting = { path: ['server', 'mutant'], value: 'M3' };
  expect(settingsOf(flags)).toEqual([{ path: ['server', 'nodes'], value: 2 }, setting]);
  expect(settingsOf(understood())).toEqual([]);
  expect(commandOf('town.yaml', flags)).toContain(' --mutant M3 ');
  const serve = serveCommand().parse(['--mutant', 'S1'], { from: 'user' });
  expect(settingsOf(serve.opts())).toEqual([{ path: ['server', 'mutant'], value: 'S1' }]);
});

test('kofu serve by default serves all of Toyonaka, kofu report speaks English', () => {
  const serve = serveCommand().parse([], { from: 'user' });
  expect(serve.processedArgs).toEqual(['scenarios/toyonaka-monday.yaml']);
  const all = { role: 'all', issuer: [] };
  expect(serve.opts()).toEqual({ ...all, render: 'full', drain: 200_000 });
  expect(reportCommand().parse(['runs/1'], { from: 'user' }).opts()).toEqual({ lang: 'en' });
});

test('kofu serve and kofu report take theirs', () => {
  const words = 'town.yaml --port 0 --fleet-key fleet.key --drain 5s --render digest'.split(' ');
  const serve = serveCommand().parse(words, { from: 'user' });
  expect(serve.opts()).toEqual({
    role: 'all',
    issuer: [],
    port: 0,
    fleetKey: 'fleet.key',
    drain: 5_000,
    render: 'digest',
  });
  const never = serveCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  expect(() => never.parse(['--drain', 'soon'], { from: 'user' })).toThrow('Write a duration');
  const report = reportCommand().parse(['runs/1', '--json'], { from: 'user' });
  expect(report.opts()).toEqual({ json: true, lang: 'en' });
});

describe('the command that repeats a run', () => {
  test('says what the run was told, and not what it does not depend on', () => {
    const flags = understood('--seed', '7', '--out', 'x', '--quiet', '--set', 'stores.inside=20');
    expect(commandOf('scenarios/town.yaml', flags)).toBe(
      'npx kofu run scenarios/town.yaml --time virtual --seed 7 --set stores.inside=20',
    );
    const live = understood('--time', 'real', '--speed', '9', '--render', 'full');
    expect(commandOf('town.yaml', live)).toBe(
      'npx kofu run town.yaml --time real --seed 1 --speed 9 --render full',
    );
  });

  test('keeps a password to itself', () => {
    const live = understood('--time', 'real', '--database', 'postgres://a:secret@127.0.0.1/kofu');
    expect(commandOf('town.yaml', live)).toBe('npx kofu run town.yaml --time real --seed 1');
  });

  test('is understood again, through any shell, whatever was set', () => {
    // No zero byte is in any argument, and none at all in a line end.
    const text = fc.string({ unit: 'grapheme-ascii', maxLength: 12 });
    const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.array(text, { maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), text, (values, name) => {
        const file = `it's ${name}.yaml`;
        const set = values.map((of, index) => ({ path: ['title', `key${index}`], value: of }));
        const flags = { ...understood(), set };
        const [, kofu, run, first, ...words] = shell(commandOf(file, flags));
        expect([kofu, run, first]).toEqual(['kofu', 'run', file]);
        expect(understood(...words)).toEqual(flags);
      }),
      { numRuns: 30 },
    );
  });
});
