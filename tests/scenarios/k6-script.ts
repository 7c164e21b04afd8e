import assert from 'node:assert/strict';
import { createHmac, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';
import { transformSync } from '@swc/core';
import { request, WebSocket } from 'undici';

/** What k6's modules are replaced by, each under its name. */
export type StandIns = Readonly<Record<string, object>>;

/** What a k6 script exports. */
export interface Script {
  readonly options: {
    readonly scenarios: { readonly sessions: Readonly<Record<string, unknown>> };
    readonly thresholds: Readonly<Record<string, readonly string[]>>;
    readonly maxRedirects: number;
  };
  readonly setup: () => Promise<void>;
  readonly default: () => Promise<void>;
}

/** Compiles a script of scenarios/k6 and what it imports, and runs it over stand-ins for k6. */
export function k6Script<Exports = Script>(
  path: string,
  standIns: StandIns,
  environment: Readonly<Record<string, string>> = {},
): Exports {
  const { code } = transformSync(readFileSync(path, 'utf8'), {
    filename: path,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  const load = (name: string): unknown => {
    if (name.startsWith('.')) return k6Script(join(dirname(path), name), standIns, environment);
    const standIn = standIns[name];
    if (standIn === undefined) throw new Error(`there is no stand-in for ${name}`);
    return { __esModule: true, ...standIn };
  };
  const exported = {};
  const init = ['exports', 'require', '__ENV', 'open', 'crypto'];
  const open = (file: string) => readFileSync(file, 'utf8');
  compileFunction(code, init)(exported, load, environment, open, webcrypto);
  return exported as Exports;
}

/** What a script has checked: how often it was so, and how often not. */
export type Checks = Map<string, { passes: number; fails: number }>;

/** k6 as far as the scripts use it, over Node: real WebSockets and real HTTP, one virtual user. */
export function overNode(checks: Checks, metrics = new Map<string, number[]>()): StandIns {
  const check = (value: unknown, asserted: Record<string, (value: unknown) => boolean>) => {
    const holds = Object.entries(asserted).map(([name, holdsFor]) => {
      const passes = holdsFor(value);
      const count = checks.get(name) ?? { passes: 0, fails: 0 };
      count[passes ? 'passes' : 'fails'] += 1;
      checks.set(name, count);
      return passes;
    });
    return holds.every(Boolean);
  };
  class Trend {
    readonly #samples: number[] = [];
    constructor(name: string) {
      metrics.set(name, this.#samples);
    }
    add(sample: number): void {
      this.#samples.push(sample);
    }
  }
  const abort = (message: string) => {
    throw new Error(message);
  };
  return {
    k6: { check },
    'k6/crypto': { default: { hmac } },
    'k6/data': { SharedArray: shared },
    'k6/encoding': { default: { b64decode, b64encode } },
    'k6/execution': { default: { vu: { idInTest: 1 }, test: { abort } } },
    'k6/http': { default: { asyncRequest, expectedStatuses: () => null } },
    'k6/metrics': { Trend, Counter: Trend },
    'k6/timers': { setTimeout, clearTimeout },
    'k6/websockets': { WebSocket },
  };
}

/** The one encoding that the scripts ask for, without padding. */
function hmac(algorithm: string, key: string, data: string, encoding: 'base64rawurl'): string {
  assert(encoding === 'base64rawurl');
  return createHmac(algorithm, key).update(data).digest('base64url');
}

/** `new SharedArray(…)` is whatever list the function makes. */
function shared(_name: string, made: () => readonly unknown[]): readonly unknown[] {
  return made();
}

function b64decode(text: string): ArrayBuffer {
  return new Uint8Array(Buffer.from(text, 'base64')).buffer;
}

function b64encode(data: ArrayBuffer): string {
  return Buffer.from(data).toString('base64');
}

/** As k6 answers: an error is an answer of status 0, and JSON is read when it is asked for. */
async function asyncRequest(
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  body: string | null,
  { headers = {} }: { readonly headers?: Record<string, string> },
) {
  try {
    const { statusCode, body: answer } = await request(url, { method, body, headers });
    const text = await answer.text();
    return { status: statusCode, json: () => JSON.parse(text) };
  } catch {
    return { status: 0, json: () => JSON.parse('') };
  }
}
