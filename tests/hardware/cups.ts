import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { SystemTool } from '../system-tools.ts';
import { runBeside, testFolder } from './ipp-printer.ts';

export interface OpenCups {
  /** Runs a program of CUPS with it, and answers what that prints. */
  ask(program: string, ...options: string[]): Promise<string>;
  /** The URL of a queue. */
  queue(name: string): string;
}

/** A cupsd of one's own, on loopback, in a folder that is gone afterwards. */
export async function openCups(): Promise<OpenCups> {
  const folder = testFolder();
  const port = await freePort();
  for (const name of ['etc', 'run', 'spool', 'cache', 'log', 'tmp']) {
    mkdirSync(join(folder, name));
    chmodSync(join(folder, name), 0o777);
  }
  chmodSync(folder, 0o777);
  const [config, files] = [join(folder, 'etc/cupsd.conf'), join(folder, 'etc/cups-files.conf')];
  writeFileSync(config, configuration(port));
  writeFileSync(files, folders(folder));
  const daemon: SystemTool = 'cupsd';
  const cupsd = spawn(daemon, ['-f', '-c', config, '-s', files], { stdio: 'ignore' });
  onTestFinished(() => ended(cupsd));
  const env = { CUPS_SERVER: `127.0.0.1:${port}`, HOME: folder };
  const ask = async (program: string, ...options: string[]) => {
    const { status, text } = await runBeside(program, options, { env });
    if (status !== 0)
      throw new Error(`${program} ${options.join(' ')} ends with ${status}: ${text}`);
    return text;
  };
  await eventually(async () => {
    await ask('lpstat', '-r');
    return true;
  });
  return { ask, queue: (name) => `ipp://127.0.0.1:${port}/printers/${name}` };
}

function configuration(port: number): string {
  const limits = '<Policy default>\n<Limit All>\nOrder deny,allow\n</Limit>\n</Policy>\n';
  const access = '<Location />\nOrder allow,deny\nAllow from 127.0.0.1\n</Location>\n';
  return `Listen 127.0.0.1:${port}\nWebInterface No\nBrowsing Off\n${access}${limits}`;
}

function folders(folder: string): string {
  const places = {
    ServerRoot: 'etc',
    StateDir: 'run',
    RequestRoot: 'spool',
    CacheDir: 'cache',
    TempDir: 'tmp',
    AccessLog: 'log/access',
    ErrorLog: 'log/error',
    PageLog: 'log/page',
  };
  return Object.entries(places)
    .map(([name, place]) => `${name} ${join(folder, place)}\n`)
    .join('');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** Asks again until it holds; the test's own time-out is the deadline. */
export async function eventually(holds: () => Promise<boolean>): Promise<void> {
  let failure: unknown;
  for (let count = 0; count < 150; count++) {
    try {
      if (await holds()) return;
    } catch (error) {
      failure = error;
    }
    await wait(100);
  }
  throw new Error('it never came to that', { cause: failure });
}
