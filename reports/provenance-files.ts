import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The commit the checkout is at, marked where it has been changed since; `unknown` without git. */
function commit(): string {
  try {
    const git = (...words: string[]) =>
      execFileSync('git', words, { cwd: import.meta.dirname, encoding: 'utf8', stdio: 'pipe' });
    const changed = git('status', '--porcelain', '--untracked-files=no').trim() !== '';
    return git('rev-parse', '--short=12', 'HEAD').trim() + (changed ? '-changed' : '');
  } catch {
    return 'unknown';
  }
}

/** This package's version. */
export function packageVersion(): string {
  for (const path of ['../package.json', '../../package.json']) {
    const file = join(import.meta.dirname, path);
    if (existsSync(file)) return String(JSON.parse(readFileSync(file, 'utf8')).version);
  }
  return 'unknown';
}

/** Which code made a run. */
export function provenance(): { commit: string; versions: Readonly<Record<string, string>> } {
  return { commit: commit(), versions: { kofu: packageVersion(), node: process.versions.node } };
}
