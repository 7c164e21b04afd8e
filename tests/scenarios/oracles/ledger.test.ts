import { describe, expect, test } from 'vitest';
import type { Centre } from '../../../devices/bus/centre.ts';
import type { Fidelity } from '../../../scenarios/fidelity.ts';
import { broken, eventsOf, findingOf, judged, lived, smallScenario } from '../small-scenario.ts';
import { changed, refund, soundJourney, withMore, without } from '../told-journey.ts';

const scenario = smallScenario();

const said = (events: Parameters<typeof judged>[0]) =>
  findingOf(judged(events), 'ledger').violations.map(({ message }) => message);

/** A tray from which so many pages of each document go astray. */
function losingPages(count: number) {
  return (sound: Fidelity): Fidelity => ({
    ...sound,
    pageReader: {
      *read(document) {
        return (yield* sound.pageReader.read(document)).slice(count);
      },
    },
  });
}

describe('a healthy run', () => {
  test('collects every fee once', () => {
    const { judgement, events } = lived(scenario);
    const finding = findingOf(judgement, 'ledger');
    expect(finding).toMatchObject({ verdict: 'pass', violations: [] });
    expect(finding.judged).toBe(eventsOf('document', events).length);
  });
});

describe('a kiosk', () => {
  test('that keeps the fee for a page that never came is found out', () => {
    const { judgement } = lived(scenario, { fidelity: losingPages(1) });
    const finding = findingOf(judgement, 'ledger');
    expect(finding.violationCount).toBe(judgement.counts.completed);
    expect(finding.violations[0]?.message).toMatch(
      /^[23]00 yen were kept for \d of \d pages; 0 yen are due$/,
    );
    // The page is missing in the set and in the journal too, which the server and the printer know.
    expect(broken(judgement)).toEqual(['completeness', 'ledger', 'reconciliation']);
  });
});

describe('a centre', () => {
  test('that says one fee and has another is found out', () => {
    // The kiosk collects what it was told first; the oracle hears of it in the document event.
    const wavering = (sound: Centre): Centre => ({
      openSession: (...of) => sound.openSession(...of),
      authenticate: (...of) => sound.authenticate(...of),
      *issue(...of) {
        const reply = yield* sound.issue(...of);
        if (reply.kind !== 'granted') return reply;
        let asked = 0;
        const { issuance, document } = reply.value;
        const twofold = {
          ...issuance,
          get feeYen() {
            asked += 1;
            return asked === 1 ? issuance.feeYen : issuance.feeYen + 50;
          },
        };
        return { kind: 'granted', value: { issuance: twofold, document } };
      },
      reportPrint: (...of) => sound.reportPrint(...of),
      endSession: (...of) => sound.endSession(...of),
    });
    const { judgement } = lived(scenario, { centre: wavering });
    expect(broken(judgement)).toEqual(['ledger']);
    expect(findingOf(judgement, 'ledger').violations[0]?.message).toMatch(
      /^[23]50 yen were kept for (\d) of \1 pages; [23]00 yen are due$/,
    );
  });
});

describe('of the events of a journey', () => {
  test('a fee for all pages is right, readable or not', () => {
    expect(said(soundJourney(0, { pages: 3 }))).toEqual([]);
    const blank = { t: 0, journey: 0, kiosk: 'in-001', sheet: 1, reason: 'blank' } as const;
    const unread = withMore(without(soundJourney(0), 'page'), {
      kind: 'page-unreadable',
      ...blank,
    });
    expect(said(unread)).toEqual([]);
  });

  test('no fee and no pages are right', () => {
    expect(said(without(soundJourney(0), 'paid', 'page'))).toEqual([]);
  });

  test('a fee that was given back for want of a page is right', () => {
    expect(said(withMore(without(soundJourney(0), 'page'), refund(0)))).toEqual([]);
    const first = soundJourney(0, { pages: 2 }).filter(
      (event) => event.kind !== 'page' || event.page === 1,
    );
    expect(said(withMore(first, refund(0)))).toEqual([]);
  });

  test('a fee that was not given back is wrong', () => {
    expect(said(without(soundJourney(0, { pages: 2 }), 'page'))).toEqual([
      '200 yen were kept for 0 of 2 pages; 0 yen are due',
    ]);
  });

  test('a fee collected twice is wrong, also if it is given back once', () => {
    const [paid] = eventsOf('paid', soundJourney(0));
    const twice = withMore(soundJourney(0), paid as NonNullable<typeof paid>);
    expect(said(twice)).toEqual([
      'the fee was collected 2 times',
      '400 yen were kept for 1 of 1 pages; 200 yen are due',
    ]);
    expect(said(withMore(twice, refund(0)))).toEqual(['the fee was collected 2 times']);
  });

  test('another fee is wrong', () => {
    expect(said(changed(soundJourney(0), 'paid', { yen: 150 }))).toEqual([
      '150 yen were kept for 1 of 1 pages; 200 yen are due',
    ]);
  });

  test('a document for nothing is wrong', () => {
    expect(said(without(soundJourney(0), 'paid'))).toEqual([
      '0 yen were kept for 1 of 1 pages; 200 yen are due',
    ]);
    expect(said(withMore(soundJourney(0), refund(0)))).toHaveLength(1);
  });

  test('a fee given back twice is wrong', () => {
    const returned = withMore(without(soundJourney(0), 'page'), refund(0), refund(0));
    expect(said(returned)).toEqual(['-200 yen were kept for 0 of 1 pages; 0 yen are due']);
  });

  test('a fee given back that was never collected is wrong', () => {
    expect(said(without(withMore(soundJourney(0), refund(0)), 'document', 'paid', 'page'))).toEqual(
      ['200 yen were given back of nothing'],
    );
  });

  test('a fee collected before there is a document is wrong', () => {
    expect(said(without(soundJourney(0), 'document'))).toEqual([
      '200 yen were collected before any document was there',
    ]);
  });

  test('that is still under way nothing is said', () => {
    const judgement = judged(without(soundJourney(0), 'page', 'ended'));
    expect(findingOf(judgement, 'ledger')).toMatchObject({ verdict: 'inconclusive', judged: 0 });
  });
});

test('who has paid and is still under way when all is over is not judged, and not passed', () => {
  const stuck = without(soundJourney(0), 'ended');
  expect(findingOf(judged(stuck), 'ledger')).toMatchObject({
    verdict: 'inconclusive',
    unjudged: 1,
  });
  expect(findingOf(judged(without(stuck, 'paid')), 'ledger').unjudged).toBe(0);
});
