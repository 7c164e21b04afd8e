import type { Server as HttpServer } from 'node:http';
import { type Socket, Server as SocketServer } from 'socket.io';
import type { Runner } from '../sim/process.ts';
import type { BusCompletion } from './bus-completion.ts';
import { OperatorDesk, type OperatorPorts } from './bus-operator.ts';
import {
  BUS_EVENT,
  BUS_MESSAGE_BYTES,
  BusMessage,
  type Payload,
  type Registered,
  Registration,
  type SentMessage,
  StatusChange,
  UNNUMBERED,
  type UnsettledIssuance,
} from './contract-bus.ts';
import { type Fleet, HEARTBEAT_MS } from './fleet.ts';
import { FleetOrders } from './fleet-orders.ts';
import type { Credentials } from './http/credentials.ts';

/** How a registration ended; the kiosk's name is only what it said. */
export interface RegistrationAttempt {
  readonly kioskId: string;
  readonly outcome: 'registered' | 'duplicate' | 'unauthorised';
}

export interface BusOptions {
  readonly fleet: Fleet;
  readonly credentials: Credentials;
  /** For the time-outs of what operators tell kiosks. */
  readonly runner: Runner;
  /** The machine's own time in ms, by which kiosks are heard of. */
  readonly wallMs: () => number;
  readonly onRegistration: (attempt: RegistrationAttempt) => void;
  /** What a kiosk has to account for; empty where that cannot be found out now. */
  readonly unsettled: (kioskId: string) => Promise<readonly UnsettledIssuance[]>;
  /** Whether kiosks tell of every card, sheet and coin, and not of faults only (they do not). */
  readonly deviceEvents?: boolean;
  /** Told of each numbered message of a kiosk, once and in order. */
  readonly onEvent?: (kioskId: string, message: BusMessage) => void;
  readonly onSignOn?: OperatorPorts['onSignOn'];
}

/** Answers a message at once (XFS4IoT acknowledge). */
type Acknowledge = (message: SentMessage) => void;

/** What one connection has to do with. */
interface Desk {
  readonly socket: Socket;
  readonly options: BusOptions;
  readonly orders: FleetOrders;
  readonly operator: OperatorDesk;
}

/**
 * The device bus: Socket.IO that carries XFS4IoT message objects. A command is acknowledged at
 * once and ends in a completion; status changes and heartbeats come unsolicited. Compression is
 * off: it costs 16 times the memory per connection and most of the rate.
 */
export function serveBus(http: HttpServer, options: BusOptions): SocketServer {
  const { fleet, runner, credentials, wallMs, onSignOn = () => {} } = options;
  const bus = new SocketServer(http, {
    transports: ['websocket'],
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: BUS_MESSAGE_BYTES,
    serveClient: false,
  });
  const orders = new FleetOrders(runner, fleet, wallMs, (connection, message) =>
    bus.sockets.sockets.get(connection)?.emit(BUS_EVENT, message),
  );
  bus.on('connection', (socket) => {
    const send = (message: SentMessage) => void socket.emit(BUS_EVENT, message);
    const operator = new OperatorDesk({ fleet, orders, credentials, wallMs, onSignOn }, send);
    const desk = { socket, options, orders, operator };
    socket.on(BUS_EVENT, (raw: unknown, ...rest: readonly unknown[]) => {
      const last = rest.at(-1);
      const answer = typeof last === 'function' ? (last as Acknowledge) : () => {};
      const number = typeof rest[0] === 'number' ? rest[0] : UNNUMBERED;
      void receive(desk, raw, number, answer);
    });
    socket.on('disconnect', () => {
      fleet.disconnected(socket.id);
      orders.disconnected(socket.id);
    });
  });
  return bus;
}

async function receive(
  desk: Desk,
  raw: unknown,
  number: number,
  acknowledge: Acknowledge,
): Promise<void> {
  const { socket, orders } = desk;
  const parsed = BusMessage.safeParse(raw);
  if (!parsed.success) {
    acknowledge(INVALID);
    return;
  }
  const { header } = parsed.data;
  switch (header.type) {
    case 'command':
      acknowledge(acknowledging(header));
      await command(desk, parsed.data);
      return;
    case 'unsolicited':
      if (unsolicited(desk, parsed.data, number)) acknowledge(acknowledging(header));
      return;
    case 'acknowledge':
    case 'event':
    case 'completion':
      desk.options.fleet.heard(socket.id, desk.options.wallMs());
      if (!orders.receive(socket.id, parsed.data)) acknowledge(INVALID);
  }
}

function acknowledging({ name, requestId, version }: BusMessage['header']): SentMessage {
  return { header: { type: 'acknowledge', name, requestId, version } };
}

/** Whoever is not registered is not heard, and not acknowledged either: it has to tell it again. */
function unsolicited({ socket, options }: Desk, message: BusMessage, number: number): boolean {
  const { fleet, wallMs, onEvent } = options;
  const status = StatusChange.safeParse(message.payload ?? {});
  const isFirst = number === UNNUMBERED || fleet.heardFirst(socket.id, number);
  const device = isFirst ? status.data?.common?.device : undefined;
  if (!fleet.heard(socket.id, wallMs(), device)) return false;
  const kioskId = fleet.kioskAt(socket.id);
  if (isFirst && number !== UNNUMBERED && kioskId !== undefined) onEvent?.(kioskId, message);
  return true;
}

async function command({ socket, options, operator }: Desk, message: BusMessage): Promise<void> {
  const { name, requestId, version, timeout } = message.header;
  const { payload } = message;
  const completion = await performed();
  const completed = { type: 'completion' as const, name, requestId, version };
  socket.emit(BUS_EVENT, {
    header: { ...completed, completionCode: completion.code },
    payload: completion.payload ?? {},
  } satisfies SentMessage);

  function performed(): BusCompletion | Promise<BusCompletion> {
    if (name === 'KofuKiosk.Register') return register(socket.id, options, payload);
    if (!name.startsWith('KofuFleet.')) return { code: 'unsupportedCommand' };
    return run(options.runner, operator.perform({ name, requestId, timeout, payload }));
  }
}

/** Promises what a process returns. */
function run(runner: Runner, process: ReturnType<OperatorDesk['perform']>): Promise<BusCompletion> {
  return new Promise((resolve) => {
    runner.spawn(process).whenEnded((ending) => {
      resolve(ending.kind === 'returned' ? ending.value : { code: 'internalError' });
    });
  });
}

/** Who it is comes before whether there is one of that name, which is nobody else's business. */
async function register(
  connection: string,
  options: BusOptions,
  payload: Payload | null | undefined,
): Promise<BusCompletion> {
  const { fleet, credentials, wallMs, onRegistration, unsettled, deviceEvents = false } = options;
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
  const { token, heard } = outcome;
  // Before the kiosk has its token: what it asks with that one is not among them.
  const open = [...(await unsettled(kioskId))];
  const answer = { token, heartbeatMs: HEARTBEAT_MS, unsettled: open, heard, deviceEvents };
  return { code: 'success', payload: answer satisfies Registered };
}

const INVALID: SentMessage = {
  header: {
    type: 'acknowledge',
    name: 'Common.Unknown',
    requestId: 0,
    version: '1.0',
    status: 'invalidMessage',
  },
};
