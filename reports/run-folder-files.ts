import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/** A folder that cannot take a run, with the remedy. */
export class FolderRefused extends Error {
  override readonly name = 'FolderRefused';
}

/** What a run leaves behind; anything else in a folder is somebody's own and is not touched. */
const OWN_FILES = [
  'scenario.json',
  'events.ndjson',
  'summary.json',
  'report.html',
  'junit.xml',
  'pages',
  'keys.json',
  'journeys.csv',
  'stages.csv',
  'journeys.ndjson',
  'metrics.om.txt',
];

/** The folder of one run: it is made, or an earlier run in it is cleared away. */
export class RunFolder {
  readonly path: string;
  #trace: number | undefined;

  /** Throws FolderRefused if the folder cannot be made or holds something that is not a run. */
  constructor(path: string) {
    this.path = path;
    try {
      makeFolder(resolve(path));
      const strangers = readdirSync(path).filter((name) => !OWN_FILES.includes(name));
      if (strangers.length > 0) {
        throw new FolderRefused(
          `${path} holds ${strangers[0]}, which is not of a run: name an empty folder with --out`,
        );
      }
      for (const name of OWN_FILES) rmSync(join(path, name), { recursive: true, force: true });
      this.#trace = openSync(join(path, 'events.ndjson'), 'w');
    } catch (error) {
      throw error instanceof FolderRefused ? error : new FolderRefused(whyNot(path, error));
    }
  }

  /** Appends text to the trace. */
  appendTrace(text: string): void {
    if (this.#trace !== undefined) writeSync(this.#trace, text);
  }

  /** Ends the trace; `keep` false removes it. */
  closeTrace(keep: boolean): void {
    if (this.#trace === undefined) return;
    closeSync(this.#trace);
    this.#trace = undefined;
    if (!keep) rmSync(join(this.path, 'events.ndjson'), { force: true });
  }

  async write(name: string, content: string | Uint8Array): Promise<void> {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    await writeFile(file, content);
  }

  /** Lets `latest` beside this folder point to it. A file system without links goes without. */
  linkLatest(): void {
    const link = join(dirname(this.path), 'latest');
    try {
      rmSync(link, { force: true });
      symlinkSync(basename(this.path), link);
    } catch {
      // The link is a convenience; the folder's path is printed in any case.
    }
  }
}

/** Makes a folder that was not there: the path itself, or with -2, -3 … behind it. */
export function freshFolder(path: string): string {
  makeFolder(resolve(dirname(path)));
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? path : `${path}-${count}`;
    try {
      mkdirSync(candidate);
      return candidate;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw new FolderRefused(whyNot(candidate, error));
      }
    }
  }
}

/**
 * Makes a folder and those above it, one by one: `recursive` goes round for ever where a parent
 * exists and yet cannot hold a folder, as in /proc (seen with Node 20.20).
 */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

function whyNot(path: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${path} may not be written: name a folder you may write to with --out`;
    case 'EEXIST':
    case 'ENOTDIR':
      return `${path} is or lies under a file: name a folder with --out`;
    case 'ENOSPC':
      return `${path}: no space left on the device: free some, or name another folder with --out`;
    default:
      return `${path} cannot be made: ${message}; name another folder with --out`;
  }
}
