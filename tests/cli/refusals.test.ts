import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { isRefusal } from '../../scenarios/refusals.ts';
import { RunRefused } from '../../scenarios/run-files.ts';
import { type Ended, Workplace } from './kofu.ts';

const place = new Workplace();
const SOUND = place.scenario();
const SOUND_TEXT = readFileSync(SOUND, 'utf8');
place.write('file', 'somebody’s');

afterAll(() => place.leave());

const MAP = 'docs/scenarios.md';

/** Refused on one screen, with the last line for machines. */
function expectRefusal({ code, stdout, stderr, lastLine }: Ended, ...words: readonly string[]) {
  for (const word of words) expect(stderr).toContain(word);
  expect(stdout).toBe('');
  expect(stderr).not.toMatch(/^ +at /m);
  expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(24);
  expect(lastLine).toMatch(/^exit 104: bad (configuration|arguments)$/);
  expect(code).toBe(104);
}

/** A scenario that is like the sound one but for some words. */
function spoilt(name: string, piece: RegExp, words: string): string {
  const text = SOUND_TEXT.replace(piece, words);
  if (text === SOUND_TEXT) throw new Error(`${piece} is not in the scenario`);
  return place.write(name, text);
}

const FILES: Readonly<Record<string, readonly [file: string, ...words: readonly string[]]>> = {
  'an unknown key, and what else is wrong': [
    spoilt('key.yaml', /inside: 3/, 'inside: 3\n  insid: 3\n  skew: 9'),
    'there are 2 mistakes in the scenario',
    'key.yaml:21:3  stores.insid',
    'there is no such key; remove it',
    'key.yaml:22:9  stores.skew',
    MAP,
  ],
  'a wrong type': [
    spoilt('type.yaml', /inside: 3/, 'inside: many'),
    'type.yaml:20:11  stores.inside',
    'expected number, received string',
  ],
  'an impossible date': [
    spoilt('date.yaml', /2015-06-01/, '2015-02-30'),
    'date.yaml:6:8  start',
    'there is no such date or time',
  ],
  'broken YAML': [
    place.write('broken.yaml', 'kofu: 1\nname: "town\nstart: 3\n'),
    'broken.yaml:',
    'this is not YAML',
    'quote',
  ],
  'a missing file': [place.path('none.yaml'), 'none.yaml', 'no such file', 'scenarios/'],
};

test.concurrent.each(Object.entries(FILES))('%s is refused', async (_, [file, ...words]) => {
  expectRefusal(await place.run('run', file), ...words);
});

test('what is no refusal is none, whatever it is', () => {
  expect(isRefusal(new RunRefused('x'))).toBe(true);
  for (const other of [new Error('x'), new RangeError('x'), { name: 'RunRefused' }, undefined]) {
    expect(isRefusal(other)).toBe(false);
  }
});

const ARGUMENTS: Readonly<Record<string, readonly [words: string[], ...said: string[]]>> = {
  'an unknown flag': [['run', SOUND, '--sped', '3'], "'--sped'", 'Did you mean', '--help'],
  'a --set without a value': [['run', SOUND, '--set', 'stores.inside'], '--set', 'path=value'],
  'a --set of an unknown key': [
    ['run', SOUND, '--set', 'stores.insid=3'],
    '--set stores.insid  stores.insid',
    'no such key',
  ],
  'an --out below a file': [
    ['run', SOUND, '--out', place.path('file', 'out')],
    place.path('file', 'out'),
    'is or lies under a file: name a folder with --out',
  ],
  'an --out of somebody else': [
    ['run', SOUND, '--out', place.folder],
    'which is not of a run',
    'name an empty folder with --out',
  ],
  'a database that is not there': [
    [
      'run',
      SOUND,
      '--time',
      'real',
      '--out',
      place.path('db'),
      '--database',
      'postgres://me:secret@127.0.0.1:1/kofu',
    ],
    'postgres://me@127.0.0.1:1/kofu',
    'start PostgreSQL there, or correct host and port',
  ],
  'a report on no run': [['report', place.folder], 'has no scenario.json', '--trace on'],
};

test.concurrent.each(Object.entries(ARGUMENTS))('%s is refused', async (_, [words, ...said]) => {
  expectRefusal(await place.run(...words), ...said);
});

test('a port in use is refused', async () => {
  const occupant = createServer();
  const port = await new Promise<number>((resolve) => {
    occupant.listen(0, '127.0.0.1', () => resolve((occupant.address() as { port: number }).port));
  });
  const words = ['--time', 'real', '--port', String(port), '--out', place.path('port')];
  const refusal = await place.run('run', SOUND, ...words);
  expectRefusal(refusal, `port ${port} on 127.0.0.1 is in use`, 'choose another --port');
  await new Promise((resolve) => occupant.close(resolve));
});

test('a scenario module that throws is the module’s fault, exit 107', async () => {
  const module = place.write('town.mjs', "throw new Error('no town today');\n");
  const { code, stderr, lastLine } = await place.run('run', module);
  expect(stderr).toContain('Error: no town today');
  expect(stderr).toContain('town.mjs:1:7');
  expect(lastLine).toBe(`exit 107: ${module} threw while it was loaded`);
  expect(code).toBe(107);
});
