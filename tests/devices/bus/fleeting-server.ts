import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

/** A server that goes away after the transport stands, and before it has let anybody in. */
export async function fleetingServer() {
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
