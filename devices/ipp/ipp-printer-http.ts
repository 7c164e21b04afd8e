import { createHash, timingSafeEqual } from 'node:crypto';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gunzip, inflateRaw } from 'node:zlib';
import { perform } from '../../sim/process.ts';
import { RealTime } from '../../sim/real-time.ts';
import type { DocumentReader, OutputTray } from './document-reader.ts';
import { decodeIpp } from './ipp-decoding.ts';
import { encodeIpp } from './ipp-encoding.ts';
import type { IppMessage } from './ipp-message.ts';
import { IppPrinter, type IppPrinterSettings, refusal } from './ipp-printer.ts';
import { PRINTER_PATH } from './ipp-request.ts';
import { answerControl, isControl } from './printer-control-http.ts';
import type { PrinterEvent } from './printer-event.ts';
import type { Inflate } from './printer-parts.ts';

export interface IppPrinterServerOptions {
  /** TCP port; 0 takes a free one. */
  readonly port: number;
  readonly host: '127.0.0.1' | '::1';
  /** Makes it ipps: PEM. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
  /** Passwords by user name, asked for with HTTP Basic; undefined asks for none. */
  readonly passwords?: ReadonlyMap<string, string> | undefined;
  /** All that is not known before it listens. */
  readonly settings: Omit<IppPrinterSettings, 'identity' | 'originMs'> & {
    readonly identity: Omit<
      IppPrinterSettings['identity'],
      'uri' | 'webOrigin' | 'security' | 'uuid'
    >;
  };
  /** Scenario time passes this many times faster than the wall clock (1). */
  readonly speed?: number;
  readonly reader: DocumentReader;
  readonly output?: OutputTray | undefined;
  readonly tell?: (event: PrinterEvent) => void;
  /** Told what has gone wrong with a request; the printer goes on. */
  readonly onError: (error: unknown) => void;
}

/** A printer that listens. */
export interface OpenIppPrinter {
  readonly printer: IppPrinter;
  /** e.g. ipp://127.0.0.1:8631/ipp/print */
  readonly uri: string;
  /** Of its web page and its control, e.g. http://127.0.0.1:8631 */
  readonly origin: string;
  /** Rejects when the printer has broken inside: it prints no more, and is to be closed. */
  readonly failed: Promise<never>;
  close(): Promise<void>;
}

/** Headers, then the whole request: however slowly it comes, it does not stay. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 60_000;
const MAX_CONNECTIONS = 200;

/** Starts a printer on this machine's loopback (RFC 8010 §4: IPP over HTTP POST). */
export async function openIppPrinter(options: IppPrinterServerOptions): Promise<OpenIppPrinter> {
  const { tls, host, onError, speed = 1 } = options;
  const server: Server = tls === undefined ? createHttpServer() : createHttpsServer(tls);
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  server.maxConnections = MAX_CONNECTIONS;
  server.on('clientError', (_, socket) => void socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const authority = `${host === '::1' ? '[::1]' : host}:${port}`;
  const origin = `${tls === undefined ? 'http' : 'https'}://${authority}`;
  const uri = `${tls === undefined ? 'ipp' : 'ipps'}://${authority}${PRINTER_PATH}`;
  const runner = new RealTime({ speed });
  const printer = new IppPrinter(
    runner,
    {
      ...options.settings,
      originMs: Date.now() - runner.now(),
      identity: {
        ...options.settings.identity,
        uri,
        webOrigin: origin,
        security: tls === undefined ? 'none' : 'tls',
        uuid: uuidOf(`${options.settings.identity.name} ${authority}`),
      },
    },
    { reader: options.reader, inflate, output: options.output, ...tellIf(options) },
  );
  server.on('request', (request, response) => {
    answer({ printer, runner, origin, options }, request, response).catch((error) => {
      if (error !== GONE) onError(error);
      response.destroy();
    });
  });
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    printer.switchOff();
    runner.stop();
  };
  return { printer, uri, origin, failed: runner.failure, close };
}

function tellIf({ tell }: IppPrinterServerOptions) {
  return tell === undefined ? {} : { tell };
}

/** What answers requests. */
interface Serving {
  readonly printer: IppPrinter;
  readonly runner: RealTime;
  readonly origin: string;
  readonly options: IppPrinterServerOptions;
}

