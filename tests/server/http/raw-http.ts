import { connect } from 'node:net';

/** A request as it goes over the wire: nothing is checked, escaped or added but what is missing. */
export interface RawRequest {
  readonly method: string;
  /** The target as it stands in the request line. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Sends a request over a connection of its own and answers what comes back until that ends. */
export function askRaw(origin: string, request: RawRequest): Promise<RawAnswer> {
  const { method, path, headers = {}, body = '' } = request;
  const bytes = Buffer.from(body as string);
  const sent: Record<string, string> = {
    host: 'kofu.example',
    connection: 'close',
    ...(bytes.length === 0 ? {} : { 'content-length': String(bytes.length) }),
    ...headers,
  };
  const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  return sendRaw(origin, Buffer.concat([head, bytes]));
}

/** Sends bytes, whatever they are, and reads what comes back until the connection ends. */
export function sendRaw(origin: string, bytes: Uint8Array | string): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (chunk) => chunks.push(chunk));
    // What is refused before it has been sent ends in a broken pipe here; the answer is there.
    socket.on('error', () => {});
    socket.on('close', () => {
      const answer = read(Buffer.concat(chunks).toString());
      if (answer === undefined) reject(new Error('the connection ended without an answer'));
      else resolve(answer);
    });
  });
}

function read(text: string): RawAnswer | undefined {
  const [, status, head = '', body = ''] =
    /^HTTP\/1\.1 (\d{3})[^\r]*\r\n([\s\S]*?)\r\n\r\n([\s\S]*)$/.exec(text) ?? [];
  if (status === undefined) return undefined;
  const headers = head.split('\r\n').map((line): [string, string] => {
    const at = line.indexOf(':');
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
  });
  return { status: Number(status), headers: Object.fromEntries(headers), text: body };
}
