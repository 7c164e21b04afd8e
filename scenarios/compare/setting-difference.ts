import type { RunTelling, ToldRun } from './compared-run.ts';

/** One thing in which two runs were not made alike. */
export interface SettingDifference {
  readonly what: string;
  readonly from: string;
  readonly to: string;
  /** Whether runs that differ in it measure different things, whatever the server is like. */
  readonly isForeign: boolean;
}

/** Parts of a scenario that say what is tested or how it is told, and not who comes. */
const TESTED = ['server', 'title', 'thresholds', 'case', 'expect', 'description'];

/** In what two runs differ, foreign things first. What is compared with must come first. */
export function settingDifferences(a: ToldRun, b: ToldRun): readonly SettingDifference[] {
  const [from, to] = [a.summary, b.summary];
  const all = [
    ...configDifferences(from, to),
    ...scenarioDifferences(a, b),
    ...plain('seed', from.seed, to.seed),
    ...plain('commit', from.commit, to.commit),
    ...versionDifferences(from, to),
  ];
  return [...all.filter(({ isForeign }) => isForeign), ...all.filter((one) => !one.isForeign)];
}

function configDifferences(a: RunTelling, b: RunTelling): readonly SettingDifference[] {
  const [from, to] = [a.config, b.config];
  return [
    ...foreign('scenario', from.scenario, to.scenario),
    ...foreign('clock', from.clock, to.clock),
    ...foreign('speed', from.speed, to.speed),
    ...foreign('render', from.render, to.render),
    ...interruptions(a, b),
    ...plain('target', from.target, to.target),
    ...plain('mutant', from.mutant ?? 'none', to.mutant ?? 'none'),
  ];
}

/** What was cut short has no whole day to compare, even if both were. */
function interruptions(a: RunTelling, b: RunTelling): readonly SettingDifference[] {
  const [from, to] = [a.metadata.interrupted, b.metadata.interrupted];
  if (!from && !to) return [];
  return [{ what: 'interrupted', from: String(from), to: String(to), isForeign: true }];
}

function scenarioDifferences(a: ToldRun, b: ToldRun): readonly SettingDifference[] {
  if (a.scenario === undefined || b.scenario === undefined) {
    const [from, to] = [a.summary.config, b.summary.config];
    return [
      ...foreign('start', from.start, to.start),
      ...foreign('duration', from.duration, to.duration),
    ];
  }
  const [from, to] = [leaves(a.scenario), leaves(b.scenario)];
  const paths = [...new Set([...from.keys(), ...to.keys()])].filter((path) => path !== 'name');
  return paths.flatMap((path) => {
    const tell = TESTED.includes(path.split('.')[0] as string) ? plain : foreign;
    // The mutant is told once, by what was planted.
    if (path === 'server.mutant') return [];
    return tell(path, from.get(path) ?? 'left out', to.get(path) ?? 'left out');
  });
}

function versionDifferences(a: RunTelling, b: RunTelling): readonly SettingDifference[] {
  const names = [...new Set([...Object.keys(a.versions), ...Object.keys(b.versions)])];
  return names.flatMap((name) =>
    plain(`version of ${name}`, a.versions[name] ?? 'none', b.versions[name] ?? 'none'),
  );
}

type Plain = string | number | boolean;

function plain(what: string, from: Plain, to: Plain): readonly SettingDifference[] {
  return difference(what, from, to, false);
}

function foreign(what: string, from: Plain, to: Plain): readonly SettingDifference[] {
  return difference(what, from, to, true);
}

function difference(what: string, from: Plain, to: Plain, isForeign: boolean) {
  return from === to ? [] : [{ what, from: String(from), to: String(to), isForeign }];
}

/** The plain values of nested data by their paths, such as `stores.inside`. */
function leaves(value: unknown, path = ''): ReadonlyMap<string, string> {
  if (value === null || typeof value !== 'object') return new Map([[path, String(value)]]);
  const parts = Object.entries(value);
  if (parts.length === 0) return new Map([[path, Array.isArray(value) ? '[]' : '{}']]);
  return new Map(
    parts.flatMap(([key, part]) => [...leaves(part, path === '' ? key : `${path}.${key}`)]),
  );
}
