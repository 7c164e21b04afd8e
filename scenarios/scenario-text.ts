import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { Scenario } from './scenario.ts';

/** One mistake in a scenario: where it is, and what to do about it. */
export interface Complaint {
  /** `file:line:column`, as precise as it is known. */
  readonly where: string;
  /** Path of the value within the scenario, e.g. `stores.inside`. */
  readonly path: string;
  readonly message: string;
}

export type Reading =
  | { readonly kind: 'read'; readonly scenario: Scenario }
  | { readonly kind: 'refused'; readonly complaints: readonly Complaint[] };

/** `path=value` as given with `--set`; the value is read as YAML. */
export interface Setting {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Reads a scenario from YAML (or JSON) text; answers all of its mistakes at once. */
export function readScenario(text: string, file: string, settings: readonly Setting[]): Reading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    const complaints = document.errors.map(({ pos, message }) => ({
      where: at(pos[0]),
      path: '',
      message: `this is not YAML: ${message}`,
    }));
    return { kind: 'refused', complaints };
  }
  if (!isMap(document.contents)) {
    const message = 'a scenario is a map of keys and values; see docs/scenarios.md';
    return { kind: 'refused', complaints: [{ where: file, path: '', message }] };
  }
  return judged(
    settings,
    ({ path, value }) => document.setIn(path, value),
    () => document.toJS(),
    (path, key) => {
      const offset = offsetOf(document, path, key);
      return offset === undefined ? file : at(offset);
    },
  );
}

/** Judges a scenario that is data already (a module’s export). */
export function judgeScenario(data: unknown, file: string, settings: readonly Setting[]): Reading {
  const copy = structuredClone(data);
  return judged(
    settings,
    ({ path, value }) => assign(copy, path, value),
    () => copy,
    () => file,
  );
}

type Locate = (path: readonly PropertyKey[], key?: string) => string;

/** Makes the changes and judges what has come out; a changed value is found where it was set. */
function judged(
  settings: readonly Setting[],
  set: (setting: Setting) => void,
  data: () => unknown,
  locate: Locate,
): Reading {
  const unset = settings.flatMap((setting) => refusedBy(set, setting));
  if (unset.length > 0) return { kind: 'refused', complaints: unset };
  const parsed = Scenario.safeParse(data());
  if (parsed.success) return { kind: 'read', scenario: parsed.data };
  const whereSet: Locate = (path, key) => {
    const names = key === undefined ? path : [...path, key];
    const isOf = ({ path: above }: Setting) =>
      above.every((name, at) => name === `${String(names[at])}`);
    const setting = settings.find(isOf);
    return setting === undefined ? locate(path, key) : `--set ${setting.path.join('.')}`;
  };
  const complaints = parsed.error.issues.flatMap((issue) => told(issue, whereSet));
  return { kind: 'refused', complaints };
}

function refusedBy(set: (setting: Setting) => void, setting: Setting): readonly Complaint[] {
  try {
    set(setting);
    return [];
  } catch {
    const path = setting.path.join('.');
    const message = 'this would be below a single value; name a key of a map';
    return [{ where: `--set ${path}`, path, message }];
  }
}

function told(issue: z.core.$ZodIssue, locate: Locate): readonly Complaint[] {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      where: locate(issue.path, key),
      path: path === '' ? key : `${path}.${key}`,
      message: 'there is no such key; remove it or correct its name (docs/scenarios.md lists all)',
    }));
  }
  if (issue.code === 'invalid_union' && issue.path.at(-1) === 'executor') {
    const message = 'name one of the executors listed in docs/scenarios.md';
    return [{ where: locate(issue.path), path, message }];
  }
  if (issue.code === 'invalid_key') {
    const message = `the key: ${issue.issues.map((inner) => inner.message).join('; ')}`;
    return [{ where: locate(issue.path.slice(0, -1), String(issue.path.at(-1))), path, message }];
  }
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) {
    const message = `this is missing (${issue.expected}); docs/scenarios.md says what it is`;
    return [{ where: locate(issue.path), path, message }];
  }
  return [{ where: locate(issue.path), path, message: issue.message }];
}

/** Where in the text the value at a path stands, or the key within it, or what comes nearest. */
function offsetOf(
  document: Document,
  path: readonly PropertyKey[],
  key?: string,
): number | undefined {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (!isNode(node)) continue;
    if (key !== undefined && isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (pair !== undefined && isNode(pair.key)) return pair.key.range?.[0];
    }
    return node.range?.[0];
  }
  return undefined;
}

function assign(target: unknown, path: readonly string[], value: unknown): void {
  let place = target as Record<string, unknown>;
  for (const key of path.slice(0, -1)) {
    place[key] ??= {};
    place = place[key] as Record<string, unknown>;
  }
  place[path.at(-1) as string] = value;
}
