import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { casesText } from '../../../reports/cases-text.ts';
import { runTask } from '../../../scenarios/cases/case-worker.ts';
import { CasesRefused, cases, casesOf } from '../../../scenarios/cases/cases-files.ts';
import {
  type CasesAction,
  type CasesFlags,
  casesCommand,
} from '../../../scenarios/cases/cases-flags.ts';
import { EXIT } from '../../../scenarios/exit-code.ts';
import { scenarioData } from '../small-scenario.ts';
import { ran, smallCase } from './small-case.ts';

const told = { ja: '作り話', en: 'Made up' };
const CASE = { id: 'XX-1', happened: told, source: 'I', injected: told, observed: told };
const JOURNEYS = { journeys: [{ outcome: 'completed', count: '>=1' }] };

/** A case file of one’s own. */
function written(changes: object): string {
  const data = { ...scenarioData(), case: CASE, expect: JOURNEYS, ...changes };
  const file = join(mkdtempSync(join(tmpdir(), 'kofu-case-')), 'small-town.yaml');
  writeFileSync(file, stringify(data));
  return file;
}

async function kofuCases(
  action: CasesAction,
  patterns: readonly string[],
  changes: Partial<CasesFlags> = {},
) {
  const out: string[] = [];
  const err: string[] = [];
  const flags: CasesFlags = { seed: 1, jobs: 2, lang: 'en', ...changes };
  const code = await cases(action, patterns, flags, {
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    telling: casesText(false),
    signal: new AbortController().signal,
  });
  return { code, out: out.join(''), err: err.join('') };
}

describe('kofu cases run', () => {
  test('runs cases in threads, a mutant with its twin, and tells them in their order', async () => {
    const { code, out, err } = await kofuCases('run', ['MI-3', 'reg-1*']);
    expect(code).toBe(EXIT.pass);
    const lines = out.split('\n').filter((line) => line.startsWith('✓'));
    expect(lines.map((line) => line.slice(2, 10).trim())).toEqual([
      ...['MI-3', 'MI-3', 'REG-1', 'REG-10', 'REG-11'],
    ]);
    expect(lines[0]).toContain('caught: page-ownership');
    expect(lines[1]).toContain('true server');
    expect(lines[1]).toContain('nothing wrong');
    expect(out).toContain('5 of 5 runs as expected');
    expect(err).toMatch(/^exit 0: /);
  });

  test('fails where one is not as expected, and says why', async () => {
    const file = written({ expect: { journeys: [{ outcome: 'refused', count: 7 }] } });
    const { code, out, err } = await kofuCases('run', [file]);
    expect(code).toBe(EXIT.thresholdFailed);
    expect(out).toContain('✗ XX-1');
    expect(out).toContain('journeys refused ==7: 0');
    expect(err).toBe('exit 99: 1 of 1 runs are not as expected\n');
  });

  test('comes to the same in a thread of its own and here', async () => {
    const task = { case: smallCase(), form: 'as-written', seed: 3 } as const;
    const { wallMs: _, ...outcome } = await runTask(structuredClone(task));
    expect(await ran(task.case, task.form, task.seed)).toMatchObject(outcome);
  });

  test('tells all as JSON', async () => {
    const { code, out } = await kofuCases('run', [written({})], { json: true });
    expect(code).toBe(EXIT.pass);
    expect(JSON.parse(out)).toMatchObject([{ id: 'XX-1', form: 'as-written', verdict: 'pass' }]);
  });
});

describe('kofu cases list', () => {
  test('tells every case on a line, in both languages', async () => {
    const { code, out } = await kofuCases('list', []);
    expect(code).toBe(EXIT.pass);
    const book = await casesOf([]);
    expect(out.trim().split('\n')).toHaveLength(book.length + 1);
    expect(out).toMatch(/^MI-1 {2,}Yokohama/m);
    expect((await kofuCases('list', ['MI-1'], { lang: 'ja' })).out).toContain('横浜市');
  });

  test('as JSON says what each expects', async () => {
    const { out } = await kofuCases('list', ['toy-2*'], { json: true });
    expect(JSON.parse(out)).toMatchObject([
      { id: 'TOY-2', expect: { journeys: [{ reason: 'card-not-registered', count: 2 }, {}, {}] } },
    ]);
  });
});

describe('what is no case is refused', () => {
  test.each<[string, () => string, string]>([
    ['a name that none bears', () => 'MI-99', 'no case is called MI-99'],
    ['a scenario that is no case', () => written({ case: undefined }), 'is no case'],
    ['one that asserts nothing', () => written({ expect: undefined }), 'asserts nothing'],
    ['one with a mistake', () => written({ stores: { inside: 0 } }), 'stores.inside'],
    ['a file that is not there', () => 'no/such.yaml', 'no such file'],
  ])('%s', async (_, pattern, message) => {
    const refusal = casesOf([pattern()]);
    await expect(refusal).rejects.toThrow(CasesRefused);
    await expect(refusal).rejects.toThrow(message);
  });
});

describe('the flags', () => {
  function parsed(...args: string[]) {
    const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
    const seen: { action?: string; patterns?: string[]; flags?: CasesFlags } = {};
    const command = casesCommand(3).copyInheritedSettings(program);
    command.action((action, patterns, flags) => {
      Object.assign(seen, { action, patterns, flags });
    });
    program.addCommand(command);
    program.parse(['cases', ...args], { from: 'user' });
    return seen;
  }

  test('have defaults', () => {
    const flags = { seed: 1, jobs: 3, lang: 'en' };
    expect(parsed()).toEqual({ action: 'list', patterns: [], flags });
  });

  test('are read', () => {
    const { action, patterns, flags } = parsed(
      'run',
      'MI-*',
      'dev-4',
      '--seed',
      '7',
      '--jobs',
      '1',
    );
    expect({ action, patterns }).toEqual({ action: 'run', patterns: ['MI-*', 'dev-4'] });
    expect(flags).toMatchObject({ seed: 7, jobs: 1 });
  });

  test.each([['judge'], ['run', '--jobs', '0'], ['run', '--seed', '-1'], ['run', '--seed', '']])(
    'refuse %s %s %s',
    (...args) => {
      expect(() => parsed(...args)).toThrow();
    },
  );
});
