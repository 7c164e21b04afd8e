import type { Server as HttpServer } from 'node:http';
import { type Socket, Server as SocketServer } from 'socket.io';
import { BUS_EVENT, BusMessage, DeviceStatus, Registration } from './contract.ts';
import { type Fleet, HEARTBEAT_MS } from './fleet.ts';

/** Answers a message at once (XFS4IoT acknowledge). */
type Acknowledge = (message: BusMessage) => void;

/**
 * The device bus: Socket.IO that carries XFS4IoT message objects. A command is acknowledged at
 * once and ends in a completion; status changes and heartbeats come unsolicited. Compression is
 * off: it costs 16 times the memory per connection and most of the rate.
 */
export function serveBus(http: HttpServer, fleet: Fleet, nowMs: () => number): SocketServer {
  const bus = new SocketServer(http, {
    transports: ['websocket'],
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: 64 * 1024,
    serveClient: false,
  });
  bus.on('connection', (socket) => {
    socket.on(BUS_EVENT, (raw: unknown, acknowledge?: unknown) => {
      const answer = typeof acknowledge === 'function' ? (acknowledge as Acknowledge) : () => {};
      receive(socket, fleet, nowMs(), raw, answer);
    });
    socket.on('disconnect', () => fleet.disconnected(socket.id));
  });
  return bus;
}

function receive(
  socket: Socket,
  fleet: Fleet,
  nowMs: number,
  raw: unknown,
  acknowledge: Acknowledge,
): void {
  const parsed = BusMessage.safeParse(raw);
  if (!parsed.success) {
    acknowledge(INVALID);
    return;
  }
  const { header, payload } = parsed.data;
  const { name, requestId, version } = header;
  if (header.type === 'unsolicited') {
    const status = DeviceStatus.safeParse(payload);
    fleet.heard(socket.id, nowMs, status.success ? status.data.device : undefined);
    return;
  }
  if (header.type !== 'command') {
    acknowledge(INVALID);
    return;
  }
  acknowledge({ header: { type: 'acknowledge', name, requestId, version } });
  const complete = (completionCode: string, result: Record<string, unknown>) =>
    socket.emit(BUS_EVENT, {
      header: { type: 'completion', name, requestId, version, completionCode },
      payload: result,
    } satisfies BusMessage);
  if (name !== 'KofuKiosk.Register') {
    complete('unsupportedCommand', {});
    return;
  }
  const registration = Registration.safeParse(payload);
  if (!registration.success) {
    complete('invalidData', {});
    return;
  }
  const outcome = fleet.register(registration.data, socket.id, nowMs);
  if (outcome.kind === 'duplicate') {
    complete('commandErrorCode', { errorCode: 'duplicateIdentity' });
  } else {
    complete('success', { token: outcome.token, heartbeatMs: HEARTBEAT_MS });
  }
}

const INVALID: BusMessage = {
  header: {
    type: 'acknowledge',
    name: 'Common.Unknown',
    requestId: 0,
    version: '1.0',
    status: 'invalidMessage',
  },
};
