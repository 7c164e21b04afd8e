import type { Scenario } from '../scenario.ts';
import { kioskCounts } from '../traffic/kiosk-ids.ts';

/** What the operating system lets this process have; undefined where it does not say. */
export interface SocketLimits {
  /** Descriptors a process may have open (`ulimit -n`). */
  readonly descriptors: number | undefined;
  /** Local ports from which connections can be made to one address. */
  readonly ports: number | undefined;
}

/** What a live run needs at most at one time. */
export interface SocketNeeds {
  /** Connections of kiosks to one address of the server: each takes a local port. */
  readonly connections: number;
  readonly descriptors: number;
}

/** Each kiosk is on the device bus, and asks one thing at a time over HTTP. */
const PER_KIOSK = 2;

/** Database, workers, files, pipes, and what the process had open already. */
const BESIDES = 256;

/**
 * What the kiosks of a live run need. A server in this process holds the other end of each
 * connection; where faults of lines are planned, so does a proxy on both of its sides.
 */
export function socketNeeds(scenario: Scenario, hasOwnServer: boolean): SocketNeeds {
  const { inside, outside } = kioskCounts(scenario);
  const connections = (inside + outside) * PER_KIOSK;
  const isProxied = scenario.faults.some(({ kind }) => kind.startsWith('line.'));
  const ends = 1 + (hasOwnServer ? 1 : 0) + (isProxied ? 2 : 0);
  return { connections, descriptors: connections * ends + BESIDES };
}

/** Why a live run would run out of ports or descriptors, with the remedy; or undefined. */
export function whyOutOfSockets(
  { connections, descriptors }: SocketNeeds,
  limits: SocketLimits,
): string | undefined {
  if (limits.ports !== undefined && connections > limits.ports) {
    return `the kiosks need ${connections} connections to one address, and this machine has ${limits.ports} local ports for them: widen net.ipv4.ip_local_port_range (sysctl), or have fewer kiosks`;
  }
  if (limits.descriptors !== undefined && descriptors > limits.descriptors) {
    return `the run needs about ${descriptors} descriptors, and this process may have ${limits.descriptors}: raise it (ulimit -n ${descriptors}), or have fewer kiosks`;
  }
  return undefined;
}
