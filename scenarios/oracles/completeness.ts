import { KioskRecords } from '../judging/kiosk-records.ts';
import type { Oracle } from '../judging/oracle.ts';
import type { EventOf } from '../trace-events.ts';

/** The sheets of the document that comes out at a kiosk. */
interface SheetSet {
  /** Journey they belong to; -1 if there is none. */
  journey: number;
  request: string;
  number: string;
  pages: number;
  /** Owner on the first sheet that could be read. */
  owner: string | undefined;
  sheets: number;
}

/**
 * The sheets of a document are not stapled, so each of them has to be in its place: all pages, in
 * their order, of one document, one job and one owner. It keeps one record for each kiosk.
 */
export const completeness: Oracle = {
  name: 'completeness',
  asserts: 'A document comes out with all its pages, in order, and no page of another one',
  assertsJa: '証明書は全ページが順番どおりに揃い、他の証明書のページが混ざらない',
  begin(_scenario, _originMs, report) {
    const sets = new KioskRecords<SheetSet>(() => {
      return { journey: -1, request: '', number: '', pages: 0, owner: undefined, sheets: 0 };
    });
    let judged = 0;
    let unjudged = 0;
    return {
      judged: () => judged,
      unjudged: () => unjudged,
      watch: {
        document: ({ journey, kiosk, request, number, pages }) => {
          const set = sets.of(kiosk);
          set.journey = journey;
          set.request = request;
          set.number = number;
          set.pages = pages;
          set.owner = undefined;
          set.sheets = 0;
        },
        page: (event) => {
          judged += 1;
          const { t, journey, kiosk, sheet, page, of } = event;
          const wrong = whyMisplaced(sets.of(kiosk), event);
          if (wrong === undefined) return;
          report({ t, journey, kiosk, message: `sheet ${sheet}, page ${page}/${of}, ${wrong}` });
        },
        'page-unreadable': ({ journey, kiosk }) => {
          unjudged += 1;
          const set = sets.of(kiosk);
          if (set.journey === journey) set.sheets += 1;
        },
        ended: ({ t, journey, kiosk, outcome }) => {
          const set = sets.of(kiosk);
          if (set.journey !== journey) return;
          set.journey = -1;
          const { number, pages, sheets } = set;
          // What was broken off is incomplete, and the ledger sees to it that nobody pays for it.
          if (outcome !== 'completed' || sheets >= pages) return;
          const message = `of document ${number} came ${sheets} of ${pages} pages`;
          report({ t, journey, kiosk, message });
        },
      },
    };
  },
};

/** What is wrong with the next sheet of a set, if anything is. */
function whyMisplaced(set: SheetSet, event: EventOf<'page'>): string | undefined {
  const { journey, request, number, owner, page, of } = event;
  if (journey !== set.journey) return 'belongs to no document that has come';
  set.sheets += 1;
  set.owner ??= owner;
  if (number !== set.number) return `is of document ${number} among those of ${set.number}`;
  if (request !== set.request) return `is of job ${request} among those of ${set.request}`;
  if (owner !== set.owner) return `belongs to ${owner} among those of ${set.owner}`;
  if (of !== set.pages) return `is of a document that has ${set.pages} pages`;
  return page === set.sheets ? undefined : `lies where page ${set.sheets} should be`;
}
