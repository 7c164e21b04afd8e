import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRecordedRun } from '../../../reports/recorded-run-files.ts';
import { checkRecording } from '../../../scenarios/judging/check.ts';
import { checkRun } from '../../../scenarios/judging/check-files.ts';
import { reportRun } from '../../../scenarios/judging/report-files.ts';
import type { RunResult } from '../../../scenarios/judging/result.ts';
import { isRefusal } from '../../../scenarios/refusals.ts';
import { replayRun } from '../../../scenarios/replay/replay-files.ts';
import type { ReplayFlags } from '../../../scenarios/replay/replay-flags.ts';
import { loadScenario } from '../../../scenarios/scenario-files.ts';
import { shrinkRun } from '../../../scenarios/shrink/shrink-files.ts';
import type { ShrinkFlags } from '../../../scenarios/shrink/shrink-flags.ts';
import { sameSecond, spoilt } from '../leaks.ts';
import { recordedText } from '../recorded.ts';
import { smallScenario } from '../small-scenario.ts';

const SEED = 3;
const SCENARIO = smallScenario({
  duration: '10m',
  stores: { inside: 20 },
  workloads: { day: { executor: 'poisson-arrival-rate', rate: 0.2, duration: '10m' } },
});
const SOUND = recordedText(SCENARIO, SEED);
const LEAKY = spoilt(sameSecond);
const LINES = SOUND.trimEnd().split('\n');
const NOW = { commit: 'abc', versions: { kofu: '1.0.0' } };

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kofu-replay-'));
  writeFileSync(join(folder, 'scenario.json'), JSON.stringify(SCENARIO));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The folder of a run with this trace. */
function recorded(text: string) {
  writeFileSync(join(folder, 'events.ndjson'), text);
  return openRecordedRun(folder);
}

/** Where commands write, for reading it again. */
function sinks() {
  const written = { stdout: '', stderr: '' };
  const sink = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  return { written, stdout: sink('stdout'), stderr: sink('stderr') };
}

async function replayed(text: string, flags: ReplayFlags = {}, keys?: string) {
  const { written, stdout, stderr } = sinks();
  const stdin = Object.assign(new PassThrough(), { isTTY: keys !== undefined });
  stdin.end(keys ?? '');
  const { signal } = new AbortController();
  const ports = { stdout, stderr, stdin, signal, provenance: () => NOW };
  const code = await replayRun(recorded(text), flags, ports);
  return { code, ...written };
}

