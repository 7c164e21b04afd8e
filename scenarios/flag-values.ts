import { InvalidArgumentError } from 'commander';
import { parse as parseYaml } from 'yaml';
import { Duration, durationMs } from '../sim/units.ts';
import type { Setting } from './scenario-text.ts';

/** A number greater than 0. */
export function positive(text: string): number {
  const value = numberOf(text);
  if (!(value > 0 && Number.isFinite(value))) {
    throw new InvalidArgumentError('Write a number greater than 0.');
  }
  return value;
}

/** A whole number, 0 or more. */
export function whole(text: string): number {
  const value = numberOf(text);
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new InvalidArgumentError('Write a whole number, 0 or more.');
  }
  return value;
}

/** Nothing at all, as of a shell variable that is not set, is no number. */
function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** A port of TCP; 0 takes a free one. */
export function tcpPort(text: string): number {
  const value = whole(text);
  if (value > 65_535) throw new InvalidArgumentError('Write a port, 0 to 65535.');
  return value;
}

/** A duration as scenarios write it, in ms. */
export function duration(text: string): number {
  const parsed = Duration.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('Write a duration, e.g. 200s.');
  return durationMs(parsed.data);
}

/** Where an OpenTelemetry collector listens. */
export function collectorUrl(text: string): string {
  const { protocol } = URL.canParse(text) ? new URL(text) : { protocol: '' };
  if (protocol === 'http:' || protocol === 'https:') return text;
  throw new InvalidArgumentError('Write the address of a collector, e.g. http://127.0.0.1:4318.');
}

/** `path=value`, added to those before it; the value is read as YAML. */
export function setting(text: string, before: readonly Setting[]): readonly Setting[] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write path=value, e.g. stores.inside=20.');
  const path = text.slice(0, at).split('.');
  try {
    return [...before, { path, value: parseYaml(text.slice(at + 1)) }];
  } catch {
    throw new InvalidArgumentError('Write the value as YAML, e.g. stores.inside=20.');
  }
}
