import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BusConnection, connectBus } from '../../devices/bus/bus-socket.ts';
import { XfsService } from '../../devices/xfs/conversation.ts';
import {
  BUS_EVENT,
  BUS_MESSAGE_BYTES,
  type BusMessage,
  FleetList,
} from '../../server/contract-bus.ts';
import { RealTime } from '../../sim/real-time.ts';
import { SmallDevice } from '../devices/xfs/small-device.ts';
import { SmallCentre } from './small-centre.ts';

const soon = <T>(value: () => T) => expect.poll(value, { timeout: 20_000, interval: 5 });

let centre: SmallCentre;
const open: { close(): unknown }[] = [];

beforeEach(async () => {
  centre = new SmallCentre();
  await centre.open();
});

afterEach(async () => {
  for (const each of open.splice(0)) each.close();
  await centre.close();
});

/** Whoever speaks to the centre, with what is heard back. */
async function speaker() {
  const socket: Socket = io(centre.origin, { transports: ['websocket'], forceNew: true });
  const heard: BusMessage[] = [];
  socket.on(BUS_EVENT, (message: BusMessage) => heard.push(message));
  await new Promise<void>((resolve) => socket.on('connect', resolve));
  open.push(socket);
  let asked = 0;
  const ask = async (name: string, payload?: unknown, timeout?: number): Promise<BusMessage> => {
    const requestId = ++asked;
    socket.emit(BUS_EVENT, { header: { type: 'command', name, requestId, timeout }, payload });
    const answer = () =>
      heard.find(({ header }) => header.type === 'completion' && header.requestId === requestId);
    await soon(answer).toBeDefined();
    return answer() as BusMessage;
  };
  return { socket, heard, ask };
}

const code = ({ header, payload }: BusMessage) => payload?.['errorCode'] ?? header.completionCode;

async function operator(name = 'ken') {
  const operating = await speaker();
  const credential = centre.credentials.of('operator', name);
  expect(code(await operating.ask('KofuFleet.SignOn', { operator: name, credential }))).toBe(
    'success',
  );
  return operating;
}

async function kiosk(kioskId: string, isServed = true): Promise<BusConnection> {
  const credential = centre.credentials.of('kiosk', kioskId);
  const registration = { kioskId, model: 'm', software: '1', credential };
  const connection = await connectBus(centre.origin, registration);
  const runner = new RealTime();
  open.push(connection, { close: () => runner.stop() });
  if (isServed) connection.serve(new XfsService(runner, new SmallDevice()));
  return connection;
}

describe('an operator', () => {
  test.each([
    ['KofuFleet.List', { prefixes: [] }],
    ['KofuFleet.Command', { prefixes: [], name: 'Common.Status' }],
  ])('who has not signed on may not ask %s', async (name, payload) => {
    const { ask } = await speaker();
    expect(code(await ask(name, payload))).toBe('authorisationRequired');
  });

  test('needs the credential of an operator of that name', async () => {
    const { ask } = await speaker();
    const kiosks = centre.credentials.of('kiosk', 'ken');
    const others = centre.credentials.of('operator', 'eve');
    for (const credential of [kiosks, others, '']) {
      const answer = await ask('KofuFleet.SignOn', { operator: 'ken', credential });
      expect(code(answer)).toBe('invalidToken');
    }
    expect(code(await ask('KofuFleet.List', { prefixes: [] }))).toBe('authorisationRequired');
    expect(code(await ask('KofuFleet.SignOn', { operator: 3 }))).toBe('invalidData');
  });

  test('lists the kiosks, and those whose names begin so', async () => {
    await kiosk('in-001');
    await kiosk('out-001');
    const { ask } = await operator();
    const names = ({ payload }: BusMessage) =>
      FleetList.parse(payload).kiosks.map((each) => each.kioskId);
    expect(names(await ask('KofuFleet.List', { prefixes: [] }))).toEqual(['in-001', 'out-001']);
    expect(names(await ask('KofuFleet.List', { prefixes: ['out'] }))).toEqual(['out-001']);
    expect(code(await ask('KofuFleet.List', { prefixes: 'out' }))).toBe('invalidData');
  });

  test('has kiosks carry out a command: every one ends in a result or a time-out', async () => {
    await kiosk('in-001');
    await kiosk('in-002', false);
    const gone = await kiosk('in-003');
    gone.close();
    const credential = centre.credentials.of('kiosk', 'in-004');
    const mute = await speaker();
    await mute.ask('KofuKiosk.Register', {
      kioskId: 'in-004',
      model: 'm',
      software: '1',
      credential,
    });
    await soon(() => centre.fleet.members(['in-003'], 0)[0]?.onBus).toBe(false);
    const { ask, heard } = await operator();
    const order = { prefixes: ['in-'], name: 'Small.Work', payload: { ms: 1 } };
    const answer = await ask('KofuFleet.Command', order, 300);
    expect(answer.payload).toEqual({ kiosks: 4, done: 1, refused: 2, timedOut: 1 });
    const told = (name: string) =>
      heard.filter(({ header }) => header.name === name).map(({ payload }) => payload);
    expect(told('KofuFleet.DeviceEvent')).toEqual([
      { kioskId: 'in-001', name: 'Small.WorkedEvent' },
    ]);
    const ends = told('KofuFleet.DeviceCompletionEvent')
      .map((result) => `${result?.['kioskId']} ${result?.['completionCode']}`)
      .sort();
    expect(ends).toEqual([
      'in-001 success',
      'in-002 deviceNotReady',
      'in-003 deviceNotReady',
      'in-004 timeOut',
    ]);
  });

  test('is told if no kiosk is meant, or the command is none', async () => {
    await kiosk('in-001');
    const { ask } = await operator();
    const nobody = { prefixes: ['x'], name: 'Common.Status' };
    expect(code(await ask('KofuFleet.Command', nobody))).toBe('noMatchingKiosks');
    expect(code(await ask('KofuFleet.Command', { prefixes: [] }))).toBe('invalidData');
    expect(code(await ask('KofuFleet.Fly', {}))).toBe('unsupportedCommand');
  });
});

