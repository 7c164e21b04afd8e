import { describe, expect, test } from 'vitest';
import type { Fidelity } from '../../../scenarios/fidelity.ts';
import type { Draft, Renderer } from '../../../server/document/document.ts';
import { broken, findingOf, judged, lived, smallScenario } from '../small-scenario.ts';
import { changed, soundJourney, withMore, without } from '../told-journey.ts';

const scenario = smallScenario();

/** A fidelity whose renderer draws another content than is due, given the one before. */
function drawing(choose: (due: Draft, before: Draft) => Draft) {
  return (sound: Fidelity): Fidelity => {
    let before: Draft | undefined;
    const renderer: Renderer = {
      bind: (sheets) => sound.renderer.bind(sheets),
      render(due) {
        const drawn = before === undefined ? due : choose(due, before);
        before = due;
        return sound.renderer.render(drawn);
      },
    };
    return { ...sound, renderer };
  };
}

describe('a healthy run', () => {
  test('has every page with its owner', () => {
    const { judgement } = lived(scenario);
    const finding = findingOf(judgement, 'page-ownership');
    expect(finding).toMatchObject({ verdict: 'pass', unjudged: 0, violations: [] });
    expect(finding.judged).toBeGreaterThan(15);
    expect(broken(judgement)).toEqual([]);
  });
});

describe('a renderer', () => {
  test('that draws the document of the citizen before is found out', () => {
    const previous = drawing((_, before) => before);
    const { judgement } = lived(scenario, { fidelity: previous });
    const finding = findingOf(judgement, 'page-ownership');
    expect(finding.verdict).toBe('fail');
    // All but the first citizen get somebody else's pages.
    expect(finding.violationCount).toBeGreaterThan(15);
    expect(finding.violations[0]?.message).toMatch(
      /^sheet 1 is page 1\/\d of document 27203-\d{7}, which belongs to [0-9a-f]{16}; the card is [0-9a-f]{16}$/,
    );
  });

  test('that draws the right document with another’s name is found out by this oracle alone', () => {
    const mixed = drawing((due, { ownerNonce }) => ({ ...due, ownerNonce }));
    expect(broken(lived(scenario, { fidelity: mixed }).judgement)).toEqual(['page-ownership']);
  });
});

describe('unreadable pages', () => {
  const blind = (sound: Fidelity): Fidelity => ({
    ...sound,
    pageReader: {
      *read(document) {
        const pages = yield* sound.pageReader.read(document);
        return pages.map(() => ({ reading: { kind: 'unreadable', reason: 'blank' } }));
      },
    },
  });

  test('are no pass: nothing is known of them', () => {
    const finding = findingOf(lived(scenario, { fidelity: blind }).judgement, 'page-ownership');
    expect(finding).toMatchObject({ verdict: 'inconclusive', judged: 0, violationCount: 0 });
    expect(finding.unjudged).toBeGreaterThan(15);
  });

  test('leave the run undecided, even if it is only one of them', () => {
    const blank = { kind: 'page-unreadable', t: 0, journey: 1, kiosk: 'in-001', sheet: 1 } as const;
    const unread = withMore(without(soundJourney(1), 'page'), { ...blank, reason: 'blank' });
    const judgement = judged([...soundJourney(0), ...unread]);
    expect(findingOf(judgement, 'page-ownership')).toMatchObject({
      verdict: 'inconclusive',
      judged: 1,
      unjudged: 1,
    });
  });
});

describe('of the events of a journey', () => {
  test('a page of its own is right', () => {
    expect(broken(judged(soundJourney(0, { pages: 3 })))).toEqual([]);
  });

  test('a page of somebody else is wrong, each of them', () => {
    const finding = findingOf(
      judged(changed(soundJourney(0, { pages: 3 }), 'page', { owner: 'nonce-9' })),
      'page-ownership',
    );
    expect(finding).toMatchObject({ verdict: 'fail', judged: 3, violationCount: 3 });
    expect(finding.violations[0]).toMatchObject({ journey: 0, kiosk: 'in-001', t: 0 });
  });

  test('a page of a journey nobody knows is wrong', () => {
    const { violations } = findingOf(judged(without(soundJourney(0), 'arrived')), 'page-ownership');
    expect(violations[0]?.message).toMatch(/the card is unknown$/);
  });

  test('a page after its end is wrong: a journey that is over is forgotten', () => {
    const events = soundJourney(0);
    const page = events.filter(({ kind }) => kind === 'page');
    expect(findingOf(judged([...events, ...page]), 'page-ownership').violationCount).toBe(1);
  });

  test('that came to nothing nothing is judged', () => {
    const finding = findingOf(judged(without(soundJourney(0), 'page')), 'page-ownership');
    expect(finding).toMatchObject({ verdict: 'inconclusive', judged: 0 });
  });
});
