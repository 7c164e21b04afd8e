import { describe, expect, test } from 'vitest';
import type { Fidelity } from '../../../scenarios/fidelity.ts';
import type { TraceEvent } from '../../../scenarios/trace-events.ts';
import type { PageMark } from '../../../server/contract.ts';
import { broken, eventsOf, findingOf, judged, lived, smallScenario } from '../small-scenario.ts';
import { accountedJourney, changed, withMore, without } from '../told-journey.ts';

const scenario = smallScenario();

const said = (events: readonly TraceEvent[]) =>
  findingOf(judged(events), 'completeness').violations.map(({ message }) => message);

/** The pages of a journey, changed by their place, from 0. */
function pagesOf(
  pages: number,
  change: (page: TraceEvent & { kind: 'page' }, place: number) => readonly TraceEvent[],
): readonly TraceEvent[] {
  let place = 0;
  return accountedJourney(0, { pages }).flatMap((event) =>
    event.kind === 'page' ? change(event, place++) : [event],
  );
}

/** A server that puts an inner page of the document before into each document that has one. */
function mixing(sound: Fidelity): Fidelity {
  let before: readonly PageMark[] = [];
  return {
    ...sound,
    renderer: {
      ...sound.renderer,
      *render(draft) {
        const document = yield* sound.renderer.render(draft);
        if (document.kind !== 'digest' || document.marks.length < 2) return document;
        const [first, , ...rest] = document.marks;
        const inner = before[1] ?? document.marks[1];
        before = document.marks;
        return { kind: 'digest', marks: [first, inner, ...rest] as readonly PageMark[] };
      },
    },
  };
}

describe('a healthy run', () => {
  test('has every page of every document in its place', () => {
    const { judgement, events } = lived(scenario);
    const finding = findingOf(judgement, 'completeness');
    expect(finding).toMatchObject({ verdict: 'pass', unjudged: 0, violations: [] });
    expect(finding.judged).toBe(eventsOf('page', events).length);
    expect(broken(judgement)).toEqual([]);
  });
});

describe('a server', () => {
  test('that puts an inner page of another document among its own is found out', () => {
    // Households of five and more have two pages: in a town of families there are some.
    const busy = smallScenario({
      duration: '3h',
      workloads: { day: { executor: 'constant-arrival-rate', rate: 1 / 10, duration: '3h' } },
      stores: { inside: 30 },
      citizens: { ages: [{ from: 20, to: 79, share: 1 }], certificates: { 'resident-record': 1 } },
    });
    const { judgement, events } = lived(busy, { fidelity: mixing });
    const long = eventsOf('document', events).filter(({ pages }) => pages > 1);
    expect(long.length).toBeGreaterThan(3);
    const finding = findingOf(judgement, 'completeness');
    expect(finding).toMatchObject({ verdict: 'fail', violationCount: long.length - 1 });
    expect(finding.violations[0]?.message).toMatch(
      /^sheet 2, page 2\/\d, is of document \S+ among those of \S+$/,
    );
    expect(broken(judgement)).toContain('page-ownership');
  });
});

describe('of the sheets of a document', () => {
  test('all in their order are right', () => {
    const judgement = judged(accountedJourney(0, { pages: 4 }));
    expect(broken(judgement)).toEqual([]);
    expect(findingOf(judgement, 'completeness')).toMatchObject({ verdict: 'pass', judged: 4 });
  });

  test('one that is missing is wrong', () => {
    expect(said(pagesOf(3, (page, place) => (place === 2 ? [] : [page])))).toEqual([
      'of document 27203-0000001 came 2 of 3 pages',
    ]);
  });

  test('one that was left out in the middle is wrong, and those after it are in the wrong place', () => {
    expect(said(pagesOf(3, (page, place) => (place === 1 ? [] : [page])))).toEqual([
      'sheet 3, page 3/3, lies where page 2 should be',
      'of document 27203-0000001 came 2 of 3 pages',
    ]);
  });

  test.each([
    ['another document', { number: '27203-0000009' }, 'is of document 27203-0000009 among those'],
    ['another job', { request: 'r9' }, 'is of job r9 among those of r0'],
    ['another owner', { owner: 'nonce-9' }, 'belongs to nonce-9 among those of nonce-0'],
    ['a longer one', { of: 7 }, 'is of a document that has 3 pages'],
    ['the wrong place', { page: 3 }, 'lies where page 2 should be'],
  ])('one of %s is wrong', (_, change, message) => {
    const found = said(pagesOf(3, (page, place) => [place === 1 ? { ...page, ...change } : page]));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });

  test('one that comes twice is wrong', () => {
    expect(said(pagesOf(2, (page, place) => (place === 1 ? [page, page] : [page])))).toEqual([
      'sheet 2, page 2/2, lies where page 3 should be',
    ]);
  });

  test('one without a document is wrong', () => {
    expect(said(without(accountedJourney(0), 'document'))).toEqual([
      'sheet 1, page 1/1, belongs to no document that has come',
    ]);
  });

  test('the rest may be missing where the printer has stopped: nobody has to pay for it', () => {
    const jammed = pagesOf(3, (page, place) => (place === 0 ? [page] : []));
    expect(said(changed(jammed, 'ended', { outcome: 'failed' }))).toEqual([]);
  });

  test('one that cannot be read holds its place, and nothing is passed', () => {
    const blank = { t: 0, journey: 0, kiosk: 'in-001', sheet: 1, reason: 'blank' } as const;
    const events = pagesOf(2, (page, place) =>
      place === 0 ? [{ kind: 'page-unreadable', ...blank }] : [page],
    );
    expect(findingOf(judged(events), 'completeness')).toMatchObject({
      verdict: 'inconclusive',
      judged: 1,
      unjudged: 1,
      violationCount: 0,
    });
  });

  test('those of the next journey are counted anew', () => {
    const [first, second] = [accountedJourney(0, { pages: 2 }), accountedJourney(1, { pages: 2 })];
    expect(said([...first, ...second])).toEqual([]);
    expect(said(withMore(first))).toEqual([]);
  });
});
