import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { loadSmartcard, PcscUnavailable } from '../../devices/card-reader/smartcard-pcsc.ts';
import type { VpcdPlace } from '../../devices/card-reader/vpcd-socket.ts';
import { unjudged } from '../system-tools.ts';

const SCRIPT = 'devices/card-reader/pcscd-namespace.sh';

/** A pcscd with virtual readers in a namespace of its own, which this process can reach. */
export interface Pcscd {
  /** The nth reader, from 1. */
  readerName(nth: number): string;
  placeOf(nth: number): VpcdPlace;
  /** What makes PC/SC programs find it. */
  readonly environment: { readonly PCSCLITE_CSOCK_NAME: string };
  stop(): Promise<void>;
}

/** What a program said, and how it ended. */
export interface Ended {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Skips the test where pcscd, vpcd or namespaces are missing; the script says what to do. */
export function needsPcscd(context: Pick<TestContext, 'skip'>): void {
  const { status, stderr } = spawnSync(SCRIPT, ['true'], { encoding: 'utf8' });
  if (status !== 0) unjudged(context, stderr.trim());
}

/** Skips the test where the package `smartcard` is not installed. */
export function needsSmartcard(context: Pick<TestContext, 'skip'>): void {
  try {
    loadSmartcard();
  } catch (error) {
    if (!(error instanceof PcscUnavailable)) throw error;
    unjudged(context, error.message);
  }
}

/** Starts it; PC/SC programs of this process find it as well, from their first call on. */
export async function startPcscd(readers: number): Promise<Pcscd> {
  const folder = folderOfProcess();
  mkdirSync(folder);
  const relay = [process.execPath, 'tests/hardware/vpcd-relay.mjs', folder, String(readers)];
  const options = ['--readers', String(readers), '--socket', folder, '--', ...relay];
  const child = spawn(SCRIPT, options, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    child.stdin.end();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  await isReady(child);
  const environment = { PCSCLITE_CSOCK_NAME: join(folder, SOCKET) };
  return {
    readerName: (nth) => `kofu-${Math.ceil(nth / 2)} 00 0${(nth + 1) % 2}`,
    placeOf: (nth) => ({ path: join(folder, `vpcd-${nth}`) }),
    environment,
    stop,
  };
}

const SOCKET = 'pcscd.comm';

/**
 * The PC/SC library asks once in a process where pcscd is, and a process runs many files of tests:
 * so it is at the same place for all of them.
 */
function folderOfProcess(): string {
  const folder = join(tmpdir(), `kofu-pcscd-${process.pid}`);
  process.env['PCSCLITE_CSOCK_NAME'] = join(folder, SOCKET);
  return folder;
}

function isReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', () => resolve());
    child.once('exit', (status) => reject(new Error(`${SCRIPT} ended with ${status}`)));
  });
}

/** Runs a program beside this process, whose card it may ask meanwhile. */
export function run(program: string, options: readonly string[], env = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const settings = { env: { ...process.env, ...env }, encoding: 'buffer' as const };
    execFile(program, options, { ...settings, timeout: 30_000 }, (error, stdout, stderr) => {
      const code = error?.code ?? 0;
      if (typeof code === 'string') reject(error);
      else resolve({ status: code, stdout, stderr: stderr.toString() });
    });
  });
}
