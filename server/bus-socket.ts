import type { Server as HttpServer } from 'node:http';
import { type Socket, Server as SocketServer } from 'socket.io';
import {
  BUS_EVENT,
  BusMessage,
  DeviceStatus,
  type Registered,
  Registration,
  type UnsettledIssuance,
} from './contract-bus.ts';
import { type Fleet, HEARTBEAT_MS } from './fleet.ts';
import type { Credentials } from './http/credentials.ts';

/** How a registration ended; the kiosk's name is only what it said. */
export interface RegistrationAttempt {
  readonly kioskId: string;
  readonly outcome: 'registered' | 'duplicate' | 'unauthorised';
}

export interface BusOptions {
  readonly fleet: Fleet;
  readonly credentials: Credentials;
  /** The machine's own time in ms, by which kiosks are heard of. */
  readonly wallMs: () => number;
  readonly onRegistration: (attempt: RegistrationAttempt) => void;
  /** What a kiosk has to account for; empty where that cannot be found out now. */
  readonly unsettled: (kioskId: string) => Promise<readonly UnsettledIssuance[]>;
}

/** Answers a message at once (XFS4IoT acknowledge). */
type Acknowledge = (message: BusMessage) => void;

/** How a command ended (XFS4IoT completion): its code, and what it came to. */
interface Completion {
  readonly code: string;
  readonly payload?: Record<string, unknown>;
}

/**
 * The device bus: Socket.IO that carries XFS4IoT message objects. A command is acknowledged at
 * once and ends in a completion; status changes and heartbeats come unsolicited. Compression is
 * off: it costs 16 times the memory per connection and most of the rate.
 */
export function serveBus(http: HttpServer, options: BusOptions): SocketServer {
  const { fleet } = options;
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
      void receive(socket, options, raw, answer);
    });
    socket.on('disconnect', () => fleet.disconnected(socket.id));
  });
  return bus;
}

async function receive(
  socket: Socket,
  options: BusOptions,
  raw: unknown,
  acknowledge: Acknowledge,
): Promise<void> {
  const parsed = BusMessage.safeParse(raw);
  if (!parsed.success) {
    acknowledge(INVALID);
    return;
  }
  const { header, payload } = parsed.data;
  const { name, requestId, version } = header;
  if (header.type === 'unsolicited') {
    const status = DeviceStatus.safeParse(payload);
    const device = status.success ? status.data.device : undefined;
    options.fleet.heard(socket.id, options.wallMs(), device);
    return;
  }
  if (header.type !== 'command') {
    acknowledge(INVALID);
    return;
  }
  acknowledge({ header: { type: 'acknowledge', name, requestId, version } });
  const completion =
    name === 'KofuKiosk.Register'
      ? await register(socket.id, options, payload)
      : { code: 'unsupportedCommand' };
  const { code: completionCode } = completion;
  socket.emit(BUS_EVENT, {
    header: { type: 'completion', name, requestId, version, completionCode },
    payload: completion.payload ?? {},
  } satisfies BusMessage);
}

/** Who it is comes before whether there is one of that name, which is nobody else's business. */
async function register(
  connection: string,
  options: BusOptions,
  payload: unknown,
): Promise<Completion> {
  const { fleet, credentials, wallMs, onRegistration, unsettled } = options;
  const registration = Registration.safeParse(payload);
  if (!registration.success) return { code: 'invalidData' };
  const { credential, ...identity } = registration.data;
  const { kioskId } = identity;
  if (credential === undefined || !credentials.accepts('kiosk', kioskId, credential)) {
    onRegistration({ kioskId, outcome: 'unauthorised' });
    return { code: credential === undefined ? 'authorisationRequired' : 'invalidToken' };
  }
  const outcome = fleet.register(identity, connection, wallMs());
  onRegistration({ kioskId, outcome: outcome.kind });
  if (outcome.kind === 'duplicate') {
    return { code: 'commandErrorCode', payload: { errorCode: 'duplicateIdentity' } };
  }
  // Before the kiosk has its token: what it asks with that one is not among them.
  const open = [...(await unsettled(kioskId))];
  const registered = { token: outcome.token, heartbeatMs: HEARTBEAT_MS, unsettled: open };
  return { code: 'success', payload: registered satisfies Registered };
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
