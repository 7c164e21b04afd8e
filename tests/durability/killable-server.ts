import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';

/** `kofu serve` as a process of its own, which is killed without warning and started again. */
export class KillableServer {
  readonly startsMs: number[] = [];
  readonly #words: readonly string[];
  #child: ChildProcess | undefined;
  #said = '';

  /** `words` are the arguments of `kofu serve`. */
  constructor(words: readonly string[]) {
    this.#words = words;
  }

  /** Starts it, and answers when it serves. */
  async start(): Promise<void> {
    const beganMs = performance.now();
    this.launch();
    await this.ready();
    this.startsMs.push(performance.now() - beganMs);
  }

  /** Starts it and does not wait. */
  launch(): void {
    // As anybody does: the build where it is current, which starts sooner, else the sources.
    const words = [resolve('bin.mjs'), 'serve', ...this.#words];
    const stdio: ['ignore', 'ignore', 'pipe'] = ['ignore', 'ignore', 'pipe'];
    this.#child = spawn(process.execPath, words, { stdio });
    this.#said = '';
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#said += text;
    });
  }

  async ready(): Promise<void> {
    const child = this.#child as ChildProcess;
    while (!this.#said.includes('Ctrl-C ends it')) {
      if (child.exitCode !== null) throw new Error(`the server did not start:\n${this.#said}`);
      await Promise.race([
        once(child.stderr as NonNullable<typeof child.stderr>, 'data'),
        once(child, 'exit'),
      ]);
    }
  }

  /** Ends it as a crash would, and answers what it had complained of. */
  async kill(): Promise<readonly string[]> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null) return ['the server had ended by itself'];
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
    this.#child = undefined;
    return this.#said.split('\n').filter((line) => /error|^\s+at /i.test(line));
  }
}
