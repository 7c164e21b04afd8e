import { describe, expect, test } from 'vitest';
import { STAGES } from '../../../devices/kiosk/stages.ts';
import { Judge } from '../../../scenarios/judging/judge.ts';
import type { Judgement } from '../../../scenarios/judging/result.ts';
import type { EventOf, TraceEvent } from '../../../scenarios/trace-events.ts';
import { instantMs } from '../../../sim/units.ts';
import { eventsOf, judged, lived, smallScenario } from '../small-scenario.ts';
import { changed, soundJourney, without } from '../told-journey.ts';

/** What one sub-series of a metric has seen. */
function sinkOf({ metrics }: Judgement, name: string, tags: Readonly<Record<string, string>> = {}) {
  const found = metrics.find(
    (metric) => metric.name === name && JSON.stringify(metric.tags) === JSON.stringify(tags),
  );
  return found?.sink;
}

describe('conservation', () => {
  const events = [...soundJourney(0), ...without(soundJourney(1), 'ended')];
  const conclude = (inFlight: number) => {
    const judge = new Judge(smallScenario(), 0, 3_600_000);
    for (const event of events) judge.accept(event);
    judge.accept({ kind: 'run-ended', t: 3_600_000, reason: 'finished', inFlight });
    return judge.conclude().validity.find(({ name }) => name === 'conservation');
  };

  test('holds if everybody is accounted for', () => {
    expect(conclude(1)).toEqual({
      name: 'conservation',
      verdict: 'pass',
      message:
        '2 offered = 1 completed + 0 refused + 0 failed + 0 timed out + 0 abandoned + 1 in flight',
    });
  });

  test.each([0, 2])(
    'is broken if somebody got lost or came from nowhere: %i in flight',
    (inFlight) => {
      expect(conclude(inFlight)).toMatchObject({
        verdict: 'fail',
        message: expect.stringContaining('2 offered ≠ 1 completed'),
      });
    },
  );
});

describe('metrics', () => {
  const outcomes = ['completed', 'refused', 'failed', 'timed-out', 'abandoned'] as const;
  const events = outcomes.flatMap((outcome, journey) =>
    changed(soundJourney(journey), 'ended', { outcome, ms: 100_000 + 30_000 * journey }),
  );
  const judgement = judged(events);

  test('a journey has a duration if it was served or timed out', () => {
    expect(sinkOf(judgement, 'journey_duration')).toMatchObject({ count: 2, sumMs: 290_000 });
    expect(sinkOf(judgement, 'journey_duration', { type: 'resident-record' })).toMatchObject({
      count: 2,
    });
    expect(sinkOf(judgement, 'journey_duration', { type: 'seal-registration' })).toMatchObject({
      count: 0,
    });
  });

  test('journeys are counted by outcome, the broken ones as a share', () => {
    expect(sinkOf(judgement, 'journeys')).toMatchObject({ count: 5 });
    for (const outcome of outcomes) {
      expect(sinkOf(judgement, 'journeys', { outcome })).toMatchObject({ count: 1 });
    }
    expect(sinkOf(judgement, 'journeys_broken')).toMatchObject({ trues: 2, total: 5 });
  });

  test('those over three minutes are counted exactly', () => {
    expect(sinkOf(judgement, 'tx_over_180s')).toMatchObject({ count: 1 });
    expect(sinkOf(judgement, 'share_over_180s')).toMatchObject({ trues: 1, total: 2 });
    const onTime = judged(changed(soundJourney(0), 'ended', { ms: 180_000 }));
    expect(sinkOf(onTime, 'tx_over_180s')).toMatchObject({ count: 0 });
  });

  test('all stages together are the sum of the stages', () => {
    const { judgement: real } = lived(smallScenario());
    const counts = STAGES.map((stage) => sinkOf(real, 'stage_duration', { stage }));
    const all = sinkOf(real, 'stage_duration') as { count: number; sumMs: number };
    const added = (of: 'count' | 'sumMs') =>
      counts.reduce(
        (sum, sink) => sum + Number((sink as unknown as Record<string, number>)[of]),
        0,
      );
    expect(all.count).toBeGreaterThan(100);
    expect(all.count).toBe(added('count'));
    expect(all.sumMs).toBeCloseTo(added('sumMs'), 6);
  });

  test('violations are counted for each oracle and for all', () => {
    const wrong = judged(changed(soundJourney(0), 'page', { owner: 'nonce-7' }));
    expect(sinkOf(wrong, 'wrong_documents')).toMatchObject({ count: 1 });
    expect(sinkOf(wrong, 'wrong_documents', { oracle: 'page-ownership' })).toMatchObject({
      count: 1,
    });
    expect(sinkOf(wrong, 'wrong_documents', { oracle: 'ledger' })).toMatchObject({ count: 0 });
  });
});

