import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { SentMessage } from '../../server/contract-bus.ts';
import type { XfsService } from './conversation.ts';
import { SERVICE_ROOT } from './gateway-ports.ts';

/** Larger messages close their connection (WebSocket close code 1009), bytes. */
export const GATEWAY_MESSAGE_BYTES = 4 * 1024 * 1024;

/** A client that reads nothing is let go of when so much waits for it, bytes. */
const UNSENT_BYTES_MAX = 16 * 1024 * 1024;

/** Connections at once. */
const CONNECTIONS_MAX = 256;

export interface GatewayOptions {
  /** TCP port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Name of the service that lists the others. */
  readonly publisher: string;
}

/** Services that can be reached. */
export interface Gateway {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * XFS4IoT services over plain WebSockets, on 127.0.0.1 only: each under its own name, the list of
 * them under its name and at the root, where some clients ask for it. Rejects if the port is taken.
 */
export async function openGateway(
  services: (port: () => number) => readonly XfsService[],
  { port, publisher }: GatewayOptions,
): Promise<Gateway> {
  const http = createServer((_, response) => {
    response.writeHead(426, { 'content-type': 'text/plain', upgrade: 'websocket' });
    response.end('XFS4IoT services are reached by WebSocket\n');
  });
  const portNow = () => (http.address() as AddressInfo).port;
  const byName = new Map(services(portNow).map((each) => [each.name.toLowerCase(), each] as const));
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: GATEWAY_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const service = byName.get(serviceNamed(request.url ?? '', publisher));
    const refusal = refusalOf(request, service, sockets.clients.size);
    if (refusal !== undefined || service === undefined) {
      socket.end(`HTTP/1.1 ${refusal}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => serve(service, client));
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: portNow(),
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}

/** `/xfs4iot/v1.0/CardReader` names CardReader; the root names the publisher. */
function serviceNamed(url: string, publisher: string): string {
  const [path = ''] = url.split('?', 1);
  if (!path.toLowerCase().startsWith(SERVICE_ROOT)) return '';
  const rest = path.slice(SERVICE_ROOT.length);
  if (rest === '' || rest === '/') return publisher.toLowerCase();
  return /^\/([^/]+)\/?$/.exec(rest)?.[1]?.toLowerCase() ?? '';
}

/** Why a connection is not taken, as a status line; undefined if it is. */
function refusalOf(
  { headers: { origin }, socket }: IncomingMessage & { readonly socket: Socket },
  service: XfsService | undefined,
  connections: number,
): string | undefined {
  if (service === undefined) return '404 Not Found';
  // A page of somebody else's that is open in a browser here must not reach devices.
  if (origin !== undefined && !isLoopback(origin)) return '403 Forbidden';
  if (connections >= CONNECTIONS_MAX || socket.destroyed) return '503 Service Unavailable';
  return undefined;
}

function isLoopback(origin: string): boolean {
  return (
    URL.canParse(origin) && /^(127\.0\.0\.1|localhost|\[::1\])$/.test(new URL(origin).hostname)
  );
}

function serve(service: XfsService, client: WebSocket): void {
  const connection = service.connect((message: SentMessage) => {
    if (client.readyState !== client.OPEN) return;
    if (client.bufferedAmount > UNSENT_BYTES_MAX) client.terminate();
    else client.send(JSON.stringify(message));
  });
  client.on('message', (data: RawData) => connection.receive(read(data)));
  // What is too large, no UTF-8 or no frame closes the connection by itself.
  client.on('error', () => {});
  client.on('close', () => connection.close());
}

/** What was sent, read from JSON; undefined if it is none. */
function read(data: RawData): unknown {
  try {
    return JSON.parse(data.toString('utf8'));
  } catch {
    return undefined;
  }
}
