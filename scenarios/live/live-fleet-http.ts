import { HttpCentre } from '../../devices/bus/centre-http.ts';
import { CIVIL_TIME_HEADER } from '../../server/http/centre-http.ts';
import type { Credentials } from '../../server/http/credentials.ts';
import type { Streams } from '../../sim/rng.ts';
import type { FaultBoard } from '../injection/fault-board.ts';
import type { Scenario } from '../scenario.ts';
import { TcpProxy } from '../sites/tcp-proxy-socket.ts';
import { identitiesOf } from '../traffic/kiosk-identities.ts';
import { kioskIds } from '../traffic/kiosk-ids.ts';
import { KioskLines } from './kiosk-lines-socket.ts';

export interface FleetOptions {
  /** Origin of the server. */
  readonly origin: string;
  readonly credentials: Pick<Credentials, 'of'>;
  readonly chance: Streams;
  /** Civil time, ms since 1970-01-01T00:00Z. */
  readonly nowMs: () => number;
  /** What can befall the lines. */
  readonly board: FaultBoard;
}

/** What connects the kiosks of a live run to their server. */
export interface LiveFleet {
  readonly lines: KioskLines;
  readonly centre: HttpCentre;
  close(): Promise<void>;
}

/**
 * Connects the kiosks of a scenario, all on the device bus when it resolves. Where a fault of lines
 * is planned, a proxy stands between them and the server.
 */
export async function openFleet(scenario: Scenario, options: FleetOptions): Promise<LiveFleet> {
  const { credentials, chance, nowMs, board } = options;
  const proxy = board.touches('line') ? await TcpProxy.open(options.origin, chance) : undefined;
  const origin = proxy?.origin ?? options.origin;
  const lines = new KioskLines();
  const centre = new HttpCentre({
    origin,
    tokenOf: (kioskId) => lines.tokenOf(kioskId),
    headers: () => ({ [CIVIL_TIME_HEADER]: String(nowMs()) }),
  });
  const close = async () => {
    lines.close();
    await centre.close();
    await proxy?.close();
  };
  try {
    const identityOf = identitiesOf(scenario);
    await lines.open(origin, credentials, kioskIds(scenario), { chance, identityOf });
  } catch (error) {
    await close();
    throw error;
  }
  if (proxy !== undefined) {
    board.attach({
      set: (fault, toxics) => proxy.set(fault, toxics),
      takeStruck: (fault) => proxy.takeStruck(fault),
      cut: (kiosks) => lines.cut(kiosks),
      restore: (kiosks) => lines.restore(kiosks),
    });
  }
  return { lines, centre, close };
}
