import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeRecording } from '../../../scenarios/judging/recording.ts';
import { Scenario } from '../../../scenarios/scenario.ts';
import { BLIND_SPOTS } from '../../../scenarios/target/blind-spots.ts';
import { broken, eventsOf, findingOf } from '../small-scenario.ts';
import { ForeignTown, townData } from './foreign-run.ts';

const town = new ForeignTown();
const origins = { sound: '', previousJob: '', sameSecond: '', unmarked: '' };

beforeAll(async () => {
  await town.found();
  const [sound, previousJob, sameSecond, unmarked] = await Promise.all([
    town.tiny('sound'),
    town.tiny('previous-job'),
    town.tiny('same-second'),
    town.tiny('unmarked'),
  ]);
  Object.assign(origins, { sound, previousJob, sameSecond, unmarked });
}, 60_000);

afterAll(() => town.leave());

describe('against a server that somebody else wrote', () => {
  test('that is right, every page is judged and none is wrong', async () => {
    const { code, result, trace, events } = await town.run(origins.sound);
    expect(broken(result)).toEqual([]);
    expect(result.verdicts).toMatchObject({ correct: 'pass', fast: 'pass' });
    // The generator may be late where others use the machine.
    expect([0, 97]).toContain(code);
    expect(result.counts.completed).toBeGreaterThan(10);
    const { judged, unjudged } = findingOf(result, 'page-ownership');
    expect([judged, unjudged]).toEqual([eventsOf('page', events).length, 0]);
    expect(judged).toBeGreaterThanOrEqual(result.counts.completed);
    expect(result.setting.render).toBe('full');
    expect(result.pages.length).toBeGreaterThan(0);

    // It says whom it asked and how, and what nobody could judge; its recording says so too.
    expect(result.setting.target).toBe(
      `against ${origins.sound} over HTTP alone, as it offers no device bus`,
    );
    expect(result.setting.command).toContain(`--target ${origins.sound} --target-data`);
    expect(eventsOf('run-began', events)).toMatchObject([{ target: origins.sound }]);
    expect(events.filter(({ kind }) => kind.startsWith('server-'))).toEqual([]);
    expect(result.blindSpots).toEqual(BLIND_SPOTS);
    const again = await judgeRecording(trace.split('\n'), Scenario.parse(townData()));
    expect(again.judgement.blindSpots).toEqual(BLIND_SPOTS);
    expect(again.judgement.oracles).toEqual(result.oracles);
  }, 60_000);

  test('that hands a job to whoever asks meanwhile, pages are of others', async () => {
    const { code, result, events } = await town.run(origins.previousJob);
    expect(code).toBe(98);
    expect(broken(result)).toContain('page-ownership');
    // Each alarm is right: the mark on the page is of another resident than the card's.
    const owners = new Map(eventsOf('arrived', events).map((each) => [each.journey, each.owner]));
    const foreign = eventsOf('page', events).filter(
      ({ journey, owner }) => owners.get(journey) !== owner,
    );
    expect(findingOf(result, 'page-ownership').violationCount).toBe(foreign.length);
    for (const { owner } of foreign) expect([...owners.values()]).toContain(owner);
  }, 60_000);

  test('that names jobs for their second, pages are of others', async () => {
    const { code, result } = await town.run(origins.sameSecond);
    expect(code).toBe(98);
    expect(broken(result)).toContain('page-ownership');
    expect(result.exit.reason).toContain('page-ownership');
  }, 60_000);

  test('that is wrong only under load, nothing is found where there is none', async () => {
    const day = { executor: 'constant-arrival-rate', rate: 1 / 40, duration: '8m' } as const;
    const alone = { stores: { inside: 1 }, speed: 800, workloads: { day } };
    const { code, result } = await town.run(origins.previousJob, alone);
    expect([0, 97]).toContain(code);
    expect(broken(result)).toEqual([]);
    expect(findingOf(result, 'page-ownership').judged).toBeGreaterThan(0);
  }, 60_000);

  test('that draws no marks, nothing is judged and nothing passes', async () => {
    const few = { day: { executor: 'shared-iterations', vus: 2, iterations: 2 } } as const;
    const { code, result, events } = await town.run(origins.unmarked, { workloads: few });
    const { verdict, judged, unjudged } = findingOf(result, 'page-ownership');
    expect({ verdict, judged }).toEqual({ verdict: 'inconclusive', judged: 0 });
    expect(unjudged).toBe(eventsOf('page-unreadable', events).length);
    expect(unjudged).toBeGreaterThan(0);
    expect(result.verdicts.correct).toBe('inconclusive');
    expect([96, 97]).toContain(code);
  }, 60_000);

  test('faults strike the line, the devices and the citizens', async () => {
    const { result, events } = await town.run(origins.sound, {
      faults: [
        { kind: 'line.slow', latency: '30ms' },
        { kind: 'citizen.forgets-card', probability: 0.5 },
        { kind: 'card.slow', by: '200ms' },
      ],
    });
    expect(broken(result)).toEqual([]);
    const ended = eventsOf('fault-ended', events);
    expect(ended.map(({ fault }) => fault).sort()).toEqual([
      'card.slow#1',
      'citizen.forgets-card#1',
      'line.slow#1',
    ]);
    expect(ended.filter(({ struck }) => struck === 0)).toEqual([]);
  }, 60_000);
});
