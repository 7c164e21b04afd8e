// Makes the fonts of the panel: npm pack @expo-google-fonts/biz-udpgothic@0.4.2, unpack it, and
// node devices/panel/page/fonts/build-subset.mjs <the folder>
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { ja } from '@faker-js/faker';
import subsetFont from 'subset-font';

const ROOT = new URL('../../../../', import.meta.url);

/** Where the sentences stand that the panel shows. */
const SOURCES = [
  'devices/kiosk/prompts.ts',
  'scenarios/device-commands/kiosk-residents.ts',
  'server/problems.ts',
  'server/problems-wire.ts',
  ...readdirSync(new URL('devices/panel/page/', ROOT))
    .filter((name) => /\.(js|html)$/.test(name))
    .map((name) => `devices/panel/page/${name}`),
];

/** Names of municipalities that come with kofu. */
const PLACES = readdirSync(new URL('server/municipalities/', ROOT))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(new URL(`server/municipalities/${name}`, ROOT), 'utf8'));

const text = [
  ...SOURCES.map((path) => readFileSync(new URL(path, ROOT), 'utf8')),
  ...PLACES,
  JSON.stringify(ja.person),
  Array.from({ length: 0x5f }, (_, index) => String.fromCodePoint(0x20 + index)).join(''),
  Array.from({ length: 0xbf }, (_, index) => String.fromCodePoint(0x3041 + index)).join(''),
].join('');

for (const [weight, name] of [
  ['400Regular', 'Regular'],
  ['700Bold', 'Bold'],
]) {
  const source = `${argv[2]}/${weight}/BIZUDPGothic_${weight}.ttf`;
  const font = await subsetFont(readFileSync(source), text, { targetFormat: 'woff2' });
  writeFileSync(fileURLToPath(new URL(`BIZUDPGothic-${name}-subset.woff2`, import.meta.url)), font);
}
