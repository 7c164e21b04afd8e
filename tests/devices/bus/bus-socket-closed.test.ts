import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { connectBus } from '../../../devices/bus/bus-socket.ts';

/** A server that goes away after the transport stands, and before it has let anybody in. */
async function fleetingServer() {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => {
    socket.on('message', () => socket.terminate());
    const handshake = { sid: 's', upgrades: [], pingInterval: 25_000, pingTimeout: 20_000 };
    socket.send(`0${JSON.stringify({ ...handshake, maxPayload: 100_000 })}`);
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

test('a server that goes away before it has let the kiosk in is not waited for', async () => {
  const server = await fleetingServer();
  const registration = { kioskId: 'in-001', model: 'm', software: '1' };
  await expect(connectBus(server.origin, registration)).rejects.toThrow(
    'kiosk in-001: no device bus: transport close',
  );
  server.close();
});
