import { readFileSync } from 'node:fs';

/** Fewer characters than this are a password, and no key. */
const CHARACTERS_MIN = 32;

/** A file that holds no key, with the remedy. */
export class FleetKeyRefused extends Error {
  override readonly name = 'FleetKeyRefused';
}

/**
 * The fleet key in a file: its text, without spaces and line breaks at both ends. Throws
 * FleetKeyRefused if there is none, or one too short.
 */
export function readFleetKey(file: string): string {
  return readKey(file, 'fleet key');
}

/** The same of the link key, from which centre and issuing servers derive their credentials. */
export function readLinkKey(file: string): string {
  return readKey(file, 'link key');
}

function readKey(file: string, name: string): string {
  const key = textOf(file, name).trim();
  if (key.length >= CHARACTERS_MIN) return key;
  throw new FleetKeyRefused(
    `${file} holds ${key.length} characters, a ${name} has ${CHARACTERS_MIN} or more: ` +
      `make one with openssl rand -hex 32 > ${file}`,
  );
}

function textOf(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new FleetKeyRefused(
      `the ${name} cannot be read from ${file} (${code}): name a file that holds one`,
    );
  }
}
