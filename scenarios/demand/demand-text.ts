import { isMap, LineCounter, parseDocument } from 'yaml';
import type { Complaint } from '../scenario-text.ts';
import { offsetOf, told } from '../scenario-text.ts';
import { Demand } from './demand.ts';

export type DemandReading =
  | { readonly kind: 'read'; readonly demand: Demand }
  | { readonly kind: 'refused'; readonly complaints: readonly Complaint[] };

/** Demands by what a scenario calls them, e.g. `cities/toyonaka.yaml`. */
export type Demands = (name: string) => DemandReading;

/** Reads a demand from YAML (or JSON) text; answers all of its mistakes at once. */
export function readDemand(text: string, file: string): DemandReading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    const complaints = document.errors.map(({ pos, message }) => {
      return { where: at(pos[0]), path: '', message: `this is not YAML: ${message}` };
    });
    return { kind: 'refused', complaints };
  }
  if (!isMap(document.contents)) {
    const message = 'a demand is a map of keys and values; see docs/demand.md';
    return { kind: 'refused', complaints: [{ where: file, path: '', message }] };
  }
  const parsed = Demand.safeParse(document.toJS());
  if (parsed.success) return { kind: 'read', demand: parsed.data };
  const locate = (path: readonly PropertyKey[], key?: string) => {
    const offset = offsetOf(document, path, key);
    return offset === undefined ? file : at(offset);
  };
  const complaints = parsed.error.issues.flatMap((issue) => told(issue, locate));
  return { kind: 'refused', complaints };
}