describe('thresholds', () => {
  const scenario = smallScenario({
    thresholds: {
      journey_duration: ['p(95)<200000', 'max<100'],
      'journey_duration{type:seal-registration}': ['p(95)<200000'],
      wrong_documents: ['count==0'],
      journeys: [{ threshold: 'count>=1', minSamples: 5 }],
    },
  });

  test('are judged by what the trace says, and not passed for lack of data', () => {
    const { thresholds } = judged(soundJourney(0), scenario);
    expect(thresholds.map(({ selector, source, verdict }) => [selector, source, verdict])).toEqual([
      ['journey_duration', 'p(95)<200000', 'pass'],
      ['journey_duration', 'max<100', 'fail'],
      ['journey_duration{type:seal-registration}', 'p(95)<200000', 'inconclusive'],
      ['wrong_documents', 'count==0', 'pass'],
      ['journeys', 'count>=1', 'pass'],
    ]);
  });
});

describe('a judge', () => {
  test('keeps the first hundred violations word for word and counts all', () => {
    const events = Array.from({ length: 130 }, (_, journey) =>
      changed(soundJourney(journey), 'page', { owner: 'somebody' }),
    );
    const [ownership] = judged(events.flat()).oracles;
    expect(ownership?.violations).toHaveLength(100);
    expect(ownership?.violationCount).toBe(130);
  });

  test('hands on what the run has checked of itself', () => {
    const check = { name: 'lateness', verdict: 'fail', message: 'late' } as const;
    const { validity } = judged([...soundJourney(0), { kind: 'checked', t: 0, ...check }]);
    expect(validity.slice(1)).toEqual([check]);
  });

  test('says how far the run is', () => {
    const judge = new Judge(smallScenario(), instantMs(smallScenario().start), 1);
    const events: readonly TraceEvent[] = [
      ...soundJourney(0),
      ...without(soundJourney(1), 'ended'),
      ...changed(soundJourney(2), 'page', { owner: 'x' }),
    ];
    for (const event of events) judge.accept(event);
    expect(judge.progress).toEqual({ offered: 3, ended: 2 });
    expect(judge.violations).toBe(1);
  });

  test('counts what a run counts itself', () => {
    const { judgement, inFlight, events } = lived(smallScenario(), {}, { untilMs: 1_000_000 });
    const arrived = eventsOf('arrived', events).length;
    const ended = eventsOf('ended', events).length;
    expect(judgement.counts).toMatchObject({ offered: arrived, inFlight });
    expect(arrived - ended).toBe(inFlight);
    expect(inFlight).toBeGreaterThan(0);
  });
});

describe('who is still under way', () => {
  const started = without(soundJourney(0), 'ended');
  const validityOf = (end: Partial<EventOf<'run-ended'>> | undefined) => {
    const judge = new Judge(smallScenario(), 0, 3_600_000);
    for (const event of started) judge.accept(event);
    if (end !== undefined) {
      judge.accept({ kind: 'run-ended', t: 3_600_000, reason: 'finished', ...end });
    }
    return judge.conclude().validity;
  };

  test('leaves the verdict of a finished run open', () => {
    expect(validityOf({ inFlight: 1 })).toContainEqual({
      name: 'all-ended',
      verdict: 'inconclusive',
      message: '1 journeys had not ended when the graceful stop was over',
    });
  });

  test('is nothing to wonder at in a run that was interrupted', () => {
    const names = validityOf({ inFlight: 1, reason: 'interrupted' }).map(({ name }) => name);
    expect(names).toEqual(['conservation']);
  });

  test('is not known of a trace without an end, nor of one that does not say', () => {
    for (const end of [undefined, {}]) {
      expect(validityOf(end)[0]).toMatchObject({ name: 'conservation', verdict: 'inconclusive' });
    }
  });
});
