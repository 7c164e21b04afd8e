import {
  DEVICE_FAULTS,
  DeviceFault,
  type FleetOrder,
  type Payload,
} from '../../server/contract-bus.ts';
import { DerivedCredentials } from '../../server/http/credentials-system.ts';
import { EXIT } from '../exit-code.ts';
import { readFleetKey } from '../live/fleet-key-files.ts';
import { FleetClient, FleetRefused } from './fleet-client-socket.ts';
import type { FleetAction, FleetFlags } from './fleet-flags.ts';
import { type KioskResult, listText, resultsText } from './fleet-text.ts';

/** Where text is told, and what ends the command. */
export interface FleetPorts {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly signal: AbortSignal;
}

/** Looks at the kiosks of a fleet or has them do something; answers the exit code. */
export async function fleet(
  action: FleetAction,
  words: readonly string[],
  flags: FleetFlags,
  ports: FleetPorts,
): Promise<number> {
  const asked = orderOf(action, words, flags);
  const credential = credentialOf(flags);
  const client = await FleetClient.open(flags.server, { operator: flags.operator, credential });
  try {
    const kiosks = await client.list(asked.prefixes);
    if (kiosks.length === 0) throw new FleetRefused(noKiosk(asked.prefixes, flags.server));
    if (action === 'list') {
      const json = { server: flags.server, kiosks };
      ports.stdout.write(flags.json ? `${JSON.stringify(json, null, 2)}\n` : listText(kiosks));
      return EXIT.pass;
    }
    const names = kiosks.map(({ kioskId }) => kioskId);
    const told = await carryOut(client, asked, names, flags, ports.signal);
    return tell(action, told, flags, ports);
  } finally {
    client.close();
  }
}

interface Told {
  readonly results: readonly KioskResult[];
  /** How the centre ended it as a whole. */
  readonly end: string;
}

/** Every kiosk that was meant has an end, whatever the centre still has to say of it. */
async function carryOut(
  client: FleetClient,
  order: FleetOrder,
  names: readonly string[],
  { timeout }: FleetFlags,
  signal: AbortSignal,
): Promise<Told> {
  const beganMs = performance.now();
  const [results, events] = [new Map<string, KioskResult>(), new Map<string, string[]>()];
  const eventsOf = (kioskId: string) => events.get(kioskId) ?? [];
  const end = await client.command(
    order,
    timeout,
    {
      onEvent: ({ kioskId, name }) => events.set(kioskId, [...eventsOf(kioskId), name]),
      onResult: (result) =>
        results.set(result.kioskId, { ...result, events: eventsOf(result.kioskId) }),
    },
    signal,
  );
  for (const kioskId of names.filter((name) => !results.has(name))) {
    const tookMs = performance.now() - beganMs;
    const why = { completionCode: 'timeOut' as const, errorDescription: `nothing heard: ${end}` };
    results.set(kioskId, { kioskId, ...why, tookMs, events: eventsOf(kioskId) });
  }
  const sorted = [...results.values()].sort((a, b) => (a.kioskId < b.kioskId ? -1 : 1));
  return { results: sorted, end };
}

function tell(
  action: FleetAction,
  { results, end }: Told,
  { json, server }: FleetFlags,
  { stdout, stderr, signal }: FleetPorts,
): number {
  const text = json
    ? `${JSON.stringify({ server, action, kiosks: results }, null, 2)}\n`
    : resultsText(action, results);
  stdout.write(text);
  if (signal.aborted) {
    stderr.write(`exit ${EXIT.interrupted}: interrupted; kiosks may still be at it\n`);
    return EXIT.interrupted;
  }
  const undone = results.filter(({ completionCode }) => completionCode !== 'success').length;
  if (undone === 0 && end === 'success') return EXIT.pass;
  stderr.write(
    `exit ${EXIT.inconclusive}: ${undone} of ${results.length} kiosks have not done it\n`,
  );
  return EXIT.inconclusive;
}

/** The command of the bus that an action stands for. */
function orderOf(
  action: FleetAction,
  words: readonly string[],
  { fault: only }: FleetFlags,
): FleetOrder {
  if (only !== undefined && action !== 'clear') {
    throw new FleetRefused('--fault is of clear: write `fleet fault <fault> [name…]` to set one');
  }
  const prefixes = [...words];
  const order = (name: string, payload?: Payload) => ({
    prefixes,
    name,
    ...(payload && { payload }),
  });
  switch (action) {
    case 'list':
    case 'show':
      return order('Common.Status');
    case 'fault': {
      const fault = faultIn(prefixes.shift());
      return order('KofuKiosk.SetFault', { fault });
    }
    case 'clear':
      return order('KofuKiosk.ClearFault', only === undefined ? {} : { fault: faultIn(only) });
    case 'reset':
      return order('KofuKiosk.Reset');
    case 'drain':
      return order('KofuKiosk.Drain');
  }
}

function faultIn(word: string | undefined): DeviceFault {
  const fault = DeviceFault.safeParse(word);
  if (fault.success) return fault.data;
  const known = `write one of ${DEVICE_FAULTS.join(', ')}`;
  throw new FleetRefused(
    word === undefined ? `fault needs a fault: ${known}` : `there is no fault ${word}: ${known}`,
  );
}

function credentialOf({ fleetKey, fleetKeyText, operator }: FleetFlags): string {
  const key = fleetKey === undefined ? fleetKeyText?.trim() : readFleetKey(fleetKey);
  if (key) return new DerivedCredentials(key).of('operator', operator);
  throw new FleetRefused(
    'an operator needs the fleet key of the server: name its file with --fleet-key, or set KOFU_FLEET_KEY',
  );
}

function noKiosk(prefixes: readonly string[], server: string): string {
  return prefixes.length === 0
    ? `no kiosk has been on the bus of ${server}: start some, e.g. kofu run --time real`
    : `no kiosk on the bus of ${server} has a name that begins with ${prefixes.join(' or ')}: see fleet list`;
}
