import { readTrace, TraceError } from '../../sim/trace.ts';
import { TraceEvent } from '../trace-events.ts';
import { CompareRefused, type ToldRun } from './compared-run.ts';

const KIND = /"kind":"([a-z0-9-]+)"/;

/**
 * The events of some kinds out of a trace, in order and in constant memory. Lines of other kinds
 * are not taken apart: it is what makes a million journeys a matter of minutes. Throws
 * CompareRefused with folder, line and remedy where the recording is damaged or cut off.
 */
export async function* recordedEvents<K extends TraceEvent['kind']>(
  { folder, lines }: ToldRun,
  kinds: readonly K[],
): AsyncGenerator<Extract<TraceEvent, { kind: K }>> {
  if (lines === undefined) {
    throw new CompareRefused(`${folder} has no events.ndjson: run it with --trace on`);
  }
  const wanted = new Set<string>([...kinds, 'run-began', 'run-ended']);
  const only = new Set<string>(kinds);
  try {
    for await (const event of readTrace(withoutOthers(lines(), wanted), TraceEvent)) {
      if (only.has(event.kind)) yield event as Extract<TraceEvent, { kind: K }>;
    }
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    throw new CompareRefused(`${folder}/events.ndjson: ${error.message}`);
  }
}

/** Lines of other kinds become empty, so that those that are left keep their numbers. */
async function* withoutOthers(
  lines: AsyncIterable<string>,
  wanted: ReadonlySet<string>,
): AsyncGenerator<string> {
  let isHeader = true;
  for await (const line of lines) {
    const kind = isHeader ? undefined : KIND.exec(line)?.[1];
    isHeader = false;
    const isOther = kind !== undefined && !wanted.has(kind) && line.endsWith('}');
    yield isOther ? '' : line;
  }
}
