import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BusConnection, connectBus } from '../../../devices/bus/bus-socket.ts';
import { HttpCentre } from '../../../devices/bus/centre-http.ts';
import type { Settlement } from '../../../server/issuing.ts';
import type { Claim } from '../../../server/ledger/ledger.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { SmallCentre } from '../../server/small-centre.ts';
import { TOWN } from '../../server/small-town.ts';

const CLAIM: Omit<Claim, 'requestId' | 'kioskId'> = {
  municipality: TOWN,
  residence: TOWN,
  residentNo: 1,
  type: 'tax',
  options: '',
  pages: 1,
  feeYen: 200,
  issuedAtMs: 0,
  registerVersion: 1,
};

const QUICKLY = { pauseMs: 20, longestPauseMs: 100 };

/** What comes over a network comes when it comes, however busy the machine. */
const soon = <T>(value: () => T) => expect.poll(value, { timeout: 20_000 });

const runner = new RealTime();
let centre: SmallCentre;
let kiosk: BusConnection;
let wire: HttpCentre;

beforeEach(async () => {
  centre = new SmallCentre();
  await centre.open();
  kiosk = await connectBus(centre.origin, registration(), QUICKLY);
  wire = new HttpCentre({ origin: centre.origin, tokenOf: () => kiosk.token });
});

afterEach(async () => {
  kiosk.close();
  await wire.close();
  await centre.close();
});

function registration(kioskId = 'in-001') {
  const credential = centre.credentials.of('kiosk', kioskId);
  return { kioskId, model: 'm', software: '1', credential };
}

/** The server stops, and another one is started where it was. */
async function restarted(): Promise<void> {
  const port = Number(new URL(centre.origin).port);
  await centre.close();
  await soon(() => kiosk.token).toBeUndefined();
  const reply = await runner.run(wire.openSession('in-001'));
  expect(reply).toEqual({
    kind: 'failed',
    reason: 'unreachable: the kiosk is not on the device bus',
  });
  centre = new SmallCentre({ port });
  // So that the tokens of the one before are none of this one.
  centre.register('in-999');
  await centre.open();
}

test('a kiosk registers anew when the server has been started again', async () => {
  const before = kiosk.token;
  await restarted();
  await soon(() => kiosk.token).toBeDefined();
  expect(kiosk.token).not.toBe(before);
  expect(centre.fleet.kioskOf(kiosk.token ?? '')).toBe('in-001');
  expect(await runner.run(wire.openSession('in-001'))).toMatchObject({ kind: 'granted' });
  kiosk.tell('Common.StatusChangedEvent', { common: { device: 'deviceBusy' } });
  await soon(() => centre.fleet.list(centre.wallMs)[1]).toMatchObject({ device: 'deviceBusy' });
});

test('a kiosk is told at each registration what it has to account for', async () => {
  const port = Number(new URL(centre.origin).port);
  const told: unknown[] = [];
  const options = { ...QUICKLY, onUnsettled: (unsettled: unknown) => told.push(unsettled) };
  const other = await connectBus(centre.origin, registration('in-002'), options);
  expect(told).toEqual([[]]);
  await centre.close();
  centre = new SmallCentre({ port });
  for (const [requestId, kioskId] of [
    ['r1', 'in-002'],
    ['r2', 'in-003'],
    ['r3', 'in-002'],
  ] as const) {
    await runner.run(centre.ledger.claim({ ...CLAIM, requestId, kioskId }));
  }
  const settlement = { requestId: 'r1', kioskId: 'in-002', outcome: 'printed', paidYen: 200 };
  await runner.run(centre.ledger.settle(settlement as Settlement));
  await centre.open();
  await soon(() => told).toEqual([[], [{ municipality: TOWN, requestId: 'r3' }]]);
  expect(other.token).toBeDefined();
  other.close();
});

test('a kiosk goes on trying while its name is taken, as by its own lost connection', async () => {
  const port = Number(new URL(centre.origin).port);
  await centre.close();
  centre = new SmallCentre({ port });
  centre.register('in-001');
  await centre.open();
  const duplicates = () => centre.registrations.filter(({ outcome }) => outcome === 'duplicate');
  await soon(() => duplicates().length).toBeGreaterThan(2);
  expect(kiosk.token).toBeUndefined();
  centre.fleet.disconnected('connection of in-001');
  await soon(() => kiosk.token).toBeDefined();
});

test('a kiosk that is closed stays away', async () => {
  const port = Number(new URL(centre.origin).port);
  kiosk.close();
  expect(kiosk.token).toBeUndefined();
  await centre.close();
  centre = new SmallCentre({ port });
  await centre.open();
  const other = await connectBus(centre.origin, registration('in-002'), QUICKLY);
  await soon(() => centre.registrations).toEqual([{ kioskId: 'in-002', outcome: 'registered' }]);
  other.close();
});
