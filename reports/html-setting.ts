import type { RunResult } from '../scenarios/judging/result.ts';
import { dataTable } from './html-table.ts';
import { type Markup, markup } from './markup.ts';
import { countText } from './quantities.ts';
import { mutantNotes, timeNotes } from './sentences.ts';
import type { Words } from './words.ts';

/** An object of so few plain values is told in one line. */
const INLINE_FIELDS = 5;

/** What is needed to repeat the run: the command, every parameter, every version. */
export function setting({ setting: made, events }: RunResult, words: Words): Markup {
  const { columns, facts } = words;
  const versions = Object.entries(made.versions).map((entry) => entry.join(' '));
  const all = parameters(made.scenario);
  const rows = all
    .filter(({ origin }) => origin === undefined)
    .map(({ path, text }) => [markup`<code>${path}</code>`, text]);
  const half = Math.ceil(rows.length / 2);
  const tables = [rows.slice(0, half), rows.slice(half)].map((part, index) =>
    dataTable(
      [{ title: columns.parameter }, { title: columns.value }],
      part,
      `${words.setting.scenario} ${index + 1} / 2`,
    ),
  );
  return markup`<h3>${facts.command}</h3>
<pre tabindex="0"><code>${made.command}</code></pre>
<p>${facts.file}: <code>${made.scenarioFile}</code><br>
${words.setting.versions}: ${versions.join(', ')} · ${facts.events}: ${countText(events)}</p>
<h3>${words.setting.scenario}</h3>
<div class="columns">${tables}</div>${demand(all, words)}`;
}

/** Every number of a demand with where it comes from, if the run has one. */
function demand(all: readonly Parameter[], { columns, setting: own }: Words): Markup {
  const rows = all.flatMap(({ path, text, origin }) =>
    origin === undefined ? [] : [[markup`<code>${path}</code>`, text, origin]],
  );
  if (rows.length === 0) return markup``;
  const heads = [columns.parameter, columns.value, columns.origin].map((title) => ({ title }));
  return markup`
<h3>${own.demand}</h3>
${dataTable(heads, rows, own.demand)}`;
}

/** Which figures are measured and which are modelled, and how they were counted. */
export function notes({ setting: made }: RunResult, words: Words): Markup {
  const { due, exact, means } = words.notes;
  const told = [...mutantNotes(made, words), ...timeNotes(made, words), due, exact, means];
  return markup`<ol class="notes">${told.map((note) => markup`<li>${note}</li>`)}</ol>`;
}

interface Parameter {
  readonly path: string;
  readonly text: string;
  /** Where the value comes from, if it says so. */
  readonly origin?: string;
}

/** The values of a nested object by their paths; small objects and lists of values in one line. */
export function parameters(value: unknown, path = ''): readonly Parameter[] {
  const { origin, value: own } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof origin === 'string') return [{ path, text: inOneLine(own), origin }];
  const text = inline(value);
  if (text !== undefined) return [{ path, text }];
  return Object.entries(value as object).flatMap(([key, part]) => {
    const step = Array.isArray(value) ? `[${key}]` : `${path === '' ? '' : '.'}${key}`;
    return parameters(part, `${path}${step}`);
  });
}

/** The value of one parameter, however large it is. */
function inOneLine(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  const parts = Object.entries(value).map(([key, part]) =>
    Array.isArray(value) ? inOneLine(part) : `${key} ${inOneLine(part)}`,
  );
  return parts.join(Array.isArray(value) ? '; ' : ' · ');
}

function inline(value: unknown): string | undefined {
  if (value === null || typeof value !== 'object') return String(value);
  const parts = Object.entries(value);
  if (parts.some(([, part]) => part !== null && typeof part === 'object')) return undefined;
  if (Array.isArray(value)) return value.join(', ');
  if (parts.length > INLINE_FIELDS) return undefined;
  return parts.map(([key, part]) => `${key} ${String(part)}`).join(' · ');
}
