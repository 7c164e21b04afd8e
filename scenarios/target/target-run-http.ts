import type { Centre } from '../../devices/bus/centre.ts';
import { DerivedCredentials } from '../../server/http/credentials-system.ts';
import { LiveCity, type LiveCityOptions, type LiveRun } from '../live/live-city-system.ts';
import type { Scenario } from '../scenario.ts';
import { TcpProxy } from '../sites/tcp-proxy-socket.ts';
import { kioskIds } from '../traffic/kiosk-ids.ts';
import { promisedCentre } from './promised-centre-http.ts';
import { type OpenTarget, type TargetAdapter, TargetRefused } from './target.ts';
import type { TargetFidelity } from './target-fidelity-pdf.ts';

export interface TargetRunOptions extends LiveCityOptions {
  /** Origin of the server. */
  readonly url: string;
  readonly adapter: TargetAdapter;
  /** What kiosks derive their credentials from. */
  readonly fleetKey: string;
}

/**
 * Sends the citizens of a scenario, at `speed`, to kiosks that ask a server of somebody else's. No
 * reference server is started. Where faults of lines are planned, a proxy stands before the server.
 * Throws TargetRefused where the server cannot be used.
 */
export async function openTargetRun(
  scenario: Scenario,
  fidelity: TargetFidelity,
  options: TargetRunOptions,
): Promise<LiveRun> {
  const { url, adapter, fleetKey } = options;
  const city = new LiveCity(scenario, options);
  const { board, chance, nowMs } = city;
  const proxy = board.touches('line') ? await TcpProxy.open(url, chance) : undefined;
  const credentials = new DerivedCredentials(fleetKey);
  let target: OpenTarget;
  try {
    const opened = await adapter.open({
      origin: proxy?.origin ?? url,
      url,
      kioskIds: kioskIds(scenario),
      credentialOf: (kioskId) => credentials.of('kiosk', kioskId),
      nowMs,
    });
    if ('refused' in opened) throw new TargetRefused(opened.refused);
    target = opened;
  } catch (error) {
    await proxy?.close();
    throw error;
  }
  const { bus, description } = target;
  if (proxy !== undefined) {
    board.attach({
      set: (fault, toxics) => proxy.set(fault, toxics),
      takeStruck: (fault) => proxy.takeStruck(fault),
      cut: (kiosks) => bus?.cut(kiosks),
      restore: (kiosks) => bus?.restore(kiosks),
    });
  }
  return city.live({
    fidelity,
    centre: centreOf(target),
    register: city.population,
    bus,
    description,
    // It goes on when the run is over, and answers a request it knows as it did before.
    requestPrefix: `${Date.now().toString(36)}-`,
    close: async () => {
      await target.close();
      await proxy?.close();
    },
  });
}

function centreOf({ centre }: OpenTarget): Centre {
  return 'kind' in centre ? promisedCentre(centre) : centre;
}
