import assert from 'node:assert/strict';
import { HttpCentre } from '../../devices/bus/centre-http.ts';
import { CIVIL_TIME_HEADER } from '../../server/http/centre-http.ts';
import { DerivedCredentials, newFleetKey } from '../../server/http/credentials-system.ts';
import { openFullFidelity, UNWATCHED } from '../fidelity-pdf.ts';
import { KioskLines } from '../live/kiosk-lines-socket.ts';
import { openLiveServer } from '../live/live-server-http.ts';
import { populationOf } from '../reference-server.ts';
import { aimOf } from '../target/aim-files.ts';
import { promisedCentre } from '../target/promised-centre-http.ts';
import { TargetRefused } from '../target/target.ts';
import { openTargetFidelity } from '../target/target-fidelity-pdf.ts';
import type { KioskFlags } from './kiosk-flags.ts';
import type { KioskLine, LineGround } from './kiosk-line.ts';

/** The reference server in this process, and one kiosk on its bus. */
export async function openOwnServer(ground: LineGround): Promise<KioskLine> {
  const { scenario, chance, originMs, kioskId, nowMs, journal, onError } = ground;
  const fidelity = await openFullFidelity(scenario, UNWATCHED);
  const fleetKey = newFleetKey();
  const server = await openLiveServer(scenario, {
    database: undefined,
    port: 0,
    fidelity,
    register: populationOf(scenario, chance),
    chance,
    fleetKey,
    originMs,
    simulatedTime: true,
    nowMs,
    wallMs: () => performance.now(),
    journal,
    onError,
  }).catch(async (error) => {
    await fidelity.close();
    throw error;
  });
  const lines = new KioskLines();
  const headers = () => ({ [CIVIL_TIME_HEADER]: String(nowMs()) });
  const tokenOf = (id: string) => lines.tokenOf(id);
  const centre = new HttpCentre({ origin: server.origin, tokenOf, headers });
  const close = async () => {
    lines.close();
    await centre.close();
    await server.close();
    await fidelity.close();
  };
  try {
    await lines.open(server.origin, new DerivedCredentials(fleetKey), [kioskId]);
  } catch (error) {
    await close();
    throw error;
  }
  assert(server.town !== undefined, 'a server without a link has an office');
  return {
    description: `reference server, ${server.description}`,
    centre,
    place: lines.placeOf(kioskId),
    register: server.town.base,
    fidelity,
    attach: ({ kiosk }) => lines.attach([kiosk]),
    close,
  };
}

/** A server of somebody else’s that knows the people of the scenario, as `kofu run --target` has it. */
export async function openServerOfOnesOwn(
  { scenario, chance, kioskId, nowMs }: LineGround,
  {
    server: target,
    targetData,
    targetBacks = false,
  }: Pick<KioskFlags, 'server' | 'targetData' | 'targetBacks'>,
): Promise<KioskLine> {
  if (target === undefined || targetData === undefined) {
    throw new TargetRefused(
      '--server needs --target-data: the folder with the people that your server knows, as written by kofu target-data',
    );
  }
  const aim = await aimOf(scenario, 1, { target, targetData, targetBacks });
  assert(aim !== undefined, 'a target has been named');
  const { url, adapter, authorityKey, fleetKey, backs } = aim;
  const credentials = new DerivedCredentials(fleetKey);
  const credentialOf = (id: string) => credentials.of('kiosk', id);
  const place = { origin: url, url, kioskIds: [kioskId], credentialOf, nowMs };
  const opened = await adapter.open(place);
  if ('refused' in opened) throw new TargetRefused(opened.refused);
  const { centre, bus, description } = opened;
  const fidelity = await openTargetFidelity(scenario, { authorityKey, backs, onPage: () => {} });
  return {
    description,
    centre: 'kind' in centre ? promisedCentre(centre) : centre,
    place: bus?.placeOf(kioskId),
    register: populationOf(scenario, chance),
    fidelity,
    requestPrefix: `${Date.now().toString(36)}-`,
    attach: ({ kiosk }) => bus?.attach([kiosk]),
    close: async () => {
      await opened.close();
      await fidelity.close();
    },
  };
}
