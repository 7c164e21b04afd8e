import { readdirSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { RealTime } from '../../sim/real-time.ts';
import type { Panel } from './panel.ts';
import { PanelAction } from './panel-action.ts';

/** What a panel is served with. */
export interface PanelServing {
  readonly panel: Panel;
  readonly runner: RealTime;
  /** TCP port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** What the tester’s pane has to know once: whose cards there are, and the like. */
  readonly about: unknown;
  readonly onError: (error: unknown) => void;
}

/** A panel that browsers of this machine can open. */
export interface ServedPanel {
  readonly origin: string;
  /** Tells all browsers, as soon as this turn is over, what is to be seen now. */
  changed(): void;
  close(): Promise<void>;
}

/** Nothing from anywhere else, and nobody around it. */
const POLICY = [
  "default-src 'none'",
  ...['script', 'style', 'img', 'font', 'connect'].map((what) => `${what}-src 'self'`),
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

const MEDIA: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Browsers that look on at once, at most. */
const LOOKERS_MAX = 20;

/** A browser that does not read so many bytes has gone. */
const UNREAD_BYTES_MAX = 2 ** 20;

const NOBODY = { status: 403, error: 'only pages of this panel may ask' };

/** Serves a panel on 127.0.0.1, to browsers of this machine only. */
export async function servePanel(serving: PanelServing): Promise<ServedPanel> {
  const { panel, port } = serving;
  const app = fastify({ logger: false, bodyLimit: 4096, forceCloseConnections: true });
  const lookers = new Set<ServerResponse>();
  let isDue = false;
  const tell = () => {
    isDue = false;
    const text = `data: ${JSON.stringify(panel.view())}\n\n`;
    for (const looker of lookers) {
      if (looker.writableLength > UNREAD_BYTES_MAX) looker.destroy();
      else looker.write(text);
    }
  };
  guard(app);
  serveFiles(app);
  serveState(app, serving, lookers);
  await app.listen({ host: '127.0.0.1', port });
  const { port: taken } = app.server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${taken}`,
    changed: () => {
      if (isDue) return;
      isDue = true;
      setImmediate(tell);
    },
    close: async () => {
      for (const looker of lookers) looker.destroy();
      await app.close();
    },
  };
}

/** A page of another site must not work this panel, under whatever name it calls this machine. */
function guard(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    const { host = '', origin } = request.headers;
    const isHere = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host);
    const isOwn = origin === undefined || origin === `http://${host}`;
    if (!isHere || !isOwn) return reply.code(NOBODY.status).send(NOBODY);
    return undefined;
  });
  app.setNotFoundHandler((_request, reply) => {
    return reply.code(404).send({ status: 404, error: 'there is nothing here' });
  });
}

/** The page and what belongs to it, as they lie beside this file. */
function serveFiles(app: FastifyInstance): void {
  const folder = new URL('page/', import.meta.url);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const media = MEDIA[extname(name)];
    if (media === undefined) continue;
    const body = readFileSync(new URL(name, folder));
    const send = (_request: FastifyRequest, reply: FastifyReply) => reply.type(media).send(body);
    app.get(name === 'index.html' ? '/' : `/${name}`, send);
  }
}

function serveState(
  app: FastifyInstance,
  { panel, runner, about, onError }: PanelServing,
  lookers: Set<ServerResponse>,
): void {
  app.get('/about', (_request, reply) => reply.send(about));
  app.get('/view', (_request, reply) => reply.send(panel.view()));
  app.get('/views', (request, reply) => {
    if (lookers.size >= LOOKERS_MAX) {
      return reply.code(503).send({ status: 503, error: 'too many browsers look at this panel' });
    }
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
    raw.write(`data: ${JSON.stringify(panel.view())}\n\n`);
    lookers.add(raw);
    request.raw.on('close', () => lookers.delete(raw));
    return reply;
  });
  app.get<{ Params: { sheet: string } }>('/papers/:journey/:sheet.png', (request, reply) => {
    const png = panel.picture(Number(request.params.sheet));
    if (png === undefined) return reply.callNotFound();
    return reply.type('image/png').send(Buffer.from(png));
  });
  app.post('/acts', async (request, reply) => {
    const done = PanelAction.safeParse(request.body);
    if (!done.success) {
      return reply.code(400).send({ status: 400, error: 'there is no such action' });
    }
    const result = await runner.run(panel.act(done.data));
    return reply.code(result === 'done' ? 200 : 409).send({ result });
  });
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    const { statusCode: status = 500 } = error;
    if (status >= 500) onError(error);
    return reply.code(status).send({ status, error: status >= 500 ? 'broken' : 'refused' });
  });
}
