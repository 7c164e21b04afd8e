import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BusConnection, connectBus } from '../../devices/bus/bus-socket.ts';
import { BUS_EVENT, type BusMessage, type Registration } from '../../server/contract-bus.ts';
import { HEARTBEAT_MS } from '../../server/fleet.ts';
import { DerivedCredentials } from '../../server/http/credentials-system.ts';
import { expectProblem, FLEET_KEY, SmallCentre } from './small-centre.ts';

const CREDENTIALS = new DerivedCredentials(FLEET_KEY);
const identity = (kioskId: string) => ({ kioskId, model: 'm', software: '1' });
const registration = (kioskId: string): Registration => ({
  ...identity(kioskId),
  credential: CREDENTIALS.of('kiosk', kioskId),
});

let centre: SmallCentre;
const open: { close(): unknown }[] = [];

beforeEach(async () => {
  centre = new SmallCentre();
  await centre.open();
});

afterEach(async () => {
  for (const connection of open.splice(0)) connection.close();
  await centre.close();
});

async function connected(kioskId: string): Promise<BusConnection> {
  const connection = await connectBus(centre.origin, registration(kioskId));
  open.push(connection);
  return connection;
}

/** What comes over the bus comes when it comes, however busy the machine. */
const soon = <T>(value: () => T) => expect.poll(value, { timeout: 20_000 });

const kioskNow = (kioskId: string) =>
  centre.fleet.list(centre.wallMs).find((kiosk) => kiosk.kioskId === kioskId);

describe('a kiosk on the bus', () => {
  test('registers, and its token opens sessions', async () => {
    const { token = '' } = await connected('in-001');
    await centre.session(token, 'in-001');
    expect(kioskNow('in-001')).toEqual({
      ...identity('in-001'),
      connection: expect.any(String),
      device: 'online',
      heardAtMs: centre.wallMs,
    });
    expect(centre.registrations).toEqual([{ kioskId: 'in-001', outcome: 'registered' }]);
  });

  test.each([
    ['no credential', undefined, 'authorisationRequired'],
    ['an empty one', '', 'invalidToken'],
    ['one that is none', 'hello', 'invalidToken'],
    ['that of another kiosk', CREDENTIALS.of('kiosk', 'in-002'), 'invalidToken'],
    ['one of another key', new DerivedCredentials('another').of('kiosk', 'in-001'), 'invalidToken'],
    ['one of an office of that name', CREDENTIALS.of('office', 'in-001'), 'invalidToken'],
    ['one too short', CREDENTIALS.of('kiosk', 'in-001').slice(0, -1), 'invalidToken'],
    ['one too long', `${CREDENTIALS.of('kiosk', 'in-001')}AA`, 'invalidToken'],
  ])('is refused with %s, and that is recorded', async (_, credential, code) => {
    const shown = credential === undefined ? {} : { credential };
    const attempt = connectBus(centre.origin, { ...identity('in-001'), ...shown });
    await expect(attempt).rejects.toThrow(`kiosk in-001: refused by the device bus: ${code}`);
    expect(centre.registrations).toEqual([{ kioskId: 'in-001', outcome: 'unauthorised' }]);
    expect(kioskNow('in-001')).toBeUndefined();
  });

  test('learns nothing of a name that it has no credential of', async () => {
    await connected('in-001');
    const attempt = connectBus(centre.origin, identity('in-001'));
    await expect(attempt).rejects.toThrow('authorisationRequired');
  });

  test('is refused if the identity is taken by one that is alive', async () => {
    const { token = '' } = await connected('in-001');
    await expect(connected('in-001')).rejects.toThrow(
      'kiosk in-001: refused by the device bus: duplicateIdentity',
    );
    await centre.session(token, 'in-001');
  });

  test('loses its token with its connection, and comes back with another', async () => {
    const first = await connected('in-001');
    const { token: before = '' } = first;
    first.close();
    expect(first.token).toBeUndefined();
    await soon(() => kioskNow('in-001')?.device).toBe('offline');
    const question = { token: before, body: { kioskId: 'in-001' } };
    expectProblem(await centre.ask('POST', '/v1/sessions', question), 'kiosk-not-registered');
    const { token: after = '' } = await connected('in-001');
    expect(after).not.toBe(before);
    await centre.session(after, 'in-001');
  });

  test('tells of its status', async () => {
    const connection = await connected('in-001');
    centre.wallMs += 20_000;
    connection.tell('Common.StatusChangedEvent', { common: { device: 'hardwareError' } });
    await soon(() => kioskNow('in-001')).toMatchObject({
      device: 'hardwareError',
      heardAtMs: centre.wallMs,
    });
  });

  test('may be one of many', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `in-${index}`);
    const tokens = (await Promise.all(ids.map(connected))).map(({ token }) => token);
    expect(new Set(tokens).size).toBe(20);
    expect(tokens.map((token = '') => centre.fleet.kioskOf(token))).toEqual(ids);
  });
});

