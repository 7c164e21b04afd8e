import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LiveRunMetrics } from './export-live-metrics.ts';
import { PrometheusInstruments } from './export-prometheus.ts';
import { watchedLoop } from './loop-delay-system.ts';
import { FolderRefused } from './run-folder-files.ts';

/** The metrics of a run under way, served on this machine alone. */
export interface ServedMetrics {
  readonly metrics: LiveRunMetrics;
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves GET /metrics as OpenMetrics on 127.0.0.1; port 0 takes a free one. Throws FolderRefused
 * if the port cannot be had.
 */
export async function serveLiveMetrics(port: number): Promise<ServedMetrics> {
  const loop = watchedLoop();
  const instruments = new PrometheusInstruments();
  const metrics = new LiveRunMetrics(instruments, loop);
  const server = serverOf(instruments);
  await listening(server, port);
  const address = server.address() as AddressInfo;
  return {
    metrics,
    url: `http://127.0.0.1:${address.port}/metrics`,
    close: () => {
      loop.close();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function serverOf(metrics: PrometheusInstruments): Server {
  return createServer((request, response) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead || request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(isRead ? 404 : 405, { 'content-type': 'text/plain' });
      response.end(isRead ? 'GET /metrics\n' : 'read only\n');
      return;
    }
    metrics.text().then(
      (text) => {
        response.writeHead(200, { 'content-type': metrics.contentType });
        response.end(request.method === 'HEAD' ? undefined : text);
      },
      () => response.writeHead(500).end(),
    );
  });
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be had: ${error.message}`;
      reject(new FolderRefused(`port ${port} ${why}: name another with --metrics-port, or 0`));
    });
    server.listen(port, '127.0.0.1');
  });
}
