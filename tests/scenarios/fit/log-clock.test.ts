import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LogClock } from '../../../scenarios/fit/log-clock.ts';
import { type Zone, zoneOf } from '../../../scenarios/fit/log-zone.ts';

const AT = Date.parse('2014-03-31T10:17:03+09:00');
const jst = () => new LogClock(zoneOf('Asia/Tokyo') as Zone);

describe('times as logs write them', () => {
  test.each([
    '2014-03-31 10:17:03',
    '2014-03-31T10:17:03',
    '2014/03/31 10:17:03',
    '2014/3/31 10:17:03',
    '2014.03.31 10:17:03',
    '2014年3月31日 10時17分03秒',
    '2014年03月31日 10:17:03',
    '20140331101703',
    '20140331T101703',
    '2014-03-31T01:17:03Z',
    '2014-03-31T10:17:03+09:00',
    '2014-03-31T10:17:03.000+0900',
    '2014-03-30 20:17:03-05:00',
    '2014-03-31 10:17:03 JST',
    '2014-03-31 01:17:03 UTC',
    ' 2014-03-31  10:17:03 ',
    '1396228623',
    '1396228623.000',
    '1396228623000',
    '1396228623000000',
  ])('%s', (text) => {
    expect(jst().instantMs(text)).toBe(AT);
  });

  test.each([
    ['2014-03-31 10:17', -3000],
    ['2014-03-31 10:17:03.25', 250],
    ['2014-03-31 10:17:03.257', 257],
    ['2014-03-31 10:17:03,257123', 257],
    ['2014-03-31 10:17:60', 56_999],
  ])('%s', (text, afterMs) => {
    expect(jst().instantMs(text)).toBe(AT + afterMs);
  });

  test.each([
    ['2014-02-29 10:00:00', 'no-such-time'],
    ['2014-13-01 10:00:00', 'no-such-time'],
    ['2014-03-31 24:00:00', 'no-such-time'],
    ['2014-03-31 10:60:00', 'no-such-time'],
    ['2014-03-31', 'no-clock'],
    ['2014年3月31日', 'no-clock'],
    ['10:17:03', 'time'],
    ['03/31/2014 10:17:03', 'time'],
    ['Mon Mar 31 10:17:03 2014', 'time'],
    ['2014-03-31x10:17:03', 'time'],
    ['2014-03-31 1a:17:03', 'time'],
    ['', 'time'],
  ])('%s is none', (text, fault) => {
    const clock = jst();
    expect(clock.instantMs(text)).toBeNaN();
    expect(clock.fault).toBe(fault);
  });

  test('come back from every way of writing an instant', () => {
    const zones = [
      'Asia/Tokyo',
      'UTC',
      '+05:30',
      '-03:30',
      'America/New_York',
      'Australia/Lord_Howe',
    ];
    const from = Date.UTC(1971, 0, 2);
    const instants = fc.integer({ min: from / 1000, max: Date.UTC(2049, 0, 1) / 1000 });
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (seconds, name) => {
        const zone = zoneOf(name) as Zone;
        const [atMs, clock] = [seconds * 1000, new LogClock(zone)];
        const shown = wall(atMs, name);
        const found = clock.instantMs(shown);
        // An hour that comes twice is the earlier one of the two.
        const again = clock.offsets.twice > 0;
        expect(again ? [0, 1_800_000, 3_600_000] : [0]).toContain(atMs - found);
        expect(wall(found, name)).toBe(shown);
      }),
      { numRuns: 600 },
    );
  });
});

/** What a clock on a wall shows, as another implementation has it. */
function wall(atMs: number, name: string): string {
  const offset = /^([+-])(\d\d):(\d\d)$/.exec(name);
  if (offset !== null) {
    const minutes = (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3]));
    return new Date(atMs + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  }
  return new Date(atMs).toLocaleString('sv-SE', { timeZone: name });
}

test('zones that nobody knows are none', () => {
  expect(zoneOf('Asia/Edo')).toBeUndefined();
  expect(zoneOf('jst')?.name).toBe('jst');
});
