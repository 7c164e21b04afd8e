import type { JobStateName, PrinterStateName } from './ipp-codes.ts';

/** What a printer tells of itself, a line of JSON each. */
export type PrinterEvent = { readonly atMs: number } & PrinterHappening;

/** The same before it is known when. */
export type PrinterHappening =
  | {
      readonly type: 'printer';
      readonly state: PrinterStateName;
      readonly reasons: readonly string[];
    }
  | ({
      readonly type: 'job';
      readonly name: string;
      readonly user: string;
      readonly state: JobStateName;
      readonly reasons: readonly string[];
    } & JobProgress)
  /** A sheet came out whole, or was spoilt under way. */
  | ({ readonly type: 'sheet' | 'spoilt' } & JobProgress)
  | { readonly type: 'identify'; readonly actions: readonly string[]; readonly text: string }
  | { readonly type: 'power'; readonly on: boolean };

interface JobProgress {
  readonly job: number;
  readonly sheetsCompleted: number;
  readonly impressionsCompleted: number;
}
