import type { AddressInfo } from 'node:net';
import { loadTown } from './tiny-data.ts';
import { tinyServer } from './tiny-server-http.ts';
import { SPOOLS } from './tiny-spool.ts';

// node --import ./register.mjs tests/scenarios/target/tiny-server-worker.ts <folder> <port> [spool]
const [, , folder = '', port = '0', spool = 'sound'] = process.argv;
const server = tinyServer(await loadTown(folder), SPOOLS[spool as keyof typeof SPOOLS]());
server.listen(Number(port), '127.0.0.1', () => {
  const { port: taken } = server.address() as AddressInfo;
  process.stdout.write(`listening on http://127.0.0.1:${taken}\n`);
});