describe('what a kiosk tells', () => {
  test('while it is away is heard in order and once when it is back', async () => {
    const line = await kiosk('in-001');
    const names = Array.from({ length: 50 }, (_, index) => `Kofu.E${index}`);
    for (const name of names.slice(0, 10)) line.tell(name);
    await soon(() => centre.told.length).toBe(10);
    line.cut();
    for (const name of names.slice(10, 40)) line.tell(name);
    line.restore();
    for (const name of names.slice(40)) line.tell(name);
    await soon(() => centre.told.length).toBe(50);
    expect(centre.told.map(({ name }) => name)).toEqual(names);
    expect(centre.fleet.members([], 0)).toMatchObject([{ events: 50, missed: 0 }]);
  });
});

describe('the bus', () => {
  test('answers hundreds of messages that are none, in constant memory, and serves on', async () => {
    const { socket, ask } = await speaker();
    const none: unknown[] = [null, 7, 'x', [], {}, { header: {} }, { header: { type: 'event' } }];
    none.push({ header: { type: 'completion', name: 'A.B', requestId: 1 } }, 'y'.repeat(10_000));
    const answers: string[] = [];
    const before = process.memoryUsage().heapUsed;
    for (let count = 0; count < 600; count++) {
      const raw = none[count % none.length];
      socket.emit(BUS_EVENT, raw, ({ header }: BusMessage) => answers.push(`${header.status}`));
    }
    await soon(() => answers.length).toBe(600);
    expect(new Set(answers)).toEqual(new Set(['invalidMessage']));
    // Arguments that are none of the contract's, and too many of them.
    socket.emit(BUS_EVENT);
    socket.emit(BUS_EVENT, {}, 'one', 2, null, { three: 3 });
    socket.emit('other', 'x');
    expect(code(await ask('KofuFleet.List', {}))).toBe('authorisationRequired');
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 2 ** 20);
    expect(centre.errors).toEqual([]);
  });

  test('closes the connection of a message too large, and serves the others', async () => {
    const [greedy, other] = [await speaker(), await operator()];
    const closed = new Promise((resolve) => greedy.socket.on('disconnect', resolve));
    greedy.socket.io.opts.reconnection = false;
    greedy.socket.emit(BUS_EVENT, 'x'.repeat(BUS_MESSAGE_BYTES + 1));
    expect(await closed).toBe('transport close');
    expect(code(await other.ask('KofuFleet.List', { prefixes: [] }))).toBe('success');
  });

  test('compresses nothing', async () => {
    const { socket } = await speaker();
    const engine = socket.io.engine as unknown as {
      readonly transport: { readonly ws: { readonly extensions: string } };
    };
    expect(engine.transport.ws.extensions).toBe('');
  });
});
