import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

/**
 * Rules are only as good as the tools that keep them. A small house is built to the project's own
 * configuration: sound, it must pass; with breaches planted, `npm run lint` and `npm run deps`
 * must fail and name each of them and nothing else.
 */
type House = Readonly<Record<string, string>>;

/** Breaches: the file, what stands in it, and the rule that must name it. */
type Breaches = Readonly<Record<string, readonly [text: string, rule: string]>>;

const CONFIGURATION = 'package.json tsconfig.json biome.json .dependency-cruiser.cjs .gitignore';

/** Everything that is allowed. */
const SOUND: House = {
  'sim/plain.ts': code('export const sim = assert.ok;', "assert from 'node:assert/strict'"),
  'sim/real-time.ts': code('export const now = () => performance.now();'),
  'sim/task.ts': code(
    'export type Task = 1;\n\nexport const task = host(1);',
    "{ host } from './host.ts'",
  ),
  'sim/host.ts': code('export const host = (of: Task) => of;', "type { Task } from './task.ts'"),
  'server/contract.ts': code('export const BUS_EVENT = 1;'),
  'server/contract-digest.ts': code('export const DIGEST = 1;'),
  'server/plain.ts': code('export const server = sim;', "{ sim } from '../sim/plain.ts'"),
  'server/pages-files.ts': code(
    'export const read = readFileSync;',
    "{ readFileSync } from 'node:fs'",
  ),
  'server/http/centre-http.ts': code('export const ask = (url: string) => fetch(url);'),
  'docs/plain.ts': code('export const docs = sim;', "{ sim } from '../sim/plain.ts'"),
  'devices/plain.ts': code(
    'export const devices = [BUS_EVENT, DIGEST, sim];',
    "{ BUS_EVENT } from '../server/contract.ts'",
    "{ DIGEST } from '../server/contract-digest.ts'",
    "{ sim } from '../sim/plain.ts'",
  ),
  'scenarios/plain.ts': code(
    'export const scenarios = [devices, server];',
    "{ devices } from '../devices/plain.ts'",
    "{ server } from '../server/plain.ts'",
  ),
  'scenarios/k6/load.ts': code('export default function load() {}'),
  'reports/plain.ts': code(
    'export const reports = (of: typeof scenarios) => [of, sim];',
    "type { scenarios } from '../scenarios/plain.ts'",
    "{ sim } from '../sim/plain.ts'",
  ),
  'tests/plain.test.ts': code(
    'export const a = setTimeout(() => sim, Date.now());',
    "{ sim } from '../sim/plain.ts'",
  ),
};

const LINT_BREACHES: Breaches = {
  'sim/reads-the-clock.ts': [code('export const now = () => Date.now();'), 'noRestrictedGlobals'],
  'sim/waits.ts': [code('setTimeout(() => {}, 1);'), 'noRestrictedGlobals'],
  'sim/turns-round.ts': [code('export const now = globalThis.Date;'), 'noRestrictedGlobals'],
  'server/reads.ts': [code("export const port = process.env['PORT'];"), 'noRestrictedGlobals'],
  'devices/asks.ts': [code("export const reply = () => fetch('/');"), 'noRestrictedGlobals'],
  'sim/draws.ts': [code('export const draw = () => Math.random();'), 'noJsRestrictedProperties'],
  'tests/draws.ts': [code('export const { random } = Math;'), 'noJsRestrictedProperties'],
  'reports/speaks.ts': [code("console.log('done');"), 'noConsole'],
  'reports/is-any.ts': [code('export const page: any = 1;'), 'noExplicitAny'],
  'reports/is-default.ts': [code('export default 1;'), 'noDefaultExport'],
  'devices/index.ts': [code("export { sim } from '../sim/plain.ts';"), 'noBarrelFile'],
  'devices/CardReader.ts': [code('export const reader = 1;'), 'useFilenamingConvention'],
  'devices/forgets.ts': [
    code('async function print(): Promise<void> {}\n\nprint();'),
    'noFloatingPromises',
  ],
  'scenarios/is-long.ts': [code(longer(300)), 'noExcessiveLinesPerFile'],
  'scenarios/is-crooked.ts': [code('export const a = "b"'), 'format'],
  'tests/skips.test.ts': [
    code("test.skip('nothing', () => {});", "{ test } from 'vitest'"),
    'noSkippedTests',
  ],
};

