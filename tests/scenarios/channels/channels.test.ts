import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Channels } from '../../../scenarios/channels/channels.ts';

/** The channels of Miyazaki as written, some of them changed. */
function complaints(change: (data: Written) => void): readonly string[] {
  const data: Written = parse(readFileSync('scenarios/channels/miyazaki.yaml', 'utf8'));
  change(data);
  const parsed = Channels.safeParse(data);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

interface Written {
  kinds: Record<string, Record<string, unknown>>;
  periods: [WrittenPeriod, WrittenPeriod];
}

interface WrittenPeriod {
  name: string;
  from: string;
  observed: { from: string; to: string };
  places: { of: string; volumes?: unknown; count?: unknown }[];
  follows: {
    period: string;
    moves: { from: string; to: { value: Record<string, number> }; certificate: string }[];
  };
}

test('those that come with kofu are sound', () => {
  for (const city of ['miyazaki', 'ichikawa', 'toyonaka']) {
    const data = parse(readFileSync(`scenarios/channels/${city}.yaml`, 'utf8'));
    expect(Channels.safeParse(data).error).toBeUndefined();
  }
});

describe('refused, each with its place and remedy', () => {
  test.each<readonly [string, (data: Written) => void]>([
    [
      'periods.0.places.0.of: there is no channel desk: name one of counter, terminal',
      ({ periods: [before] }) => {
        (before.places[0] as { of: string }).of = 'desk';
      },
    ],
    [
      'periods.0.places.0: say its `volumes`, or which period this one `follows`',
      ({ periods: [before] }) => {
        delete before.places[0]?.volumes;
      },
    ],
    [
      'periods.1.places.0.volumes: these follow from the period before: leave them out',
      ({ periods: [before, after] }) => {
        (after.places[0] as { volumes?: unknown }).volumes = before.places[0]?.volumes;
      },
    ],
    [
      'periods.1.follows.period: name a period with volumes: 2013',
      ({ periods: [, after] }) => {
        after.follows.period = '2012';
      },
    ],
    [
      'periods.1.follows.moves.0: 1.4 of them go elsewhere: more than there are',
      ({ periods: [, after] }) => {
        const [move] = after.follows.moves;
        if (move !== undefined) move.to.value = { stores: 0.9, counter: 0.5 };
      },
    ],
    [
      'periods.1.follows.moves.0: no place of machine was closed: write whose: all',
      ({ periods: [before, after] }) => {
        for (const place of after.places) {
          if (place.of === 'machine') {
            place.count = before.places.find(({ of }) => of === 'machine')?.count;
          }
        }
      },
    ],
    [
      'periods.1.follows.moves.0: there is no channel bus: name one of',
      ({ periods: [, after] }) => {
        const [move] = after.follows.moves;
        if (move !== undefined) move.to.value = { bus: 0.5 };
      },
    ],
    [
      'periods.1.follows.moves.1: these were told to move already',
      ({ periods: [, after] }) => {
        const [, second] = after.follows.moves;
        if (second !== undefined) second.certificate = 'resident-record';
      },
    ],
    [
      'periods.0.observed: observe days of the period itself',
      ({ periods: [before] }) => {
        before.observed.to = '2013-07-02';
      },
    ],
    [
      'periods.1.name: another period has this name: name it anew',
      ({ periods: [before, after] }) => {
        after.name = before.name;
      },
    ],
    [
      'periods.0.from: from must not be after to',
      ({ periods: [before] }) => {
        before.from = '2014-01-01';
      },
    ],
    [
      'kinds.counter.opening.origin',
      ({ kinds }) => {
        (kinds['counter'] as { opening: unknown }).opening = {
          value: { opens: '08:30', closes: '17:15' },
        };
      },
    ],
  ])('%s', (due, change) => {
    expect(complaints(change).filter((complaint) => complaint.startsWith(due))).toHaveLength(1);
  });
});
