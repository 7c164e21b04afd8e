import type { Oracle } from '../judging/oracle.ts';
import { NumberSet } from '../number-set.ts';

interface Job {
  request: string;
  number: string | undefined;
  readonly pages: Set<number>;
}

/** One request, one job, one document: nothing is issued, numbered or delivered twice. */
export const exactlyOnce: Oracle = {
  name: 'exactly-once',
  asserts: 'One request is one document: no number, request or page occurs twice',
  assertsJa: '一つの申請につき証明書は一通であり、番号・要求・ページの重複がない',
  begin(_scenario, _originMs, report) {
    const jobs = new Map<number, Job>();
    /** Numbers that the server gave to the requests of journeys still under way. */
    const issued = new Map<string, string | undefined>();
    const numbers = new DocumentNumbers();
    const delivered = new DocumentNumbers();
    let judged = 0;
    return {
      judged: () => judged,
      watch: {
        'server-issued': ({ t, kiosk, request, number, repeated }) => {
          const before = issued.get(request);
          if (before !== undefined && before !== number) {
            const message = `request ${request} was given ${number} after ${before}`;
            report({ t, journey: -1, kiosk, message });
          }
          if (issued.has(request)) issued.set(request, number);
          if (repeated) return;
          judged += 1;
          if (numbers.add(number)) return;
          const message = `document number ${number} was given again, to request ${request}`;
          report({ t, journey: -1, kiosk, message });
        },
        requested: ({ journey, request }) => {
          jobs.set(journey, { request, number: undefined, pages: new Set() });
          issued.set(request, undefined);
        },
        document: ({ t, journey, kiosk, request, number }) => {
          judged += 1;
          const job = jobs.get(journey);
          if (job === undefined || job.request !== request) {
            const message = `a document came for request ${request}, which was not asked`;
            report({ t, journey, kiosk, message });
          } else if (job.number !== undefined && job.number !== number) {
            const message = `request ${request} was answered with ${job.number} and with ${number}`;
            report({ t, journey, kiosk, message });
          } else {
            // Whatever the server says of it: a number that reached another request is used up.
            const again = job.number === undefined && !delivered.add(number);
            job.number = number;
            if (!again) return;
            const message = `document number ${number} was delivered before, to another request`;
            report({ t, journey, kiosk, message });
          }
        },
        page: ({ t, journey, kiosk, sheet, request, number, page }) => {
          judged += 1;
          const job = jobs.get(journey);
          if (job === undefined || job.request !== request || job.number !== number) {
            const message = `sheet ${sheet} is of job ${request}, document ${number}; asked was ${job?.request ?? 'nothing'}, delivered ${job?.number ?? 'nothing'}`;
            report({ t, journey, kiosk, message });
          } else if (job.pages.has(page)) {
            const message = `page ${page} of document ${number} was delivered twice`;
            report({ t, journey, kiosk, message });
          }
          job?.pages.add(page);
        },
        ended: ({ journey }) => {
          issued.delete(jobs.get(journey)?.request ?? '');
          jobs.delete(journey);
        },
      },
    };
  },
};

/**
 * Document numbers that have been seen. Those of a server that counts, `municipality-serial`, take
 * what is out of order; whatever other servers write is kept as it is.
 */
class DocumentNumbers {
  readonly #counted = new Map<string, NumberSet>();
  readonly #others = new Set<string>();

  /** Adds a number; answers false if it was there. */
  add(number: string): boolean {
    if (!COUNTED.test(number)) {
      if (this.#others.has(number)) return false;
      this.#others.add(number);
      return true;
    }
    const counter = number.slice(0, 5);
    const seen = this.#counted.get(counter) ?? new NumberSet();
    this.#counted.set(counter, seen);
    return seen.add(Number(number.slice(6)));
  }
}

/** Five digits of a municipality and a count of seven digits or more, not filled up any further. */
const COUNTED = /^\d{5}-(?:\d{7}|[1-9]\d{7,14})$/;
