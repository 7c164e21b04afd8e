import type { FastifyInstance } from 'fastify';
import type { Server as SocketServer } from 'socket.io';
import type { RealTime } from '../../sim/real-time.ts';
import { within } from '../../sim/waiting.ts';
import type { Drain } from './drain.ts';

/** How long answers may take to reach those who asked, once nothing is in hand any more, ms. */
const FAREWELL_MS = 2_000;
/** How often connections that have had their answer are looked for, ms. */
const LOOK_MS = 20;

export interface Serving {
  readonly app: FastifyInstance;
  /** Of a centre. */
  readonly bus?: SocketServer;
  readonly drain: Drain;
  readonly runner: RealTime;
}

/**
 * Ends a server in order: it takes no new sessions, finishes those in hand for at most `drainMs`,
 * and only then lets kiosks go, for without the bus their tokens are worth nothing.
 */
export async function shutDown(serving: Serving, drainMs: number): Promise<void> {
  const { app, bus, drain, runner } = serving;
  await runner.run(within(drainMs, drain.run(), 'measured'));
  const looking = setInterval(() => app.server.closeIdleConnections(), LOOK_MS);
  const farewell = setTimeout(() => app.server.closeAllConnections(), FAREWELL_MS);
  try {
    await Promise.all([bus?.close(), app.close()]);
  } finally {
    clearInterval(looking);
    clearTimeout(farewell);
  }
}
