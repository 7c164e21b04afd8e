import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { type Process, sleep } from '../../sim/process.ts';
import { RealTime } from '../../sim/real-time.ts';

/** Turns that a starved socket would never see the end of. */
const PLENTY = 2_000_000;

test('sockets and immediates get their turn while the agenda is always due', async () => {
  const server = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');

  const runner = new RealTime();
  let turns = 0;
  let answeredAt = Number.POSITIVE_INFINITY;
  let immediateAt = Number.POSITIVE_INFINITY;
  socket.once('data', () => {
    answeredAt = turns;
  });
  const busy = function* (): Process {
    while (answeredAt === Number.POSITIVE_INFINITY && turns < PLENTY) {
      turns += 1;
      yield sleep(0);
    }
  };
  const all = Array.from({ length: 1000 }, () => runner.run(busy()));
  socket.write('ping');
  setImmediate(() => {
    immediateAt = turns;
  });
  await Promise.all(all);
  runner.stop();
  socket.destroy();
  server.close();
  expect(immediateAt).toBeLessThan(PLENTY);
  expect(answeredAt).toBeLessThan(PLENTY);
});