const ARROW_BREACHES: Breaches = {
  ...arrows('sim', ['server', 'devices', 'scenarios', 'reports'], 'sim-may-know-nobody'),
  ...arrows('server', ['devices', 'scenarios', 'reports'], 'server-may-know-sim'),
  ...arrows('devices', ['server', 'scenarios', 'reports'], 'devices-may-know-sim'),
  ...arrows('scenarios', ['reports'], 'scenarios-may-know-sim-server-devices'),
  ...arrows('reports', ['server', 'devices'], 'reports-may-know-sim'),
  ...arrows('reports', ['scenarios'], 'reports-may-know-only-types-of-scenarios'),
  'server/leans-on-tests.ts': [
    code('a();', "{ a } from '../tests/plain.test.ts'"),
    'server-may-know-sim',
  ],
  'server/reads.ts': [code('rm();', "{ rm } from 'node:fs'"), 'io-only-in-adapters'],
  'reports/hashes.ts': [code('hash();', "{ hash } from 'crypto'"), 'io-only-in-adapters'],
  'devices/asks.ts': [
    code('request(1);', "{ request } from 'undici'"),
    'packages-that-do-io-only-in-adapters',
  ],
  'server/leans-on-tools.ts': [
    code('test();', "{ test } from 'vitest'"),
    'development-stays-out-of-the-product',
  ],
  'devices/round-a.ts': [code('export const a = b;', "{ b } from './round-b.ts'"), 'no-cycles'],
  'devices/round-b.ts': [code('export const b = a;', "{ a } from './round-a.ts'"), 'no-cycles'],
  'scenarios/loads.ts': [code('load();', "load from './k6/load.ts'"), 'k6-is-apart'],
  'scenarios/k6/leans.ts': [code('a();', "{ a } from '../plain.ts'"), 'k6-knows-nobody'],
  'sim/alone.ts': [code('export const alone = 1;'), 'no-orphans'],
  'sim/lost.ts': [code('a();', "{ a } from './nowhere.ts'"), 'no-unresolved-imports'],
};

function code(body: string, ...imports: readonly string[]): string {
  const lines = imports.map((line) => `import ${line};\n`);
  return `${lines.join('')}${lines.length > 0 ? '\n' : ''}${body}\n`;
}

/** One line more than `lines`. */
function longer(lines: number): string {
  return Array.from({ length: lines + 1 }, (_, n) => `export const n${n} = ${n};`).join('\n');
}

/** An arrow from one room to each of the others, all against the same rule. */
function arrows(room: string, others: readonly string[], rule: string): Breaches {
  return Object.fromEntries(
    others.map((other) => [
      `${room}/knows-${other}.ts`,
      [code(`export const a = ${other};`, `{ ${other} } from '../${other}/plain.ts'`), rule],
    ]),
  );
}

let house: string;

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'kofu-house-'));
  for (const file of CONFIGURATION.split(' ')) cpSync(file, join(house, file));
  symlinkSync(resolve('node_modules'), join(house, 'node_modules'));
});

afterEach(() => rmSync(house, { recursive: true }));

/** Builds the sound house and the breaches, and a main.ts that knows all but those left alone. */
function build(breaches: Breaches = {}): void {
  const texts = Object.entries(breaches).map(([path, [text]]) => [path, text]);
  const files: House = { ...SOUND, ...Object.fromEntries(texts) };
  const known = Object.keys(files).filter((path) => !/^tests|k6|alone/.test(path));
  const main = known.map((path) => `import './${path}';\n`).join('');
  for (const [path, text] of Object.entries({ ...files, 'main.ts': main })) {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), text);
  }
}

function run(script: string, ...options: readonly string[]) {
  return spawnSync('npm', ['run', '--silent', script, '--', ...options], {
    cwd: house,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
}

function lint() {
  const { stdout, status } = run('lint', '--reporter=json', '--max-diagnostics=none');
  const found: readonly string[] = JSON.parse(stdout).diagnostics.map(
    ({ category, location }: { category: string; location: { path: string } }) =>
      `${location.path}: ${category.split('/').at(-1)}`,
  );
  return { found: sorted(found), passed: status === 0 };
}

function deps() {
  const { stdout, status } = run('deps');
  const found = [...stdout.matchAll(/^ +error ([\w-]+): (\S+)/gm)];
  return { found: sorted(found.map(([, rule, path]) => `${path}: ${rule}`)), passed: status === 0 };
}

function sorted(found: readonly string[]): readonly string[] {
  return [...new Set(found)].sort();
}

function named(breaches: Breaches): readonly string[] {
  return sorted(Object.entries(breaches).map(([path, [, rule]]) => `${path}: ${rule}`));
}

test('a sound house passes', () => {
  build();
  expect(lint()).toEqual({ found: [], passed: true });
  expect(deps()).toEqual({ found: [], passed: true });
});

test('npm run lint names every breach', () => {
  build(LINT_BREACHES);
  expect(lint()).toEqual({ found: named(LINT_BREACHES), passed: false });
});

test('npm run deps names every breach', () => {
  build(ARROW_BREACHES);
  // A cycle is named once, at its first file.
  const { 'devices/round-b.ts': _, ...breaches } = ARROW_BREACHES;
  expect(deps()).toEqual({ found: named(breaches), passed: false });
});
