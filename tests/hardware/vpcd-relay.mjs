// Runs inside of the namespace: leads each Unix socket in a folder, which programs outside see as
// well, to one reader of vpcd. Ends with its input.
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

const FIRST_PORT = 35963;
const [folder, readers] = process.argv.slice(2);

for (let reader = 0; reader < Number(readers); reader++) {
  const server = createServer((outside) => {
    const vpcd = connect({ host: '127.0.0.1', port: FIRST_PORT + reader, noDelay: true });
    for (const [from, to] of [
      [outside, vpcd],
      [vpcd, outside],
    ]) {
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
  });
  await new Promise((resolve) => server.listen(join(folder, `vpcd-${reader + 1}`), resolve));
}
process.stdout.write('ready\n');
process.stdin.resume().on('end', () => process.exit());
