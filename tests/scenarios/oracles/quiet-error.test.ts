import { describe, expect, test } from 'vitest';
import type { Centre } from '../../../devices/bus/centre.ts';
import type { EventOf, TraceEvent } from '../../../scenarios/trace-events.ts';
import { broken, eventsOf, findingOf, judged, lived, smallScenario } from '../small-scenario.ts';
import { accountedJourney, changed } from '../told-journey.ts';

const found = (events: readonly TraceEvent[]) => {
  const { violations, notices, noticeCount } = findingOf(judged(events), 'quiet-error');
  expect(noticeCount).toBe(notices.length);
  const texts = (list: readonly { readonly message: string }[]) =>
    list.map(({ message }) => message);
  return { wrong: texts(violations), noticed: texts(notices) };
};

const again: TraceEvent = {
  kind: 'asked-again',
  t: 0,
  journey: 0,
  stage: 'issue',
  reason: 'HTTP 503',
};

/** A journey in which the kiosk asks twice, and the server answers both times. */
function twice(second: Partial<EventOf<'server-issued'>> = {}): readonly TraceEvent[] {
  return accountedJourney(0).flatMap((event) =>
    event.kind === 'server-issued'
      ? [event, again, { ...event, repeated: true, ...second }]
      : [event],
  );
}

describe('a healthy run', () => {
  test('has nothing to tell', () => {
    const { judgement, events } = lived(smallScenario());
    const finding = findingOf(judgement, 'quiet-error');
    expect(finding).toMatchObject({ verdict: 'pass', violations: [], noticeCount: 0 });
    expect(finding.judged).toBe(eventsOf('ended', events).length);
  });
});

describe('a line that loses every first answer', () => {
  const lossy = (sound: Centre): Centre => {
    const lost = new Set<string>();
    return {
      openSession: (...of) => sound.openSession(...of),
      authenticate: (...of) => sound.authenticate(...of),
      *issue(kiosk, session, wish) {
        const reply = yield* sound.issue(kiosk, session, wish);
        if (lost.has(wish.requestId)) return reply;
        lost.add(wish.requestId);
        return { kind: 'failed', reason: 'connection lost' };
      },
      reportPrint: (...of) => sound.reportPrint(...of),
      endSession: (...of) => sound.endSession(...of),
    };
  };

  test('is told, though every journey succeeds and every document is right', () => {
    const { judgement } = lived(smallScenario(), { centre: lossy });
    expect(broken(judgement)).toEqual([]);
    const { completed } = judgement.counts;
    expect(completed).toBeGreaterThan(10);
    const finding = findingOf(judgement, 'quiet-error');
    // Each of them twice: what the server had answered before, and what the kiosk had to ask again.
    expect(finding).toMatchObject({ verdict: 'pass', noticeCount: 2 * completed });
    expect(finding.notices).toHaveLength(20);
    expect(finding.notices.map(({ message }) => message)).toContain(
      'completed after an error: issue: connection lost',
    );
  });
});

describe('of the events of a journey', () => {
  test('a request asked again and answered alike is noticed', () => {
    expect(found(twice())).toEqual({
      wrong: [],
      noticed: [
        'request r0 was answered again with document 27203-0000001',
        'completed after an error: issue: HTTP 503',
      ],
    });
  });

  test('all of its errors are named', () => {
    const events = accountedJourney(0).flatMap((event) =>
      event.kind === 'document'
        ? [again, { ...again, reason: 'time-out' } as TraceEvent, event]
        : event,
    );
    expect(found(events).noticed).toEqual([
      'completed after 2 errors: issue: HTTP 503, issue: time-out',
    ]);
  });

  test('what did not succeed is no quiet error', () => {
    const failed = changed(twice(), 'ended', { outcome: 'failed', reason: 'HTTP 503' });
    expect(found(failed).noticed).toEqual([
      'request r0 was answered again with document 27203-0000001',
    ]);
  });

  test.each([
    [{ number: '27203-0000008' }, 'number 27203-0000001'],
    [{ resident: 5 }, 'resident 0'],
    [{ type: 'tax' as const }, 'type resident-record'],
  ])('a second answer with %o is wrong', (second, first) => {
    const { wrong } = found(twice(second));
    expect(wrong[0]).toContain(`; the first answer had ${first}`);
  });

  test('a second answer that does not say that it is one is wrong if it is another', () => {
    expect(found(twice({ repeated: false, number: '27203-0000008' })).wrong).toHaveLength(1);
  });

  test('another document at the kiosk than that of the first answer is wrong', () => {
    const { wrong } = found(changed(twice(), 'document', { number: '27203-0000008' }));
    expect(wrong).toEqual([
      'request r0 was asked again and brought document 27203-0000008; the first answer was 27203-0000001',
    ]);
  });

  test('an answer repeated after a restart, whose first one nobody has seen, is noticed', () => {
    expect(
      found(changed(accountedJourney(0), 'server-issued', { repeated: true })).noticed,
    ).toEqual(['request r0 was answered again with document 27203-0000001']);
  });
});
