import type { EarlierTelling } from '../telling.ts';

/** The folder of a run that is over, as the commands that read one need it. */
export interface RecordedRun {
  /** Path of its scenario.json. */
  readonly scenarioFile: string;
  /** What was said of the run then; undefined if it was stopped before it could be told. */
  readonly summary:
    | (EarlierTelling & { readonly exit: { readonly code: number; readonly reason: string } })
    | undefined;
  /** The lines of its trace, without their ends. */
  lines(): AsyncIterable<string>;
}

/** Where text is told. */
export interface TextSink {
  write(text: string): unknown;
}