describe('kofu replay', () => {
  test('says that a run repeats, and how to know it again', async () => {
    const { code, stdout, stderr } = await replayed(SOUND);
    expect(stdout).toMatch(/^identical, \d+ events, sha256 [0-9a-f]{64}\n$/);
    expect(stderr).toBe('exit 0: the run repeats byte for byte\n');
    expect(code).toBe(0);
  });

  test('says where a run does not repeat, and why that may be', async () => {
    const { code, stdout, stderr } = await replayed(recordedText(SCENARIO, SEED, LEAKY));
    expect(code).toBe(97);
    expect(stdout).toMatch(/^different from line \d+ on\n {2}recorded: \{.*\n {2}repeated: \{/);
    expect(stdout).toContain('no summary.json');
    expect(stderr).toContain('exit 97: the run does not repeat');
  });

  test('tells one journey, with what the server has to say of its request', async () => {
    const { stdout } = await replayed(SOUND, { tx: 'r4' });
    const told = stdout.split('\n').slice(3, -1);
    const kinds = told.map((line) => line.split(/ +/)[1]);
    expect(kinds[0]).toBe('arrived');
    expect(kinds.at(-1)).toBe('ended');
    expect(kinds).toContain('server-issued');
    expect(told.every((line) => /journey 4\b|request r4\b|kiosk/.test(line))).toBe(true);
    expect(told.some((line) => /journey (?!4\b)/.test(line))).toBe(false);
    expect(told[0]).toMatch(/^09:0\d:\d\d\.\d{3} {2}arrived /);
  });

  test('prints all events at once where nobody is there to press a key', async () => {
    const { stdout } = await replayed(SOUND, { step: true, until: '1m' });
    const kept = LINES.slice(1).findIndex((line) => JSON.parse(line).t > 60_000);
    expect(stdout.trimEnd().split('\n')).toHaveLength(3 + kept);
  });

  test.each([
    ['\n\nq\n', 3],
    ['q\n', 1],
    ['\n', 2],
  ])('goes on with Enter and leaves with q or at the end of input', async (keys, events) => {
    const { stdout, code } = await replayed(SOUND, { step: true }, keys);
    expect(stdout.trimEnd().split('\n')).toHaveLength(3 + events);
    expect(code).toBe(0);
  });

  test.each([
    ['a damaged recording', `${SOUND.slice(0, 3000)}`, {}, 'truncated or damaged'],
    ['an unknown journey', SOUND, { tx: '99999' }, 'no journey 99999'],
    ['a time that is none', SOUND, { until: 'noon' }, '--until noon is no time'],
  ])('refuses %s', async (_, text, flags, message) => {
    const error = await replayed(text, flags).catch((thrown: unknown) => thrown);
    expect(isRefusal(error)).toBe(true);
    expect((error as Error).message).toContain(message);
  });
});

describe('kofu check', () => {
  async function checked(text: string) {
    const told: RunResult[] = [];
    const { written, stderr } = sinks();
    const tell = (result: RunResult) => void told.push(result);
    const code = await checkRun(recorded(text), { lang: 'en' }, { stderr, tell });
    return { code, result: told[0] as RunResult, ...written };
  }

  test('tells the verdict by its exit code, and leaves the folder as it is', async () => {
    const { code, result } = await checked(recordedText(SCENARIO, SEED, LEAKY));
    expect(code).toBe(98);
    expect(result.verdicts.correct).toBe('fail');
    expect((await checked(SOUND)).result.verdicts).toMatchObject({ valid: 'pass' });
    expect(readFileSync(join(folder, 'events.ndjson'), 'utf8')).toBe(SOUND);
  });

  test.each([
    ['cut within a line', SOUND.slice(0, -20), 'truncated or damaged here'],
    [
      'cut between two lines',
      `${LINES.slice(0, 50).join('\n')}\n`,
      'line 50: the recording breaks off',
    ],
    ['corrupted', SOUND.replace('"kind":"stage"', '"kind":"sausage"'), 'not an event'],
    ['of a newer kofu', SOUND.replace('"version":1', '"version":7'), 'newer kofu'],
    ['empty', '', 'the trace is empty'],
    ['without one of its lines', LINES.toSpliced(40, 1).join('\n'), 'lines were lost or added'],
  ])('takes no recording that is %s', async (_, text, message) => {
    const error = await checked(text).catch((thrown: unknown) => thrown);
    expect(isRefusal(error)).toBe(true);
    expect((error as Error).message).toContain(message);
  });

  test('judges what it is given, line by line', async () => {
    const { events, interrupted } = await checkRecording(LINES, SCENARIO);
    expect({ events, interrupted }).toEqual({ events: LINES.length - 1, interrupted: false });
  });
});

test('kofu report judges a recording again, and writes its reports anew', async () => {
  const told: RunResult[] = [];
  const code = await reportRun(
    folder,
    recorded(SOUND),
    { lang: 'ja' },
    {
      files: ({ counts }, language) => [['told.txt', `${language} ${counts.offered}`]],
      tell: (result) => void told.push(result),
    },
  );
  expect(code).toBe(told[0]?.exit.code);
  const { offered } = (told[0] as RunResult).counts;
  expect(offered).toBeGreaterThan(50);
  expect(readFileSync(join(folder, 'told.txt'), 'utf8')).toBe(`ja ${offered}`);
});

describe('kofu shrink', () => {
  async function shrunk(text: string, changes: Partial<ShrinkFlags> & { readonly out: string }) {
    const { written, stdout, stderr } = sinks();
    const flags: ShrinkFlags = { budget: { kind: 'runs', runs: 2000 }, ...changes };
    const { signal } = new AbortController();
    const ports = { stdout, stderr, signal, begin: LEAKY };
    const code = await shrinkRun(recorded(text), flags, ports);
    return { code, ...written };
  }

  test('writes a scenario that can be loaded, and says how to run it', async () => {
    const out = join(folder, 'two.yaml');
    const { code, stdout } = await shrunk(recordedText(SCENARIO, SEED, LEAKY), { out });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+ journeys shrunk to 2 in \d+ runs; nothing more can be left out\n/);
    expect(stdout).toContain(`npx kofu run ${out} --seed 3`);
    expect(await loadScenario(out, [])).toMatchObject({ kind: 'read' });
  });

  test.each([
    ['there is nothing to shrink', SOUND, 'three.yaml', 'no oracle alarmed'],
    [
      'the file is there already',
      recordedText(SCENARIO, SEED, LEAKY),
      'scenario.json',
      'there already',
    ],
    ['the file cannot be', recordedText(SCENARIO, SEED, LEAKY), 'no/such/folder.yaml', 'ENOENT'],
  ])('refuses where %s', async (_, text, name, message) => {
    const out = join(folder, name);
    const budget = { kind: 'runs', runs: 5 } as const;
    const error = await shrunk(text, { out, budget }).catch((thrown: unknown) => thrown);
    expect(isRefusal(error)).toBe(true);
    expect((error as Error).message).toContain(message);
  });
});
