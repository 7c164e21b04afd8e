import { io, type Socket } from 'socket.io-client';
import { BUS_EVENT, BusMessage, type DeviceStatus, type Registration } from '../server/contract.ts';

/** A kiosk's end of the device bus. */
export interface BusConnection {
  /** What the kiosk shows to be itself in HTTP requests. */
  readonly token: string;
  /** Tells the centre of a change of status (XFS4IoT Common.StatusChangedEvent). */
  report(device: DeviceStatus['device']): void;
  close(): void;
}

/** How long a kiosk waits for its registration, ms. */
const REGISTRATION_TIMEOUT_MS = 10_000;

/**
 * Connects a kiosk to the bus and registers it; sends heartbeats until it is closed. Rejects with
 * a sentence if the bus cannot be reached, the identity is taken, or nothing comes in time.
 */
export async function connectBus(
  origin: string,
  registration: Registration,
): Promise<BusConnection> {
  const socket = io(origin, { transports: ['websocket'], forceNew: true, reconnection: false });
  try {
    const payload = await registered(socket, registration);
    const heartbeatMs = Number(payload['heartbeatMs']);
    const heartbeat = setInterval(() => tell(socket, 'KofuKiosk.HeartbeatEvent'), heartbeatMs);
    heartbeat.unref();
    return {
      token: String(payload['token']),
      report: (device) => tell(socket, 'Common.StatusChangedEvent', { device }),
      close: () => {
        clearInterval(heartbeat);
        socket.disconnect();
      },
    };
  } catch (error) {
    socket.disconnect();
    throw error;
  }
}

function registered(
  socket: Socket,
  registration: Registration,
): Promise<Readonly<Record<string, unknown>>> {
  const { kioskId } = registration;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`kiosk ${kioskId}: the device bus did not answer in time`)),
      REGISTRATION_TIMEOUT_MS,
    );
    const fail = (message: string) => {
      clearTimeout(timer);
      reject(new Error(`kiosk ${kioskId}: ${message}`));
    };
    socket.on('connect_error', (error) => fail(`no device bus: ${error.message}`));
    socket.on(BUS_EVENT, (raw: unknown) => {
      const message = BusMessage.safeParse(raw);
      if (!message.success || message.data.header.type !== 'completion') return;
      const { completionCode } = message.data.header;
      const payload = message.data.payload ?? {};
      if (completionCode !== 'success') {
        fail(`refused by the device bus: ${payload['errorCode'] ?? completionCode}`);
        return;
      }
      clearTimeout(timer);
      resolve(payload);
    });
    socket.on('connect', () => {
      const header = { type: 'command', name: 'KofuKiosk.Register', requestId: 1, version: '1.0' };
      socket.emit(BUS_EVENT, { header, payload: registration });
    });
  });
}

function tell(socket: Socket, name: string, payload: Record<string, unknown> = {}): void {
  const header = { type: 'unsolicited', name, requestId: 0, version: '1.0' };
  socket.emit(BUS_EVENT, { header, payload });
}
