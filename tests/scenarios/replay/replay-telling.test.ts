import { describe, expect, test } from 'vitest';
import { durationText } from '../../../scenarios/duration-text.ts';
import { checkCommand } from '../../../scenarios/judging/check-flags.ts';
import { replayCommand } from '../../../scenarios/replay/replay-flags.ts';
import { eventsTold, journeyOf } from '../../../scenarios/replay/replay-journey.ts';
import {
  readable,
  toldReplay,
  toldSchedule,
  untilMsOf,
} from '../../../scenarios/replay/replay-telling.ts';
import { shrinkCommand } from '../../../scenarios/shrink/shrink-flags.ts';
import type { TraceEvent } from '../../../scenarios/trace-events.ts';
import { durationMs, instantMs } from '../../../sim/units.ts';
import { recordedText } from '../recorded.ts';
import { smallScenario } from '../small-scenario.ts';

const SCENARIO = smallScenario({ duration: '10m' });
const ORIGIN_MS = instantMs(SCENARIO.start);
const LINES = recordedText(SCENARIO, 3).trimEnd().split('\n');
const NOW = { commit: 'abc', versions: { kofu: '1.0.0' } };

describe('what is told', () => {
  const different = { kind: 'different', line: 7, recorded: 'a', repeated: undefined } as const;
  const same = { kind: 'same', citizens: 12, laterMs: 4.5, leftToTheClock: 3 } as const;

  test.each([
    [{ commit: 'old', versions: { kofu: '0.9.0' } }, 'recorded by kofu 0.9.0 at commit old'],
    [NOW, 'not deterministic'],
    [
      { commit: 'abc-changed', versions: NOW.versions },
      'recorded by kofu 1.0.0 at commit abc-changed',
    ],
    [undefined, 'no summary.json'],
  ])('of a difference is why it may be', (was, message) => {
    const { text, code } = toldReplay(different, { recorded: was, now: NOW, sha256: '' });
    expect(text).toContain(message);
    expect(text).toContain('repeated: (nothing more)');
    expect(code).toBe(97);
  });

  test('of a recording without an end is that nobody knows the rest', () => {
    const outcome = { kind: 'identical', events: 5, brokenOff: true } as const;
    expect(toldReplay(outcome, { recorded: NOW, now: NOW, sha256: 'f' }).code).toBe(96);
  });

  test('of a live run is what repeats and what does not', () => {
    const { text, code } = toldSchedule(same, { recorded: NOW, now: NOW });
    expect(text).toContain('same schedule, 12 citizens');
    expect(text).toContain('4.500 ms later');
    expect(text).toContain('not compared: 3 journeys');
    expect(code).toBe(0);
    const nobody = { ...same, citizens: 0 };
    expect(toldSchedule(nobody, { recorded: NOW, now: NOW }).code).toBe(96);
    const other = { kind: 'different', citizen: 'day/4', recorded: 'a', repeated: 'b' } as const;
    expect(toldSchedule(other, { recorded: NOW, now: NOW })).toMatchObject({ code: 97 });
  });

  test('of an event is its civil time and all that is known of it', () => {
    const event: TraceEvent = { kind: 'stage', t: 61_234.5, journey: 4, stage: 'pin', ms: 8123.4 };
    const line = readable(event, ORIGIN_MS);
    expect(line).toBe('09:01:01.234  stage              journey 4, stage pin, ms 8.123 s');
  });

  test.each([
    ['90m', 5_400_000],
    ['09:30', 1_800_000],
    ['08:59', 86_340_000],
    ['noon', undefined],
  ])('the time %s is understood', (text, ms) => {
    expect(untilMsOf(text, ORIGIN_MS)).toBe(ms);
  });
});

test.each([
  [0, '0s'],
  [250, '250ms'],
  [90_000, '1m30s'],
  [12_284.153, '12284.153ms'],
  [59_400_000, '16h30m'],
])('%d ms are written as %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
  expect(durationMs(text)).toBe(ms);
});

test('a journey is found by its number, request and document', async () => {
  const document = LINES.map((line) => JSON.parse(line)).find(({ kind }) => kind === 'document');
  for (const id of [String(document.journey), document.request, document.number]) {
    expect(await journeyOf(LINES, id)).toBe(document.journey);
  }
  const told: TraceEvent[] = [];
  const chosen = { journey: document.journey, untilMs: document.t };
  for await (const event of eventsTold(LINES, chosen)) told.push(event);
  expect(told[0]?.kind).toBe('arrived');
  expect(told.map(({ kind }) => kind)).toContain('document');
  expect(told.map(({ kind }) => kind)).not.toContain('ended');
});

describe('flags', () => {
  const parsed = (command: ReturnType<typeof shrinkCommand>, ...words: string[]) =>
    command
      .exitOverride()
      .configureOutput({ writeErr: () => {} })
      .parse(words, { from: 'user' });

  test.each([
    [[], { kind: 'time', ms: 60_000 }],
    [['--budget', '5m'], { kind: 'time', ms: 300_000 }],
    [['--budget', '500'], { kind: 'runs', runs: 500 }],
  ])('of shrink, %j', (words, budget) => {
    expect(parsed(shrinkCommand(), 'a', ...words).opts()['budget']).toEqual(budget);
  });

  test.each(['soon', '0', '0s', '-3'])('no budget is %s', (budget) => {
    expect(() => parsed(shrinkCommand(), 'a', '--budget', budget)).toThrow('budget');
  });

  test('of every command come with examples and exit codes', () => {
    for (const command of [shrinkCommand(), replayCommand(), checkCommand()]) {
      let help = '';
      command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
      expect(help).toContain('$ kofu');
      expect(help).toContain('Exit codes');
    }
  });
});
