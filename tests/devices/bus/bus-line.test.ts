import { describe, expect, test } from 'vitest';
import { BUS_BACK_OFF } from '../../../devices/bus/back-off.ts';
import { BusLine, REGISTRATION_TIMEOUT_MS } from '../../../devices/bus/bus-line.ts';
import { UNHEARD_MAX } from '../../../devices/bus/unheard.ts';
import { streams } from '../../../sim/rng.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';
import { ModelCentre, type Weather } from './model-centre.ts';

/** A kiosk whose pauses are as long as they can be. */
function kiosk(weather: Weather = {}, chance = { uniform: () => 1 }) {
  const runner = new VirtualTime();
  const centre = new ModelCentre(runner, weather);
  const registration = { kioskId: 'in-001', model: 'm', software: '1', start: 'first' };
  const onUnsettled = () => {};
  const ports = { runner, transport: centre, rng: chance, backOff: BUS_BACK_OFF, onUnsettled };
  const line = new BusLine(registration, ports);
  let first: string | undefined | null = null;
  runner.spawn(line.open()).whenEnded((ending) => {
    first = ending.kind === 'returned' ? ending.value : null;
  });
  const tell = (name: string) => line.tell({ header: { type: 'unsolicited', name } });
  return {
    runner,
    centre,
    line,
    tell,
    /** How the first attempt ended; null while it has not. */
    first: () => first,
    until: (ms: number) => runner.advance(ms),
  };
}

const events = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => `Kofu.E${index + from}`);

/** Time between one instant and the next. */
const gaps = (instants: readonly number[]) =>
  instants.slice(1).map((instant, index) => instant - (instants[index] ?? 0));

describe('a kiosk', () => {
  test('registers, and sends a heartbeat as often as the centre wants', () => {
    const { centre, line, first, until } = kiosk();
    until(35_000);
    expect(first()).toBeUndefined();
    expect(line.token).toBe('token-1');
    expect(centre.beatsAtMs).toEqual([10_001, 20_001, 30_001]);
  });

  test('that cannot connect tries again after pauses that double up to the longest', () => {
    const { centre, first, until } = kiosk({ connects: () => false });
    until(60_000);
    expect(first()).toBe('no device bus: refused');
    const pauses = [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000, 10_000];
    expect(gaps(centre.attemptsAtMs)).toEqual(pauses.map((ms) => ms + 1));
  });

  test('draws its pauses from the chance it was given', () => {
    const attempts = (seed: number) => {
      const { centre, until } = kiosk({ connects: () => false }, streams(seed).stream('bus', 'x'));
      until(60_000);
      return centre.attemptsAtMs;
    };
    expect(attempts(1)).toEqual(attempts(1));
    expect(attempts(1)).not.toEqual(attempts(2));
  });

  test('goes on trying where it is refused, and where nothing is answered', () => {
    const { centre, line, first, until } = kiosk();
    centre.answer = 'duplicateIdentity';
    until(3_000);
    expect(first()).toBe('refused by the device bus: duplicateIdentity');
    centre.answer = 'silence';
    until(3_501 + REGISTRATION_TIMEOUT_MS);
    expect(line.token).toBeUndefined();
    centre.answer = 'registered';
    until(60_000);
    expect(line.token).toBe('token-1');
    expect(centre.registrations).toHaveLength(5);
  });

  test('begins with the shortest pause again once it has been registered', () => {
    const { centre, until } = kiosk({ connects: (attempt) => ![2, 3, 4].includes(attempt) });
    until(20_000);
    centre.breakOff();
    until(40_000);
    centre.breakOff();
    until(60_000);
    const [a, b, c, d, e, f] = centre.attemptsAtMs;
    expect([a, f]).toEqual([0, 40_500]);
    expect(gaps([20_000, b ?? 0, c ?? 0, d ?? 0, e ?? 0])).toEqual([500, 501, 1_001, 2_001]);
  });

  test('stays away while its line is cut, and is back at once when it is mended', () => {
    const { centre, line, until, runner } = kiosk();
    until(1_000);
    line.cut();
    until(600_000);
    expect(line.token).toBeUndefined();
    expect(centre.attemptsAtMs).toHaveLength(1);
    line.restore();
    until(600_001);
    expect(line.token).toBe('token-2');
    line.cut();
    line.restore();
    runner.advance(600_010);
    expect(line.token).toBe('token-3');
  });

  test('that is closed is heard of no more', () => {
    const { centre, line, until } = kiosk();
    until(1_000);
    line.close();
    until(600_000);
    expect(centre.attemptsAtMs).toHaveLength(1);
    expect(centre.beatsAtMs).toEqual([]);
  });

  test('that nobody speaks for yet ends every command all the same', () => {
    const { centre, until } = kiosk();
    until(1_000);
    centre.tell({ header: { type: 'command', name: 'Common.Status', requestId: 7 } });
    expect(centre.said.map(({ header }) => header)).toMatchObject([
      { type: 'acknowledge', requestId: 7 },
      { type: 'completion', requestId: 7, completionCode: 'deviceNotReady' },
    ]);
  });
});

