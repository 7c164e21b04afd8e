import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { Summary } from '../../reports/summary-schema.ts';
import { EXIT } from '../../scenarios/exit-code.ts';
import { runCommand } from '../../scenarios/run-flags.ts';
import { eventsIn, Workplace } from './kofu.ts';

const place = new Workplace();
const PASSING = place.scenario({ thresholds: { journeys_broken: ['rate<0.5'] } }, 'passing.yaml');
const FAILING = place.scenario({ thresholds: { journey_duration: ['max<1'] } }, 'failing.yaml');

afterAll(() => place.leave());

const bytesOf = (...path: readonly string[]) => readFileSync(place.path(...path));
const textOf = (...path: readonly string[]) => bytesOf(...path).toString('utf8');
const summaryIn = (folder: string) => Summary.parse(JSON.parse(textOf(folder, 'summary.json')));

describe.concurrent('a run', () => {
  test('that passes says so, and leaves a folder that says how', async () => {
    const { code, stdout, stderr } = await place.run('run', PASSING, '--out', place.path('pass'));
    expect(code).toBe(0);
    expect(stderr).toBe('exit 0: every document right, fast enough, and the run is valid\n');
    expect(stdout).toContain('Run folder: pass');
    expect(readdirSync(place.path('pass')).sort()).toEqual([
      'events.ndjson',
      'junit.xml',
      'report.html',
      'scenario.json',
      'summary.json',
    ]);
    const events = await eventsIn(place.path('pass'));
    const { metadata, results, exit } = summaryIn('pass');
    expect(events.at(0)).toMatchObject({ kind: 'run-began', seed: 1 });
    expect(events.at(-1)).toMatchObject({ kind: 'run-ended', reason: 'finished' });
    expect(events).toHaveLength(metadata.events);
    expect(results.counts.offered).toBe(events.filter(({ kind }) => kind === 'arrived').length);
    expect(exit.code).toBe(0);
    expect(textOf('pass', 'report.html')).toMatch(/^<!doctype html>.*<\/html>\s*$/is);
  });

  test('of the same seed leaves the same trace, of another seed another one', async () => {
    const folders = ['seven', 'again', 'eight'];
    const seeds = ['7', '7', '8'];
    const runs = folders.map((folder, index) =>
      place.run(
        'run',
        PASSING,
        '--quiet',
        '--seed',
        seeds[index] as string,
        '--out',
        place.path(folder),
      ),
    );
    for (const { code, stdout } of await Promise.all(runs)) {
      expect(code).toBe(0);
      expect(stdout).toBe('');
    }
    const [seven, again, eight] = folders.map((folder) => bytesOf(folder, 'events.ndjson'));
    expect(seven?.length).toBeGreaterThan(10_000);
    expect(again?.equals(seven as Buffer)).toBe(true);
    expect(eight?.equals(seven as Buffer)).toBe(false);
  });

  test('that misses a threshold says which, and the command that repeats it', async () => {
    const title = 'title.en=A town\'s morning, "again"';
    const words = ['--seed', '3', '--set', 'stores.inside=2', '--set', title];
    const out = ['--out', place.path('fail')];
    const { code, stderr, lastLine } = await place.run('run', FAILING, ...words, ...out);
    expect(code).toBe(99);
    expect(lastLine).toBe('exit 99: thresholds failed: journey_duration max<1');
    const command = /^repeat with: npx kofu (.*)$/m.exec(stderr)?.[1] ?? '';
    const repeated = ['--out', place.path('repeated')];
    // A shell takes the command apart, as it would for its reader.
    const script = `for word in ${command}; do printf '%s\\n' "$word"; done`;
    const parts = execFileSync('sh', ['-c', script]).toString().trimEnd().split('\n');
    expect((await place.run(...parts, ...repeated)).code).toBe(99);
    expect(textOf('repeated', 'events.ndjson')).toBe(textOf('fail', 'events.ndjson'));
    expect(textOf('repeated', 'scenario.json')).toBe(textOf('fail', 'scenario.json'));
    expect(JSON.parse(textOf('fail', 'scenario.json')).title.en).toBe('A town\'s morning, "again"');

    // Judged again from its trace alone, it has the same result.
    const before = summaryIn('fail');
    const retold = await place.run('report', place.path('fail'), '--json');
    const after = Summary.parse(JSON.parse(retold.stdout));
    expect(retold.code).toBe(99);
    expect(after.results).toEqual(before.results);
    expect(after).toEqual({ ...before, metadata: after.metadata });
  });

  test('without promises is inconclusive, and prints its summary as JSON if asked', async () => {
    const file = place.scenario({}, 'silent.yaml');
    const out = ['--out', place.path('silent')];
    const { code, stdout, lastLine } = await place.run('run', file, '--json', ...out);
    expect(code).toBe(96);
    expect(lastLine).toBe('exit 96: not enough data to judge: no thresholds are set');
    expect(stdout).toBe(textOf('silent', 'summary.json'));
    expect(Summary.parse(JSON.parse(stdout)).verdicts).toMatchObject({ correct: 'pass' });
  });

  test.each([
    ['off', false, false],
    ['retain-on-failure', true, false],
  ])(
    'with --trace %s keeps its trace where it should, and replaces an older run',
    async (when, failed, passed) => {
      const words = ['--quiet', '--trace', when, '--out', place.path(`trace-${when}`)];
      for (const [file, code, kept] of [
        [FAILING, 99, failed],
        [PASSING, 0, passed],
      ] as const) {
        expect((await place.run('run', file, ...words)).code).toBe(code);
        expect(existsSync(place.path(`trace-${when}`, 'events.ndjson'))).toBe(kept);
        const { exit, results } = summaryIn(`trace-${when}`);
        expect(exit.code).toBe(code);
        expect(results.counts.offered).toBeGreaterThan(10);
      }
    },
  );

  test('goes into a folder of its own by default, the latest of its scenario', async () => {
    const { code, stdout } = await place.run('run', PASSING, '--lang', 'ja');
    expect(code).toBe(0);
    expect(stdout).toMatch(/[ぁ-ん]/);
    const [folder = ''] = readdirSync(place.path('runs', 'small-town')).filter(
      (n) => n !== 'latest',
    );
    expect(folder).toMatch(/^\d{4}-\d\d-\d\d-\d{6}-1$/);
    expect(readlinkSync(place.path('runs', 'small-town', 'latest'))).toBe(folder);
    expect(textOf('runs', 'small-town', 'latest', 'report.html')).toContain('lang="ja"');
  });

  test('draws its pages if asked, and keeps as many as its scenario says', async () => {
    const words = ['--render', 'full', '--set', 'duration=12m', '--set', 'keepPages=1'];
    const out = ['--out', place.path('drawn')];
    expect((await place.run('run', PASSING, ...words, ...out)).code).toBe(0);
    const pages = readdirSync(place.path('drawn', 'pages'));
    expect(pages).toContain('27203-0000001-page-1.png');
    expect(pages).toContain('27203-0000001-page-1-back.png');
    expect(bytesOf('drawn', 'pages', '27203-0000001-page-1.png').subarray(1, 4).toString()).toBe(
      'PNG',
    );
    const keys = JSON.parse(bytesOf('drawn', 'keys.json').toString());
    expect(Object.keys(keys)).toEqual(['27203-0000001']);
    const told = summaryIn('drawn').pages.map(({ file }) => file);
    expect(told.sort()).toEqual(pages.map((page) => `pages/${page}`).sort());
  });
});

test.concurrent.each(['--help', 'run --help', '--version'])(
  'kofu %s tells what there is and ends well',
  async (words) => {
    const { code, stdout, stderr } = await place.run(...words.split(' '));
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toMatch(words === '--version' ? /^\d+\.\d+\.\d+/ : /^Usage: kofu/);
    if (words !== 'run --help') return;
    for (const { long } of runCommand().options) expect(stdout).toContain(long);
    for (const code of Object.values(EXIT)) expect(stdout).toMatch(new RegExp(`[ :] ?${code} `));
  },
);
