import { existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TargetRefused } from './target.ts';

/** The text of a file that is there, or a new one, written for its owner alone. */
export async function keptOr(
  folder: string,
  name: string,
  made: () => string | Promise<string>,
): Promise<string> {
  if (existsSync(join(folder, name))) return read(folder, name);
  const text = await made();
  write(folder, name, text, 0o600);
  return text;
}

/** A file, open for writing. */
export function opened(folder: string, name: string): number {
  return attempted(join(folder, name), () => openSync(join(folder, name), 'w'));
}

/** Writes a file of a folder. Throws TargetRefused where that cannot be. */
export function write(folder: string, name: string, text: string, mode = 0o644): void {
  attempted(join(folder, name), () => writeFileSync(join(folder, name), text, { mode }));
}

function attempted<T>(path: string, writing: () => T): T {
  try {
    return writing();
  } catch (error) {
    throw new TargetRefused(
      `${path} cannot be written (${codeOf(error)}): name a folder with --out`,
    );
  }
}

/** The text of a file of a folder. Throws TargetRefused where it cannot be read. */
export function read(folder: string, name: string): string {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch (error) {
    throw new TargetRefused(
      `${join(folder, name)} cannot be read (${codeOf(error)}): name the --out folder of kofu target-data with --target-data`,
    );
  }
}

/** What the system calls an error. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
