import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { Channels } from './channels.ts';

/** The channels of a city that comes with kofu, e.g. `miyazaki`; throws where the file has mistakes. */
export function shippedChannels(city: string): Channels {
  const file = fileURLToPath(new URL(`./${city}.yaml`, import.meta.url));
  return Channels.parse(parse(readFileSync(file, 'utf8')));
}
