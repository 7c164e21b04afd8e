import { readFileSync } from 'node:fs';
import type { SocketLimits } from './sockets.ts';

/** What Linux lets this process have; other systems do not say. */
export function socketLimits(): SocketLimits {
  return {
    descriptors: descriptorsIn(textOf('/proc/self/limits')),
    ports: portsIn(textOf('/proc/sys/net/ipv4/ip_local_port_range')),
  };
}

/** The soft limit of open files in the text of /proc/self/limits. */
export function descriptorsIn(limits: string | undefined): number | undefined {
  const soft = /^Max open files\s+(\d+|unlimited)/m.exec(limits ?? '')?.[1];
  return soft === undefined || soft === 'unlimited' ? undefined : Number(soft);
}

/** How many ports lie in the text of ip_local_port_range, both ends included. */
export function portsIn(range: string | undefined): number | undefined {
  const ends = /^(\d+)\s+(\d+)/.exec(range ?? '');
  return ends === null ? undefined : Number(ends[2]) - Number(ends[1]) + 1;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