test('a kiosk says so if there is no bus', async () => {
  const unused = 'http://127.0.0.1:1';
  await expect(connectBus(unused, registration('in-001'))).rejects.toThrow(
    /^kiosk in-001: no device bus: /,
  );
});

describe('a message', () => {
  const header = { name: 'KofuKiosk.Register', requestId: 7, version: '1.0' };
  let socket: Socket;
  let completions: BusMessage[];

  beforeEach(async () => {
    completions = [];
    socket = io(centre.origin, { transports: ['websocket'], forceNew: true });
    socket.on(BUS_EVENT, (message: BusMessage) => completions.push(message));
    await new Promise<void>((resolve) => socket.on('connect', resolve));
    open.push(socket);
  });

  /** Sends something and answers how it was acknowledged. */
  const acknowledged = (message: unknown): Promise<BusMessage> =>
    socket.timeout(5000).emitWithAck(BUS_EVENT, message);

  test('that commands is acknowledged at once and ends in a completion', async () => {
    const command = { header: { ...header, type: 'command' }, payload: registration('in-009') };
    expect(await acknowledged(command)).toEqual({ header: { ...header, type: 'acknowledge' } });
    await soon(() => completions).toHaveLength(1);
    expect(completions[0]).toEqual({
      header: { ...header, type: 'completion', completionCode: 'success' },
      payload: {
        token: expect.any(String),
        heartbeatMs: HEARTBEAT_MS,
        unsettled: [],
        heard: 0,
        deviceEvents: true,
      },
    });
    expect(centre.fleet.kioskOf(String(completions[0]?.payload?.['token']))).toBe('in-009');
  });

  test.each([
    ['text', 'hello'],
    ['nothing', null],
    ['no header', { payload: {} }],
    ['no name', { header: { type: 'command', requestId: 1 } }],
    ['an unknown type', { header: { ...header, type: 'order' } }],
    ['an answer to nothing', { header: { ...header, type: 'completion' } }],
  ])('that is none is acknowledged as invalid: %s', async (_, message) => {
    expect((await acknowledged(message)).header).toMatchObject({
      type: 'acknowledge',
      status: 'invalidMessage',
    });
    expect(completions).toEqual([]);
  });

  test.each([
    ['of no known command', { ...header, name: 'Printer.Print' }, {}, 'unsupportedCommand'],
    ['without its payload', header, undefined, 'invalidData'],
    ['with a wrong payload', header, { kioskId: 3 }, 'invalidData'],
    ['with a name that no database holds', header, registration('in-\u0000'), 'invalidData'],
    [
      'with a credential too long',
      header,
      { ...identity('in-001'), credential: 'x'.repeat(129) },
      'invalidData',
    ],
  ])('%s is completed as such', async (_, head, payload, completionCode) => {
    const command = { header: { ...head, type: 'command' }, payload };
    expect((await acknowledged(command)).header.type).toBe('acknowledge');
    await soon(() => completions).toHaveLength(1);
    expect(completions[0]?.header).toMatchObject({ name: head.name, requestId: 7, completionCode });
  });

  test('that comes unsolicited is a heartbeat, and a status if it says one', async () => {
    const said = (name: string, payload?: object) =>
      socket.emit(BUS_EVENT, { header: { type: 'unsolicited', name, requestId: 0 }, payload });
    await acknowledged({ header: { ...header, type: 'command' }, payload: registration('in-009') });
    centre.wallMs += 1_000;
    said('KofuKiosk.HeartbeatEvent');
    await soon(() => kioskNow('in-009')?.heardAtMs).toBe(centre.wallMs);
    said('Common.StatusChangedEvent', { common: { device: 'deviceBusy' } });
    await soon(() => kioskNow('in-009')?.device).toBe('deviceBusy');
    said('Common.StatusChangedEvent', { common: { device: 'tired' } });
    said('Common.StatusChangedEvent', { common: { device: 'online' } });
    await soon(() => kioskNow('in-009')?.device).toBe('online');
  });
});
