import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadTown } from './tiny-data.ts';
import { draw } from './tiny-page.ts';

/**
 * A server with an interface of its own: `GET /people/<serial>` says what somebody pays, and
 * `POST /papers/<serial>/<job>` is answered with the PDF.
 */
const [, , folder = '', port = '0'] = process.argv;
const { bySerial, households } = await loadTown(folder);
const server = createServer(async (request, response) => {
  const [, what, serial = '', requestId = ''] = (request.url ?? '').split('/');
  const owner = bySerial.get(serial);
  if (!owner) return response.writeHead(404).end();
  if (what === 'people') return response.end('200');
  const household = households.get(owner.householdNo) ?? [owner];
  const pdf = await draw({ owner, household, requestId, number: `C-${requestId}` });
  return response.writeHead(200, { 'x-pages': Math.ceil(household.length / 2) }).end(pdf);
});
server.listen(Number(port), '127.0.0.1', () => {
  const { port: taken } = server.address() as AddressInfo;
  process.stdout.write(`listening on http://127.0.0.1:${taken}\n`);
});
