import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Municipalities } from '../server/municipalities/municipality-data.ts';
import type { Demands } from './demand/demand-text.ts';
import { openDemands, withDemands } from './demand/written-demand.ts';
import { type Logs, NO_LOGS, withLogs } from './fit/written-logs.ts';
import { Scenario } from './scenario.ts';
import { ROWS_MISSING } from './traffic/executors/replay.ts';
import { completeMunicipality } from './traffic/written-municipality.ts';

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

/** Nothing to refer to: a scenario must then bring all data of its municipality. */
const NO_MUNICIPALITIES: Municipalities = new Map();

/** Nor any demand: it must then stand in the scenario. */
const NO_DEMANDS: Demands = (name) => ({
  kind: 'refused',
  complaints: [{ where: name, path: '', message: 'demands by name are not known here' }],
});

/**
 * Reads a scenario from YAML (or JSON) text; answers all of its mistakes at once. `known` are the
 * municipalities that it may refer to, `demands` the demands, `logs` the logs that it replays.
 */
export function readScenario(
  text: string,
  file: string,
  settings: readonly Setting[],
  known = NO_MUNICIPALITIES,
  demands = NO_DEMANDS,
  logs = NO_LOGS,
): Reading {
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
    { known, demands, logs },
    {
      set: ({ path, value }) => document.setIn(path, document.createNode(value)),
      data: () => document.toJS(),
      locate: (path, key) => {
        const offset = offsetOf(document, path, key);
        return offset === undefined ? file : at(offset);
      },
    },
  );
}

/** Judges a scenario that is data already (a module’s export). */
export function judgeScenario(
  data: unknown,
  file: string,
  settings: readonly Setting[],
  known = NO_MUNICIPALITIES,
  demands = NO_DEMANDS,
  logs = NO_LOGS,
): Reading {
  const copy = structuredClone(data);
  return judged(
    settings,
    { known, demands, logs },
    {
      set: ({ path, value }) => assign(copy, path, value),
      data: () => copy,
      locate: () => file,
    },
  );
}

/** A scenario as it was written. */
export interface Written {
  /** Throws if the path leads below a single value. */
  readonly set: (setting: Setting) => void;
  readonly data: () => unknown;
  readonly locate: Locate;
}

type Locate = (path: readonly PropertyKey[], key?: string) => string;

/** What a scenario may refer to by name. */
interface KnownByName {
  readonly known: Municipalities;
  readonly demands: Demands;
  readonly logs: Logs;
}

/** Makes the changes and judges what has come out; a changed value is found where it was set. */
function judged(
  settings: readonly Setting[],
  { known, demands, logs }: KnownByName,
  written: Written,
): Reading {
  openMunicipality(settings, written);
  openDemands(settings, written, demands);
  const unset = settings.flatMap((setting) => refusedBy(written.set, setting));
  if (unset.length > 0) return { kind: 'refused', complaints: unset };
  const whereSet: Locate = (path, key) => {
    const names = key === undefined ? path : [...path, key];
    const isOf = ({ path: above }: Setting) =>
      above.every((name, at) => name === `${String(names[at])}`);
    const setting = settings.find(isOf);
    return setting === undefined ? written.locate(path, key) : `--set ${setting.path.join('.')}`;
  };
  const demanded = withDemands(written.data(), demands);
  if (demanded.kind === 'refused') return demanded;
  const logged = withLogs(demanded.data, logs, whereSet);
  if (logged.kind === 'refused') return logged;
  const { data } = logged;
  const completion = completeMunicipality(municipalityIn(data), known);
  if (completion.kind === 'complete') {
    const parsed = Scenario.safeParse(withMunicipality(data, completion.municipality));
    if (parsed.success) return { kind: 'read', scenario: parsed.data };
    const complaints = causes(parsed.error.issues).flatMap((issue) => told(issue, whereSet));
    return { kind: 'refused', complaints };
  }
  const { message } = completion;
  const path = [MUNICIPALITY, ...completion.path];
  const others = causes(Scenario.safeParse(data).error?.issues ?? [])
    .filter((issue) => issue.path[0] !== MUNICIPALITY)
    .flatMap((issue) => told(issue, whereSet));
  const complaint = { where: whereSet(path), path: path.join('.'), message };
  return { kind: 'refused', complaints: [complaint, ...others] };
}

const MUNICIPALITY = 'municipality';

function municipalityIn(data: unknown): unknown {
  return isMapping(data) ? data[MUNICIPALITY] : undefined;
}

function withMunicipality(data: unknown, municipality: unknown): unknown {
  return isMapping(data) ? { ...data, [MUNICIPALITY]: municipality } : data;
}

function isMapping(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null;
}

/** A municipality that is only named can be changed key by key as well. */
function openMunicipality(settings: readonly Setting[], { set, data }: Written): void {
  const municipality = municipalityIn(data());
  const isChanged = settings.some(({ path }) => path[0] === MUNICIPALITY && path.length > 1);
  if (!isChanged || typeof municipality !== 'string') return;
  set({ path: [MUNICIPALITY], value: { extends: municipality } });
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

/** Mistakes without those that only follow: a log is not read before it is known how, and when. */
function causes(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  return issues.filter(({ message, path: [, name] }) => {
    const isCause = (other: z.core.$ZodIssue) =>
      other.message !== ROWS_MISSING &&
      (other.path[0] === 'workloads' ? other.path[1] === name : WINDOW.has(other.path[0]));
    return message !== ROWS_MISSING || !issues.some(isCause);
  });
}

/** What says when a run is. */
const WINDOW: ReadonlySet<PropertyKey | undefined> = new Set(['start', 'duration']);

/** A mistake as it is told, at the place where it was written. */
export function told(issue: z.core.$ZodIssue, locate: Locate): readonly Complaint[] {
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
  if (issue.code === 'invalid_union' && issue.path.at(-1) === 'operation') {
    const message = 'name one of the operations listed in docs/office.md';
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
export function offsetOf(
  document: Document,
  path: readonly PropertyKey[],
  key?: string,
): number | undefined {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    // What was set has no place in the text.
    if (!isNode(node) || node.range == null) continue;
    if (key !== undefined && isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (pair !== undefined && isNode(pair.key)) return pair.key.range?.[0];
    }
    return node.range[0];
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
