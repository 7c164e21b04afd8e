import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FIT_TELLING } from '../../../reports/fit-telling.ts';
import { fitFile } from '../../../scenarios/fit/fit-files.ts';
import { type FitFlags, fitCommand } from '../../../scenarios/fit/fit-flags.ts';
import type { FitReport } from '../../../scenarios/fit/fit-report.ts';
import { knownDemand, logOf } from './known-log.ts';

/** What `kofu fit` came to. */
export interface FitTrial {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What `--json` printed. */
  readonly report: FitReport;
}

/** A folder of its own, and `kofu fit` in it. */
export class FitFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'kofu-fit-'));

  file(name: string): string {
    return join(this.path, name);
  }

  write(name: string, content: string | Uint8Array): string {
    writeFileSync(this.file(name), content);
    return this.file(name);
  }

  /** Fits a file of the folder; throws what it refuses. */
  fit(name: string, ...args: readonly string[]): Promise<FitTrial> {
    return this.#fit(name, args);
  }

  /** The same, interrupted from the beginning. */
  interrupted(name: string, ...args: readonly string[]): Promise<FitTrial> {
    return this.#fit(name, args, AbortSignal.abort());
  }

  async #fit(
    name: string,
    args: readonly string[],
    signal = new AbortController().signal,
  ): Promise<FitTrial> {
    let flags: FitFlags | undefined;
    const command = fitCommand().exitOverride();
    command.configureOutput({ writeErr: () => {} }).action((_: string, own: FitFlags) => {
      flags = own;
    });
    await command.parseAsync([...args, this.file(name)], { from: 'user' }).catch((error) => {
      throw new Error(error.message);
    });
    let [stdout, stderr] = ['', ''];
    const code = await fitFile(this.file(name), flags as FitFlags, {
      ...FIT_TELLING,
      signal,
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
    });
    const report = args.includes('--json') ? JSON.parse(stdout) : {};
    return { code, stdout, stderr, report };
  }

  /** What it says when it refuses a file. */
  async refusal(name: string, ...args: readonly string[]): Promise<string> {
    const error = await this.fit(name, ...args).then(
      () => undefined,
      (reason: unknown) => reason as Error,
    );
    if (error?.name !== 'FitRefused') throw error ?? new Error('it was fitted');
    return error.message.replaceAll(`${this.path}/`, '');
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

const month = knownDemand({
  volume: {
    by: 'count',
    from: '2014-06-01',
    to: '2014-06-30',
    certificates: { value: 1500, origin: 'I: made up' },
  },
});

/** A log of June 2014, line by line; the header first. */
export const JUNE: readonly string[] = [...logOf(month, 3)];

export function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
