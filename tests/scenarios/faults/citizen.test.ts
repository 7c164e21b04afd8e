import { describe, expect, test } from 'vitest';
import { ALARM_AFTER_MS, RETAIN_AFTER_MS } from '../../../devices/citizen/left-behind.ts';
import { IDLE_MS } from '../../../devices/kiosk/journey.ts';
import { citizenForgetsCard } from '../../../scenarios/faults/citizen-forgets-card.ts';
import { citizenForgetsPaper } from '../../../scenarios/faults/citizen-forgets-paper.ts';
import { citizenWalksAway } from '../../../scenarios/faults/citizen-walks-away.ts';
import { eventsOf, judged } from '../small-scenario.ts';
import { CALM, fateOf, fatesWithin, GOOD, journeysThat, MINUTE_MS, nothingBut } from './fates.ts';
import { type FaultData, type Faulted, faulted, SOUND, soundness } from './faulted.ts';

const WHILE = { at: '20m', for: '20m' } as const;

async function sound(fault: FaultData): Promise<Faulted> {
  const run = await faulted([fault], { ...CALM, stores: { inside: 12 } });
  expect(soundness(run)).toEqual(SOUND);
  return run;
}

describe.each([
  [citizenForgetsCard.kind, 'card'],
  [citizenForgetsPaper.kind, 'paper'],
] as const)('%s', (kind, left) => {
  test('the kiosk calls, and takes it in before the next citizen comes', async () => {
    const run = await sound({ kind, ...WHILE });
    for (const fate of fatesWithin(run, 20 * MINUTE_MS, 40 * MINUTE_MS)) {
      expect(fate).toMatchObject(GOOD);
    }
    const alarms = eventsOf('alarm', run.events);
    const taken = eventsOf('left-behind', run.events);
    expect(alarms).toHaveLength(eventsOf('fault-ended', run.events)[0]?.struck ?? 0);
    expect(taken.map(({ journey }) => journey)).toEqual(alarms.map(({ journey }) => journey));
    expect(new Set(taken.map((event) => `${event.left} ${event.fate}`))).toEqual(
      new Set([`${left} retained`]),
    );
    for (const [index, { t, journey }] of taken.entries()) {
      expect(t - (alarms[index]?.t ?? 0)).toBeCloseTo(RETAIN_AFTER_MS, 3);
      const end = eventsOf('ended', run.events).find((event) => event.journey === journey);
      expect(end?.t).toBe(t);
      // Until then nobody else gets to that kiosk.
      const served = eventsOf('queued', run.events).filter((event) => {
        return event.kiosk === end?.kiosk && event.t > t - RETAIN_AFTER_MS && event.t < t;
      });
      expect(served).toEqual([]);
    }
  });

  test('who comes back in time has it, and who does not has not', async () => {
    for (const [comesBack, fate] of [
      ['20s', 'fetched'],
      ['31s', 'retained'],
    ]) {
      const run = await sound({ kind, comesBack, ...WHILE });
      const fates = eventsOf('left-behind', run.events).map((event) => event.fate);
      expect(new Set(fates)).toEqual(new Set([fate]));
    }
  });

  test('what a kiosk does not take in is there for the next one: an oracle sees it', async () => {
    const run = await sound({ kind, ...WHILE });
    const retained = new Set(eventsOf('left-behind', run.events).map(({ journey }) => journey));
    const thing = left === 'card' ? { cards: 1 } : { sheets: 1 };
    const lying = run.events.map((event) =>
      event.kind === 'cleared' && retained.has(event.journey) ? { ...event, ...thing } : event,
    );
    const finding = judged(lying).oracles.find(({ name }) => name === 'erasure');
    expect(finding?.violationCount).toBe(retained.size);
  });
});

test('paper that is forgotten is paid for: there is no refund after issue', async () => {
  const run = await sound({ kind: citizenForgetsPaper.kind, ...WHILE });
  const [alarm] = eventsOf('alarm', run.events);
  expect(fateOf(run, alarm?.journey ?? -1)).toEqual({ ...GOOD, pages: '1' });
  const take = eventsOf('stage', run.events).find((event) => {
    return event.journey === alarm?.journey && event.stage === 'take';
  });
  expect(take?.ms).toBeGreaterThan(ALARM_AFTER_MS + RETAIN_AFTER_MS);
});

test('a card is forgotten, too, by who goes without a certificate', async () => {
  const faults = [
    { kind: citizenForgetsCard.kind, ...WHILE },
    { kind: 'payment.jam', ...WHILE },
  ];
  const run = await faulted(faults, CALM);
  expect(soundness(run)).toEqual(SOUND);
  const broke = journeysThat(run, 'failed at pay: payment jam');
  const left = eventsOf('left-behind', run.events).filter(({ journey }) => broke.includes(journey));
  expect(left.length).toBeGreaterThan(20);
  for (const event of left) expect(event).toMatchObject({ left: 'card', fate: 'retained' });
});

describe(citizenWalksAway.kind, () => {
  test.each(['menu', 'card-set', 'municipality', 'pin', 'select', 'options', 'confirm'] as const)(
    'at %s nothing is issued, and nothing stays',
    async (stage) => {
      const run = await sound({ kind: citizenWalksAway.kind, stage, ...WHILE });
      const all = fatesWithin(run, 20 * MINUTE_MS, 30 * MINUTE_MS);
      expect(all).toEqual([nothingBut(`abandoned at ${stage}: citizen walked away`)]);
    },
  );

  test('at pay the document is not printed, and the server hears of it', async () => {
    const run = await sound({ kind: citizenWalksAway.kind, stage: 'pay', ...WHILE });
    const saw = 'abandoned at pay: citizen walked away';
    expect(fatesWithin(run, 20 * MINUTE_MS, 30 * MINUTE_MS)).toEqual([
      { ...nothingBut(saw), server: 'not-printed' },
    ]);
  });

  test('the kiosk waits for a touch of its screen, and serves the next one', async () => {
    const run = await sound({ kind: citizenWalksAway.kind, stage: 'select', ...WHILE });
    const gone = journeysThat(run, 'abandoned at select: citizen walked away');
    const stages = eventsOf('stage', run.events).filter(({ journey, stage }) => {
      return stage === 'select' && gone.includes(journey);
    });
    expect(stages).toHaveLength(gone.length);
    for (const { ms } of stages) expect(ms).toBeCloseTo(IDLE_MS, 3);
  });
});
