import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformFileSync } from '@swc/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageVersion, provenance } from '../../reports/provenance-files.ts';

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'kofu-provenance-'));
});

afterAll(() => rmSync(root, { recursive: true }));

/** A checkout of its own somewhere else, with the file under test in one of its folders. */
function checkout(name: string, folder: string) {
  const path = join(root, name);
  mkdirSync(join(path, folder), { recursive: true });
  writeFileSync(join(path, 'package.json'), '{"type":"module","version":"4.5.6"}');
  const { code } = transformFileSync('reports/provenance-files.ts', {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
  });
  writeFileSync(join(path, folder, 'provenance-files.js'), code);
  const run = (command: string, ...words: string[]) =>
    execFileSync(command, words, { cwd: root, encoding: 'utf8', env: ENVIRONMENT }).trim();
  const file = pathToFileURL(join(path, folder, 'provenance-files.js'));
  const print = `console.log(JSON.stringify((await import('${file}')).provenance()))`;
  return {
    path,
    git: (...words: string[]) => run('git', '-C', path, ...IDENTITY, ...words),
    provenance: (): ReturnType<typeof provenance> =>
      JSON.parse(run(process.execPath, '--input-type=module', '-e', print)),
  };
}

/** No settings of whoever runs the tests: a hook of git, for one, says where its repository is. */
const ENVIRONMENT = {
  PATH: process.env['PATH'],
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: '1',
};
const IDENTITY = ['-c', 'user.name=A', '-c', 'user.email=a@example.org'];

describe('the code that made a run', () => {
  test('is told by its commit, marked where a file of it was changed', () => {
    const tree = checkout('of-git', 'reports');
    tree.git('init', '--quiet');
    tree.git('add', '.');
    tree.git('commit', '--quiet', '--message', 'Begin');
    const head = tree.git('rev-parse', 'HEAD');
    expect(tree.provenance().commit).toBe(head.slice(0, 12));
    writeFileSync(join(tree.path, 'a-run.html'), 'not of the code');
    expect(tree.provenance().commit).toBe(head.slice(0, 12));
    writeFileSync(join(tree.path, 'package.json'), '{"type":"module","version":"4.5.7"}');
    expect(tree.provenance().commit).toBe(`${head.slice(0, 12)}-changed`);
  });

  test('is unknown where there is no repository, but its version is not', () => {
    expect(checkout('unpacked', 'reports').provenance()).toEqual({
      commit: 'unknown',
      versions: { kofu: '4.5.6', node: process.versions.node },
    });
  });

  test('has its version as a build, too, which lies one folder deeper', () => {
    expect(checkout('built', 'dist/reports').provenance().versions['kofu']).toBe('4.5.6');
  });
});

test('the version is that of this package', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(packageVersion()).toBe(version);
  expect(provenance().versions).toEqual({ kofu: version, node: process.versions.node });
});