async function answer(
  serving: Serving,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { printer, options } = serving;
  const path = (request.url ?? '').split('?')[0] ?? '';
  // Whoever has a page of theirs opened on this machine must not reach the printer by another name.
  if (!isOwnName(request.headers.host)) return end(response, 421, 'this is a printer of localhost');
  if (isControl(path)) return answerControlRequest(serving, path, request, response);
  if (!printer.isOn) return void request.socket.destroy();
  if (path !== PRINTER_PATH && !path.startsWith(`${PRINTER_PATH}/`)) {
    return end(response, 404, `the printer is at ${PRINTER_PATH}`);
  }
  if (request.method !== 'POST') return end(response, 405, 'IPP comes by POST', { allow: 'POST' });
  if (request.headers['content-type']?.split(';')[0]?.trim() !== 'application/ipp') {
    return end(response, 415, 'application/ipp is understood here');
  }
  const user = userOf(request, options.passwords);
  if (user === 'unknown') {
    return end(response, 401, 'who are you?', { 'www-authenticate': 'Basic realm="printer"' });
  }
  const body = await bodyOf(request, options.settings.maxBytes + ATTRIBUTE_BYTES);
  if (body === 'too-large') return end(response, 413, 'the document is too large');
  const answered = await answerIpp(serving, body, user?.name);
  if (answered === undefined) return end(response, 400, 'shorter than the header of a message');
  // The power may have gone meanwhile.
  if (!printer.isOn) return void request.socket.destroy();
  response.writeHead(200, { 'content-type': 'application/ipp', 'cache-control': 'no-cache' });
  response.end(encodeIpp(answered));
}

async function answerControlRequest(
  { printer, origin }: Serving,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bodyOf(request, CONTROL_BYTES);
  if (body === 'too-large') return end(response, 413, 'too large');
  const { method = '', headers } = request;
  const asked = { method, path, origin: headers.origin, body: body.toString() };
  const { status, type, content } = answerControl(printer, asked, origin);
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(content);
}

const ATTRIBUTE_BYTES = 1 << 20;
const CONTROL_BYTES = 4096;

/** The response to a request, whatever it is; undefined if not even its header is there. */
async function answerIpp(
  { printer, runner, options }: Serving,
  body: Uint8Array,
  user: string | undefined,
): Promise<IppMessage | undefined> {
  const decoded = decodeIpp(body);
  if (decoded.kind === 'malformed') {
    const { what, at, header } = decoded;
    const message = `${what} at byte ${at}`;
    return header && refusal(header, { status: 'client-error-bad-request', message });
  }
  try {
    return await runner.run(printer.answer(decoded.message, user));
  } catch (error) {
    options.onError(error);
    const wrong = { status: 'server-error-internal-error', message: 'see its log' } as const;
    return refusal(decoded.message, wrong);
  }
}

function end(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  // What is still on its way is not read: the connection ends with the answer.
  response.writeHead(status, { ...headers, 'content-type': 'text/plain', connection: 'close' });
  response.end(`${text}\n`);
}

/** Who sends more than this is not read any further; who goes away before the end is an error. */
function bodyOf(request: IncomingMessage, maxBytes: number): Promise<Buffer | 'too-large'> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes)
    return Promise.resolve('too-large');
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes) {
        chunks.push(chunk);
      } else {
        chunks.length = 0;
        request.pause();
        resolve('too-large');
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('close', () => reject(GONE));
  });
}

/** The client went away in the middle of a request: nobody is left to be answered. */
const GONE = new Error('the client has gone');

function isOwnName(host: string | undefined): boolean {
  const name = (host ?? '').replace(/:\d+$/, '').toLowerCase();
  return ['127.0.0.1', 'localhost', '[::1]'].includes(name);
}

/** Who shows a right password; undefined if none is asked for. */
function userOf(
  { headers }: IncomingMessage,
  passwords: ReadonlyMap<string, string> | undefined,
): { readonly name: string } | 'unknown' | undefined {
  if (passwords === undefined) return undefined;
  const [, shown = ''] =
    /^Basic ([A-Za-z0-9+/=]{1,1024})$/i.exec(headers.authorization ?? '') ?? [];
  const [, name = '', password = ''] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(shown, 'base64').toString()) ?? [];
  const right = passwords.get(name);
  // Compared also if there is no such user, so that the time does not tell.
  const isRight = timingSafeEqual(digest(password), digest(right ?? `not ${password}`));
  return isRight ? { name } : 'unknown';
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** `deflate` of IPP is raw deflate, without the header of zlib (RFC 8011 §5.4.32, RFC 1951). */
const inflate: Inflate = (compression, bytes, maxBytes) =>
  perform(
    () =>
      new Promise((resolve) => {
        const unpack = compression === 'gzip' ? gunzip : inflateRaw;
        unpack(bytes, { maxOutputLength: maxBytes }, (error, unpacked) => {
          if (error === null) resolve(new Uint8Array(unpacked));
          else resolve(error instanceof RangeError ? 'too-large' : 'corrupt');
        });
      }),
  );

/** The same name at the same place has the same UUID (in the form of RFC 9562 §5.8). */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  const [a, b, c] = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(13, 16)];
  return `${a}-${b}-8${c}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
