import { randomUUID } from 'node:crypto';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { type Process, perform, type Runner } from '../../sim/process.ts';
import { RealTime } from '../../sim/real-time.ts';
import type { PageReader } from './page-reader.ts';
import { IPP_PATIENCE, RemoteIppPrinter } from './printer-ipp.ts';
import { IppClient, type IppWire, type WireAnswer } from './printer-ipp-client.ts';
import type { IppPatience } from './printer-ipp-job.ts';
import { type IppPlace, ippPlace } from './printer-ipp-place.ts';
import { askStanding } from './printer-ipp-state.ts';

/** A printer that has answered, for kiosks to print on. */
export interface OpenRemotePrinter {
  readonly kind: 'open';
  printer(runner: Runner, reader: PageReader): RemoteIppPrinter;
  /** Takes back what the printer has not done with. */
  close(): Promise<void>;
}

/** Asks the printer at a URL what it can do; answers in a few words why it cannot be used. */
export async function openRemotePrinter(
  url: string,
  tell: (what: string) => void,
  patience: IppPatience = IPP_PATIENCE,
): Promise<OpenRemotePrinter | { readonly kind: 'refused'; readonly why: string }> {
  const place = ippPlace(url);
  if (place === undefined) return { kind: 'refused', why: 'its URL names no printer' };
  const wire = new HttpIppWire(place);
  const client = new IppClient(wire, place.printerUri, place.user);
  // Printers live in the machine's own time, whatever the speed of the citizens.
  const time = new RealTime();
  const opened: RemoteIppPrinter[] = [];
  const close = async () => {
    for (const each of opened) if (each.spooled > 0) await time.run(each.status());
    wire.close();
    time.stop();
  };
  const standing = await time.run(askStanding(client, patience.answerMs));
  const unfit = 'what' in standing ? standing.what : undefined;
  if ('what' in standing || !standing.printsPdf) {
    await close();
    return { kind: 'refused', why: unfit ?? 'it prints no PDF (document-format-supported)' };
  }
  const printer: OpenRemotePrinter['printer'] = (runner, reader) => {
    const jobPrefix = `kofu-${randomUUID()}`;
    const made = new RemoteIppPrinter({ runner, client, reader, tell, jobPrefix, patience });
    opened.push(made);
    return made;
  };
  return { kind: 'open', printer, close };
}

/** An answer longer than this is none: the longest known is of some 100 KiB. */
const ANSWER_BYTES = 1 << 20;

/**
 * IPP over HTTP POST (RFC 8010 §4), each request on its own connection: printers drop idle ones
 * without notice, and a request on such a one is lost. Over TLS the certificate must be one that
 * Node.js trusts; NODE_EXTRA_CA_CERTS adds that of a printer which has signed its own.
 */
export class HttpIppWire implements IppWire {
  readonly #place: IppPlace;
  readonly #agent: HttpAgent;

  constructor(place: IppPlace) {
    this.#place = place;
    this.#agent = place.isTls ? new HttpsAgent() : new HttpAgent();
  }

  *exchange(request: Uint8Array): Process<WireAnswer> {
    return yield* perform((signal) => this.#post(request, signal));
  }

  #post(body: Uint8Array, signal: AbortSignal): Promise<WireAnswer> {
    const { httpUrl, isTls, user, password } = this.#place;
    const start = isTls ? httpsRequest : httpRequest;
    return new Promise((resolve) => {
      const request = start(httpUrl, {
        method: 'POST',
        agent: this.#agent,
        signal,
        headers: { 'content-type': 'application/ipp', 'content-length': body.length },
        ...(password !== undefined && { auth: `${user}:${password}` }),
      });
      request.on('error', (error) => resolve({ kind: 'silent', what: told(error) }));
      request.on('response', (response) => {
        void answerOf(response).then((answer) => {
          resolve(answer);
          request.destroy();
        });
      });
      request.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

function answerOf(response: IncomingMessage): Promise<WireAnswer> {
  const { statusCode } = response;
  return new Promise((resolve) => {
    if (statusCode !== 200) {
      resolve({ kind: 'unusable', what: `HTTP ${statusCode}${REMEDIES[statusCode ?? 0] ?? ''}` });
      return;
    }
    const chunks: Buffer[] = [];
    let length = 0;
    response.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= ANSWER_BYTES) chunks.push(chunk);
      else resolve({ kind: 'unusable', what: `an answer of more than ${ANSWER_BYTES} bytes` });
    });
    response.on('error', (error) => resolve({ kind: 'silent', what: told(error) }));
    response.on('close', () => resolve({ kind: 'silent', what: 'the answer breaks off' }));
    response.on('end', () => resolve({ kind: 'answered', bytes: Buffer.concat(chunks) }));
  });
}

const REMEDIES: Readonly<Record<number, string>> = {
  401: ': put a user and a password into its URL, ipp://user:password@…',
  403: ': it does not let this user print',
  404: ': its URL has another path',
  426: ': it wants TLS, ipps://…',
};

function told(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined || error.message.includes(code)
    ? error.message
    : `${error.message} (${code})`;
}
