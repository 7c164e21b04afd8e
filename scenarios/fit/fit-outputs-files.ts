import { realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FitFlags } from './fit-flags.ts';
import { FitRefused } from './fit-refused.ts';

/** Throws FitRefused where what is written would take the place of the log, or of another. */
export function refuseSharedFiles(
  log: string,
  { out, html, reject }: Pick<FitFlags, 'out' | 'html' | 'reject'>,
): void {
  const asked = Object.entries({ out, html, reject });
  const outputs = asked.flatMap(([flag, path]) => (path === undefined ? [] : [{ flag, path }]));
  const own = identityOf(log);
  const taken = new Map<string, string>();
  for (const { flag, path } of outputs) {
    refuseWithoutFolder(path);
    const identity = identityOf(path);
    // What is written has this name until it is whole.
    if (own === identity || own === identityOf(`${path}.part`)) {
      const what = own === identity ? 'the log itself' : 'the log, while it is written';
      throw new FitRefused(`--${flag} is ${what}: name another file`);
    }
    const other = taken.get(identity);
    if (other !== undefined) {
      throw new FitRefused(`--${flag} and --${other} are the same file: name another one`);
    }
    taken.set(identity, flag);
  }
}

function refuseWithoutFolder(path: string): void {
  const folder = dirname(path);
  const about = lookedAt(folder);
  // What may not be looked at is told by the writing.
  if (about === 'hidden' || about?.isDirectory() === true) return;
  throw new FitRefused(
    `${path} cannot be written: there is no folder ${folder}: make it, or name another file`,
  );
}

/** The same for all names of a file: links to it, and ways to it that go around. */
function identityOf(path: string): string {
  const about = lookedAt(path);
  if (about === 'hidden') return path;
  if (about !== undefined) return `${about.dev}/${about.ino}`;
  const folder = lookedAt(dirname(path));
  if (folder === undefined || folder === 'hidden') return path;
  return join(realpathSync(dirname(path)), basename(path));
}

/** What is there; undefined if nothing is. */
function lookedAt(path: string): Stats | 'hidden' | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return 'hidden';
  }
}