describe('what a kiosk tells', () => {
  test('is heard in order and once, through a centre that is away', () => {
    const { centre, tell, until } = kiosk({ connects: (attempt) => attempt !== 2 });
    until(1_000);
    for (const name of events(3)) tell(name);
    centre.breakOff();
    for (const name of events(4, 4)) tell(name);
    expect(centre.heard).toEqual(events(3));
    until(60_000);
    tell('Kofu.E8');
    expect(centre.heard).toEqual(events(8));
  });

  test('comes in order and once where messages and acknowledgements are lost', () => {
    // Every seventh message takes the connection with it, every third is not acknowledged.
    const { centre, tell, until } = kiosk({
      carries: (message) => message % 7 !== 0,
      acknowledges: (message) => message % 3 !== 0,
    });
    for (const [index, name] of events(200).entries()) {
      tell(name);
      until((index + 1) * 150);
    }
    until(120_000);
    expect(centre.registrations.length).toBeGreaterThan(20);
    expect(centre.heard).toEqual(events(200));
    expect(centre.fleet.members([], 0)).toMatchObject([{ events: 200, missed: 0 }]);
  });

  test('that is told again is taken once', () => {
    const { centre, tell, until } = kiosk({ acknowledges: () => false });
    centre.saysHeard = false;
    until(1_000);
    for (const name of events(5)) tell(name);
    centre.breakOff();
    until(10_000);
    tell('Kofu.E6');
    expect(centre.heard).toEqual(events(6));
  });

  test('before it has ever been registered is kept', () => {
    const { centre, tell, until } = kiosk({ connects: (attempt) => attempt > 4 });
    for (const name of events(5)) tell(name);
    until(60_000);
    expect(centre.heard).toEqual(events(5));
  });

  test('is numbered anew when the kiosk has started anew', () => {
    const { centre, tell, until, runner, line } = kiosk();
    until(1_000);
    for (const name of events(3)) tell(name);
    line.close();
    const registration = { kioskId: 'in-001', model: 'm', software: '1', start: 'second' };
    const again = new BusLine(registration, {
      runner,
      transport: centre,
      rng: { uniform: () => 1 },
      backOff: BUS_BACK_OFF,
      onUnsettled: () => {},
    });
    runner.spawn(again.open());
    until(2_000);
    again.tell({ header: { type: 'unsolicited', name: 'Kofu.E4' } });
    expect(centre.heard).toEqual(events(4));
  });

  test('is lost from its beginning where too much comes together, and the centre sees that', () => {
    const { centre, tell, until } = kiosk({ connects: (attempt) => attempt > 1 });
    for (const name of events(UNHEARD_MAX + 25)) tell(name);
    until(10_000);
    expect(centre.heard).toEqual(events(UNHEARD_MAX, 26));
    expect(centre.fleet.members([], 0)).toMatchObject([{ events: UNHEARD_MAX, missed: 25 }]);
  });
});
