import { describe, expect, test } from 'vitest';
import type { Centre } from '../../../devices/bus/centre.ts';
import type { Fidelity } from '../../../scenarios/fidelity.ts';
import type { Entry, Ledger } from '../../../server/ledger/ledger.ts';
import { broken, eventsOf, findingOf, judged, lived, smallScenario } from '../small-scenario.ts';
import { changed, soundJourney, withMore, without } from '../told-journey.ts';

const scenario = smallScenario();

/** What the oracle says of made-up events. */
const said = (events: Parameters<typeof judged>[0]) =>
  findingOf(judged(events), 'exactly-once').violations.map(({ message }) => message);

/** Every answer to an issue request is lost once, after the document was made. */
function losing(sound: Centre): Centre {
  const lost = new Set<string>();
  return {
    openSession: (...of) => sound.openSession(...of),
    authenticate: (...of) => sound.authenticate(...of),
    *issue(kioskId, sessionId, request) {
      const reply = yield* sound.issue(kioskId, sessionId, request);
      if (lost.has(request.requestId)) return reply;
      lost.add(request.requestId);
      return { kind: 'failed', reason: 'connection reset' };
    },
    reportPrint: (...of) => sound.reportPrint(...of),
    endSession: (...of) => sound.endSession(...of),
  };
}

/** A ledger whose entries are altered on the way out. */
function altered(alter: (entry: Entry, nth: number) => Partial<Entry>) {
  return (sound: Ledger): Ledger => {
    let claims = 0;
    return {
      *claim(claim) {
        const { entry, repeated } = yield* sound.claim(claim);
        return { entry: { ...entry, ...alter(entry, claims++) }, repeated };
      },
      find: (requestId) => sound.find(requestId),
      settle: (settlement) => sound.settle(settlement),
      unsettled: (kioskId) => sound.unsettled(kioskId),
    };
  };
}

describe('a healthy run', () => {
  test('issues, numbers and delivers everything once', () => {
    const { judgement } = lived(scenario);
    expect(findingOf(judgement, 'exactly-once')).toMatchObject({ verdict: 'pass', violations: [] });
  });

  test('does so even if every first answer is lost', () => {
    const { judgement, events } = lived(scenario, { centre: losing });
    const documents = eventsOf('document', events);
    expect(documents.length).toBeGreaterThan(15);
    expect(documents.every(({ repeated }) => repeated)).toBe(true);
    expect(broken(judgement)).toEqual([]);
  });
});

describe('a ledger', () => {
  test('that gives a number twice is found out', () => {
    const ledger = altered((entry, nth) => (nth === 5 ? { serial: entry.serial - 1 } : {}));
    const finding = findingOf(lived(scenario, { ledger }).judgement, 'exactly-once');
    expect(finding).toMatchObject({ verdict: 'fail', violationCount: 2 });
    expect(finding.violations[0]?.message).toMatch(
      /^document number 27203-0000005 was given again, to request r\d+$/,
    );
  });

  test('that numbers a repeated request anew is found out', () => {
    const forgetful = (sound: Ledger): Ledger => {
      let serial = 0;
      return {
        // biome-ignore lint/correctness/useYield: the port is a process.
        *claim(claim) {
          serial += 1;
          return { entry: { ...claim, serial, state: 'claimed' }, repeated: false };
        },
        find: (requestId) => sound.find(requestId),
        settle: (settlement) => sound.settle(settlement),
        unsettled: (kioskId) => sound.unsettled(kioskId),
      };
    };
    const { judgement, events } = lived(scenario, { ledger: forgetful, centre: losing });
    const requests = eventsOf('requested', events).length;
    const finding = findingOf(judgement, 'exactly-once');
    expect(finding.violationCount).toBe(requests);
    expect(finding.violations[0]?.message).toMatch(
      /^request r\d+ was given 27203-\d{7} after 27203-\d{7}$/,
    );
  });
});

