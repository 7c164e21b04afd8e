import { Document, isCollection, visit } from 'yaml';
import type { Municipalities } from '../../server/municipalities/municipality-data.ts';
import { Scenario } from '../scenario.ts';
import type { Shrunk } from './shrink.ts';

/** What a shrunk scenario is told with. */
export interface ShrunkTelling {
  readonly seed: number;
  /** Name of the scenario it was shrunk from. */
  readonly from: string;
  /** The command that runs it. */
  readonly command: string;
  /** Municipalities that a scenario may refer to. */
  readonly known: Municipalities;
}

/** A shrunk scenario as a file: what it shows, how to run it, and no value that is a default. */
export function shrunkText(shrunk: Shrunk, telling: ShrunkTelling): string {
  const { violation, journeys, runs, finished } = shrunk;
  const { seed, from, command, known } = telling;
  const comment = [
    `${violation.oracle} alarms in this scenario: ${violation.message}.`,
    '',
    `Shrunk from ${journeys.before} journeys of ${from} to ${journeys.after}, in ${runs} runs.`,
    finished
      ? 'Nothing more can be left out: no journey, fault or office operation.'
      : 'The budget ended before nothing more could be left out.',
    '',
    `Run it with seed ${seed}, on which it depends; it ends with exit code 98:`,
    `  ${command}`,
  ].flatMap((line) => wrapped(line, COLUMNS - 2));
  const data = brief(named(shrunk.scenario), known);
  return `${comment.map((line) => `# ${line}`.trimEnd()).join('\n')}\n${yamlOf(data)}`;
}

/** Lists of maps have an item on each line, as people write them. */
function yamlOf(data: unknown): string {
  const document = new Document(data);
  visit(document, {
    Map: (_, map, path) => {
      const isItem = path.length > 2;
      const isPlain = !map.items.some(({ value }) => isCollection(value));
      if (isItem && isPlain) map.flow = true;
    },
    Seq: (_, list) => {
      if (!list.items.some(isCollection)) list.flow = true;
    },
  });
  return document.toString({ lineWidth: COLUMNS, singleQuote: true });
}

const COLUMNS = 100;

/** Longest name that a scenario can have. */
const NAME = 64;
const SUFFIX = '-shrunk';

function named(scenario: Scenario): Scenario {
  const { name, title } = scenario;
  if (name.endsWith(SUFFIX)) return scenario;
  return {
    ...scenario,
    name: name.slice(0, NAME - SUFFIX.length) + SUFFIX,
    title: { ja: `${title.ja}（縮小）`, en: `${title.en}, shrunk` },
  };
}

/** The same scenario without what the format says by itself. */
function brief(scenario: Scenario, known: Municipalities): unknown {
  const text = JSON.stringify(Scenario.parse(scenario));
  const isSame = (data: unknown) => {
    const parsed = Scenario.safeParse(data);
    return parsed.success && JSON.stringify(parsed.data) === text;
  };
  const data = structuredClone(scenario) as Record<string, unknown>;
  leaveOut(data, () => isSame(data));
  const municipality = asChanges(scenario.municipality, known);
  return municipality === undefined ? data : { ...data, municipality };
}

/** A municipality as changes to one that comes with kofu; undefined if it is none of those. */
function asChanges(municipality: Scenario['municipality'], known: Municipalities): unknown {
  const shipped = known.get(municipality.code);
  if (shipped === undefined) return undefined;
  const changes = patchOf(shipped, municipality);
  return changes === undefined
    ? municipality.code
    : { extends: municipality.code, ...(changes as object) };
}

/** What makes one value of another: a JSON merge patch (RFC 7396); undefined if nothing does. */
function patchOf(from: unknown, to: unknown): unknown {
  if (JSON.stringify(from) === JSON.stringify(to)) return undefined;
  if (!isMap(from) || !isMap(to)) return to;
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  const changed = keys.map((key) => [key, key in to ? patchOf(from[key], to[key]) : null] as const);
  return Object.fromEntries(changed.filter(([, value]) => value !== undefined));
}

/** Takes away every key, inner ones last, without which the scenario stays the same. */
function leaveOut(place: Record<string, unknown>, isSame: () => boolean): void {
  for (const key of Object.keys(place)) {
    const value = place[key];
    delete place[key];
    if (isSame()) continue;
    place[key] = value;
    const inner: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const item of inner.filter(isMap)) leaveOut(item, isSame);
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrapped(text: string, columns: number): readonly string[] {
  if (text.startsWith(' ')) return [text];
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) as string;
    if (line !== '' && line.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
