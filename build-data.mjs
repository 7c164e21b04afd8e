// The second half of `npm run build`: what the code reads at run time (fonts, tables, pages) goes
// beside the compiled code that reads it.
import { cpSync } from 'node:fs';

for (const room of ['sim', 'server', 'devices', 'scenarios', 'reports']) {
  cpSync(room, `dist/${room}`, { recursive: true, filter: (path) => !/\.(ts|mjs)$/.test(path) });
}
cpSync('docs/source-statistics.csv', 'dist/docs/source-statistics.csv');
