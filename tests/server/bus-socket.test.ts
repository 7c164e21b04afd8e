import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BusConnection, connectBus } from '../../devices/bus-socket.ts';
import { BUS_EVENT, type BusMessage, type Registration } from '../../server/contract.ts';
import { HEARTBEAT_MS } from '../../server/fleet.ts';
import { expectProblem, SmallCentre } from './small-centre.ts';

const registration = (kioskId: string): Registration => ({ kioskId, model: 'm', software: '1' });

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
    const { token } = await connected('in-001');
    await centre.session(token, 'in-001');
    expect(kioskNow('in-001')).toMatchObject({ ...registration('in-001'), device: 'online' });
  });

  test('is refused if the identity is taken by one that is alive', async () => {
    const { token } = await connected('in-001');
    await expect(connected('in-001')).rejects.toThrow(
      'kiosk in-001: refused by the device bus: duplicateIdentity',
    );
    await centre.session(token, 'in-001');
  });

  test('loses its token with its connection, and comes back with another', async () => {
    const first = await connected('in-001');
    first.close();
    await soon(() => kioskNow('in-001')?.device).toBe('offline');
    const question = { token: first.token, body: { kioskId: 'in-001' } };
    expectProblem(await centre.ask('POST', '/v1/sessions', question), 'kiosk-not-registered');
    const again = await connected('in-001');
    expect(again.token).not.toBe(first.token);
    await centre.session(again.token, 'in-001');
  });

  test('tells of its status', async () => {
    const connection = await connected('in-001');
    centre.wallMs += 20_000;
    connection.report('hardwareError');
    await soon(() => kioskNow('in-001')).toMatchObject({
      device: 'hardwareError',
      heardAtMs: centre.wallMs,
    });
  });

  test('may be one of many', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `in-${index}`);
    const tokens = (await Promise.all(ids.map(connected))).map(({ token }) => token);
    expect(new Set(tokens).size).toBe(20);
    expect(tokens.map((token) => centre.fleet.kioskOf(token))).toEqual(ids);
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
      payload: { token: expect.any(String), heartbeatMs: HEARTBEAT_MS },
    });
    expect(centre.fleet.kioskOf(String(completions[0]?.payload?.['token']))).toBe('in-009');
  });

  test.each([
    ['text', 'hello'],
    ['nothing', null],
    ['no header', { payload: {} }],
    ['no name', { header: { type: 'command', requestId: 1 } }],
    ['an unknown type', { header: { ...header, type: 'order' } }],
    ['a type that only the server sends', { header: { ...header, type: 'completion' } }],
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
    said('Common.StatusChangedEvent', { device: 'deviceBusy' });
    await soon(() => kioskNow('in-009')?.device).toBe('deviceBusy');
    said('Common.StatusChangedEvent', { device: 'tired' });
    said('Common.StatusChangedEvent', { device: 'online' });
    await soon(() => kioskNow('in-009')?.device).toBe('online');
  });
});
