import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';

/** Programs that judge from outside, with the Debian package that each comes in. */
const PACKAGES = {
  qpdf: 'qpdf',
  pdftotext: 'poppler-utils',
  pdftoppm: 'poppler-utils',
  ipptool: 'cups-ipp-utils',
  cupsd: 'cups',
  lp: 'cups-client',
  lpadmin: 'cups-client',
  lpstat: 'cups-client',
} as const;

export type SystemTool = keyof typeof PACKAGES;

/** What a program said; it ended with 0, or the call would have thrown. */
export type RunTool = (options: readonly string[], input?: Uint8Array) => Buffer;

/**
 * A program of the system for a test. Where it is missing the test is skipped with a line that
 * says how to get it, and on a build server (CI) it fails with that line: nothing goes unjudged.
 */
export function systemTool(context: Pick<TestContext, 'skip'>, tool: SystemTool): RunTool {
  if (spawnSync(tool, ['--version']).error !== undefined) {
    unjudged(context, `${tool} is missing: apt-get install -y ${PACKAGES[tool]}`);
  }
  return (options, input) => {
    const maxBuffer = 2 ** 28;
    const { error, status, stdout, stderr } = spawnSync(tool, options, { input, maxBuffer });
    if (error !== undefined) throw error;
    if (status !== 0)
      throw new Error(`${tool} ${options.join(' ')} ends with ${status}: ${stderr}`);
    return stdout;
  };
}

/** Skips a test with the line that says what it needs and how to get it; on CI it fails. */
export function unjudged(context: Pick<TestContext, 'skip'>, line: string): never {
  if (process.env['CI'] === 'true') throw new Error(line);
  return context.skip(line);
}

/** Lets a program read bytes from a file that is gone afterwards. */
export function withFile<A>(bytes: Uint8Array, read: (path: string) => A): A {
  const folder = mkdtempSync(join(tmpdir(), 'kofu-'));
  try {
    const path = join(folder, 'document.pdf');
    writeFileSync(path, bytes);
    return read(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