describe('a printer', () => {
  test('that delivers a page twice is found out', () => {
    const stuttering = (sound: Fidelity): Fidelity => ({
      ...sound,
      pageReader: {
        *read(document) {
          const pages = yield* sound.pageReader.read(document);
          return [...pages, ...pages.slice(0, 1)];
        },
      },
    });
    const { judgement } = lived(scenario, { fidelity: stuttering });
    const finding = findingOf(judgement, 'exactly-once');
    expect(finding.violationCount).toBe(judgement.counts.completed);
    expect(finding.violations[0]?.message).toMatch(/^page 1 of document .* was delivered twice$/);
  });

  test('that delivers the job before is found out', () => {
    const behind = (sound: Fidelity): Fidelity => {
      let before: Parameters<Fidelity['pageReader']['read']>[0] | undefined;
      return {
        ...sound,
        pageReader: {
          *read(document) {
            const pages = yield* sound.pageReader.read(before ?? document);
            before = document;
            return pages;
          },
        },
      };
    };
    const { judgement } = lived(scenario, { fidelity: behind });
    expect(broken(judgement)).toEqual(expect.arrayContaining(['page-ownership', 'exactly-once']));
    expect(findingOf(judgement, 'exactly-once').violations[0]?.message).toMatch(
      /^sheet 1 is of job r\d+, document 27203-\d{7}; asked was r\d+, delivered 27203-\d{7}$/,
    );
  });
});

describe('of the events of journeys', () => {
  test('several pages of one document, and documents one after the other, are right', () => {
    expect(
      said([...soundJourney(0, { pages: 3 }), ...soundJourney(1), ...soundJourney(2)]),
    ).toEqual([]);
  });

  test('numbers that come out of order are right, a number that comes back is not', () => {
    const [first, second, third] = [0, 1, 2].map((journey) => soundJourney(journey));
    expect(said([...(third ?? []), ...(first ?? []), ...(second ?? [])])).toEqual([]);
    const again = changed(soundJourney(3), 'server-issued', { number: '27203-0000002' });
    expect(said([...soundJourney(0), ...soundJourney(1), ...soundJourney(2), ...again])).toContain(
      'document number 27203-0000002 was given again, to request r3',
    );
  });

  test('each municipality counts for itself', () => {
    const elsewhere = '27207-0000001';
    const other = changed(
      changed(changed(soundJourney(1), 'server-issued', { number: elsewhere }), 'document', {
        number: elsewhere,
      }),
      'page',
      { number: elsewhere },
    );
    expect(said([...soundJourney(0), ...other])).toEqual([]);
  });

  test('the same request answered again is right, with another number it is wrong', () => {
    const [issued] = eventsOf('server-issued', soundJourney(0));
    const repeat = { ...(issued as NonNullable<typeof issued>), repeated: true };
    expect(said(withMore(soundJourney(0), repeat))).toEqual([]);
    expect(said(withMore(soundJourney(0), { ...repeat, number: '27203-0000009' }))).toEqual([
      'request r0 was given 27203-0000009 after 27203-0000001',
    ]);
  });

  test('a document that was not asked for is wrong', () => {
    expect(said(without(soundJourney(0), 'requested'))).toContain(
      'a document came for request r0, which was not asked',
    );
    expect(said(changed(soundJourney(0), 'document', { request: 'r8' }))).toContain(
      'a document came for request r8, which was not asked',
    );
  });

  test('two documents for one request are wrong', () => {
    const [document] = eventsOf('document', soundJourney(0));
    const second = { ...(document as NonNullable<typeof document>), number: '27203-0000002' };
    expect(said(withMore(soundJourney(0), second))).toEqual([
      'request r0 was answered with 27203-0000001 and with 27203-0000002',
    ]);
  });

  test('a page of another job or document is wrong', () => {
    expect(said(changed(soundJourney(0), 'page', { request: 'r8' }))).toEqual([
      'sheet 1 is of job r8, document 27203-0000001; asked was r0, delivered 27203-0000001',
    ]);
    expect(said(changed(soundJourney(0), 'page', { number: '27203-0000009' }))).toHaveLength(1);
  });

  test('a page that is delivered twice is wrong', () => {
    const pages = soundJourney(0, { pages: 2 });
    const [page] = eventsOf('page', pages);
    expect(said(withMore(pages, page as NonNullable<typeof page>))).toEqual([
      'page 1 of document 27203-0000001 was delivered twice',
    ]);
  });

  test('a journey that is over is forgotten: its document, come again, was not asked', () => {
    const [document] = eventsOf('document', soundJourney(0));
    expect(said([...soundJourney(0), document as NonNullable<typeof document>])).toHaveLength(1);
  });
});

test('a number that reached another request is seen, though the server calls it repeated', () => {
  const first = soundJourney(0);
  const second = soundJourney(1);
  const number = eventsOf('document', first)[0]?.number ?? '';
  const reused = second.map((event) => {
    if (event.kind === 'server-issued') return { ...event, number, repeated: true };
    return event.kind === 'document' || event.kind === 'page' ? { ...event, number } : event;
  });
  expect(said([...first, ...reused])).toEqual([
    `document number ${number} was delivered before, to another request`,
  ]);
});
