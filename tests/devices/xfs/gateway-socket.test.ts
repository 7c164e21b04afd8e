import { request } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { XfsService } from '../../../devices/xfs/conversation.ts';
import {
  GATEWAY_MESSAGE_BYTES,
  type Gateway,
  openGateway,
} from '../../../devices/xfs/gateway-socket.ts';
import type { SentMessage } from '../../../server/contract-bus.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { serviceContract, type Talk } from './conversation.contract.ts';
import { command, SmallDevice, words } from './small-device.ts';

const soon = <T>(value: () => T) => expect.poll(value, { timeout: 20_000, interval: 5 });

const opened = (services: readonly XfsService[]) =>
  openGateway(() => services, { port: 0, publisher: 'Small' });

/** Connects as any WebSocket client does, and knows nothing but messages. */
async function talkAt(port: number, path: string): Promise<Talk & { readonly socket: WebSocket }> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  const heard: SentMessage[] = [];
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  await new Promise<void>((resolve, reject) => socket.on('open', resolve).on('error', reject));
  socket.on('error', () => {});
  return {
    socket,
    heard,
    say: (raw) => socket.send(typeof raw === 'string' ? raw : JSON.stringify(raw)),
    leave: () => socket.close(),
  };
}

serviceContract('over a plain WebSocket', async () => {
  const gateways = new Map<XfsService, Gateway>();
  return {
    talk: async (service) => {
      const gateway = gateways.get(service) ?? (await opened([service]));
      gateways.set(service, gateway);
      return talkAt(gateway.port, '/xfs4iot/v1.0/Small');
    },
    close: async () => {
      for (const gateway of gateways.values()) await gateway.close();
    },
  };
});

describe('a gateway', () => {
  const runner = new RealTime();
  let gateway: Gateway;

  afterEach(async () => await gateway.close());

  async function small(): Promise<number> {
    gateway = await opened([new XfsService(runner, new SmallDevice())]);
    return gateway.port;
  }

  test.each([
    '/xfs4iot/v1.0/Small',
    '/xfs4iot/v1.0/small/',
    '/xfs4iot/v1.0',
    '/xfs4iot/v1.0/',
    '/xfs4iot/v1.0/Small?x=1',
  ])('has the service at %s', async (path) => {
    const client = await talkAt(await small(), path);
    client.say(command('Small.Ask', 1));
    await soon(() => words(client.heard)).toContain('completion Small.Ask 1 success');
  });

  test.each([
    ['of no service', '/xfs4iot/v1.0/Big', {}, 404],
    ['outside of it', '/', {}, 404],
    ['of another version', '/xfs4iot/v2.0/Small', {}, 404],
    ['for a page of somebody else', '/xfs4iot/v1.0/Small', { origin: 'https://a.example' }, 403],
  ])('refuses a connection %s', async (_, path, headers, status) => {
    const port = await small();
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    const answered = await new Promise<number | undefined>((resolve) => {
      socket.on('unexpected-response', (__, response) => resolve(response.statusCode));
      socket.on('error', () => {});
    });
    expect(answered).toBe(status);
  });

  test('tells a browser what it is', async () => {
    const port = await small();
    const status = await new Promise((resolve) => {
      request({ port, path: '/xfs4iot/v1.0' }, ({ statusCode }) => resolve(statusCode)).end();
    });
    expect(status).toBe(426);
  });

  test('closes the connection of a message too large, and serves the others', async () => {
    const port = await small();
    const [greedy, other] = [
      await talkAt(port, '/xfs4iot/v1.0/Small'),
      await talkAt(port, '/xfs4iot/v1.0/Small'),
    ];
    const code = new Promise((resolve) => greedy.socket.on('close', resolve));
    greedy.say('x'.repeat(GATEWAY_MESSAGE_BYTES + 1));
    expect(await code).toBe(1009);
    other.say(command('Small.Ask', 1));
    await soon(() => words(other.heard)).toContain('completion Small.Ask 1 success');
  });

  test('answers hundreds of messages that are none, and serves on', async () => {
    const client = await talkAt(await small(), '/xfs4iot/v1.0/Small');
    const none = ['', '{', 'null', '[]', '"x"', '{"header":{}}', '\u0000', '9'.repeat(5_000)];
    for (let count = 0; count < 400; count++) client.say(none[count % none.length]);
    client.socket.send(Buffer.from([0xff, 0xfe, 0x00]), { binary: true });
    await soon(() => client.heard.length).toBe(401);
    expect(new Set(words(client.heard))).toEqual(
      new Set(['acknowledge Common.Unknown invalidMessage']),
    );
    client.say(command('Small.Ask', 1));
    await soon(() => words(client.heard).at(-1)).toBe('completion Small.Ask 1 success');
  });

  test('says so if its port is taken', async () => {
    const port = await small();
    await expect(openGateway(() => [], { port, publisher: 'Small' })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});
