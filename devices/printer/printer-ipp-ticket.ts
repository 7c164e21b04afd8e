import { attribute } from '../ipp/ipp-values.ts';

/** One document, or the end of it, for a printer. */
export interface IppTicket {
  /** Tells it from every other job; says nothing of whose it is. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly duplex: boolean;
  /** Pages of the document to print, 1 is the first; undefined prints all. */
  readonly range: { readonly lower: number; readonly upper: number } | undefined;
}

export const PDF = attribute('document-format', 'mimeMediaType', 'application/pdf');

/** What of a job must be granted: that a part is printed as a part, and backs on the backs. */
export function creationOf(
  { name, duplex, range }: IppTicket,
  operation: 'Create-Job' | 'Validate-Job' | 'Print-Job',
) {
  const sides = duplex ? 'two-sided-long-edge' : 'one-sided';
  return {
    attributes: [
      attribute('job-name', 'nameWithoutLanguage', name),
      attribute('ipp-attribute-fidelity', 'boolean', true),
      ...(operation === 'Create-Job' ? [] : [PDF]),
    ],
    jobAttributes: [
      attribute('sides', 'keyword', sides),
      ...(range === undefined ? [] : [attribute('page-ranges', 'rangeOfInteger', range)]),
    ],
  };
}
