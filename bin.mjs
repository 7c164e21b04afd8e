#!/usr/bin/env node
// The build in dist/ where it is newer than every file it was made from (it starts twice as
// fast), else the sources through ts-node: a working checkout never runs yesterday's code.
import { readdirSync, statSync } from 'node:fs';

const SOURCES = ['main.ts', 'sim', 'server', 'devices', 'scenarios', 'reports'];

process.setSourceMapsEnabled(true);
if (buildIsCurrent()) {
  await import('./dist/main.js');
} else {
  await import('./register.mjs');
  await import('./main.ts');
}

function buildIsCurrent() {
  const built = modified(new URL('dist/main.js', import.meta.url));
  return built > 0 && SOURCES.every((source) => newest(source) <= built);
}

/** When a file, or the newest file below a folder, was modified (ms); 0 if there is none. */
function newest(source) {
  const url = new URL(source, import.meta.url);
  const stats = statSync(url, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0;
  const files = readdirSync(url, { recursive: true });
  return Math.max(
    0,
    ...files.map((file) => modified(new URL(`${source}/${file}`, import.meta.url))),
  );
}

function modified(url) {
  return statSync(url, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
