import { STATUS } from '../../../devices/ipp/ipp-codes.ts';
import type { IppAttribute, IppMessage } from '../../../devices/ipp/ipp-message.ts';
import type { Fate, IppLine } from './ipp-line.ts';
import { numbers, smallDocument } from './small-document.ts';

/** Page 1 is out 5 s after the start of a job, each further one a second later. */
export const five = smallDocument(5);

export function printed(line: IppLine, document = five, firstPage = 1) {
  const outcome = line.run(line.remote.print(document, firstPage));
  return { ...outcome, pages: numbers(outcome.pages) };
}

/** The pages that lie in the output tray of the printer itself. */
export function paper({ small }: IppLine): readonly number[] {
  return small.out.map((each) => Number(each.split('.')[1]));
}

export function jobs({ small }: IppLine): readonly string[] {
  return small.printer.spool.jobs.map(({ state }) => state);
}

export function refusedWith(status: keyof typeof STATUS): Fate {
  return (answer) => ({ ...answer, code: STATUS[status], groups: answer.groups.slice(0, 1) });
}

export function inGroup(
  tag: number,
  change: (all: readonly IppAttribute[]) => readonly IppAttribute[],
) {
  return (answer: IppMessage): IppMessage => ({
    ...answer,
    groups: answer.groups.map((group) =>
      group.tag === tag ? { tag, attributes: change(group.attributes) } : group,
    ),
  });
}
