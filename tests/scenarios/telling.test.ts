import { describe, expect, test } from 'vitest';
import { summaryOf } from '../../reports/summary.ts';
import { Summary } from '../../reports/summary-schema.ts';
import type { Execution } from '../../scenarios/execution.ts';
import { EXIT, verdictsOf } from '../../scenarios/exit-code.ts';
import { judgeRecording } from '../../scenarios/judging/recording.ts';
import type { RunResult } from '../../scenarios/judging/result.ts';
import { commandOf, type RunFlags } from '../../scenarios/run-flags.ts';
import { resultOf, retold, settingOf } from '../../scenarios/telling.ts';
import { executedVirtually } from './executed.ts';
import { judged, smallScenario } from './small-scenario.ts';
import { accountedJourney, changed } from './told-journey.ts';

const scenario = smallScenario({
  speed: 600,
  thresholds: { journey_duration: ['med<300000'], wrong_documents: ['count==0'] },
});

const FLAGS: RunFlags = {
  time: 'virtual',
  seed: 7,
  set: [],
  port: 0,
  trace: 'on',
  lang: 'en',
};

const KNOWN = {
  render: 'digest',
  target: 'reference server in process',
  commit: '0123456789ab',
  versions: { kofu: '0.1.0', node: '20.20.2' },
} as const;

const HOW = {
  setting: settingOf(scenario, 'scenarios/small.yaml', FLAGS, KNOWN),
  generatedAt: '2026-01-05T09:41:07.000+09:00',
  wallMs: 40_512.3,
  pages: [{ file: 'pages/1.png', caption: '1' }],
} satisfies Partial<RunResult>;

describe('a result', () => {
  const END = { kind: 'run-ended', t: 0, reason: 'finished', inFlight: 0 } as const;
  const execution = (changes: Partial<Execution> = {}): Execution => ({
    judgement: judged([...accountedJourney(0), END], scenario),
    scenarioMs: 3_600_000,
    events: 9,
    interrupted: false,
    ...changes,
  });

  test('is what was judged, what was measured and how, and nothing besides', () => {
    const { judgement, ...run } = execution();
    const result = resultOf({ judgement, ...run }, HOW);
    const { verdicts, exit, ...rest } = result;
    expect(rest).toEqual({ ...judgement, ...run, ...HOW });
    expect(verdicts).toEqual(verdictsOf(judgement));
    expect(exit.code).toBe(EXIT.pass);
  });

  test('of an interrupted run says so, unless something worse is true', () => {
    const interrupted = execution({ interrupted: true });
    expect(resultOf(interrupted, HOW).exit.code).toBe(EXIT.interrupted);
    const wrong = judged(changed(accountedJourney(0), 'page', { owner: 'somebody' }), scenario);
    const worse = resultOf({ ...interrupted, judgement: wrong }, HOW);
    expect(worse.exit.code).toBe(EXIT.wrongDocument);
    expect(worse.verdicts.correct).toBe('fail');
    expect(worse.interrupted).toBe(true);
  });
});

describe('a setting', () => {
  const setting = (flags: Partial<RunFlags>) =>
    settingOf(scenario, 'scenarios/small.yaml', { ...FLAGS, ...flags }, KNOWN);

  test('has what is known, what was said and what follows from the scenario', () => {
    expect(setting({ seed: 42 })).toEqual({
      ...KNOWN,
      scenario,
      scenarioFile: 'scenarios/small.yaml',
      seed: 42,
      clock: 'virtual',
      speed: 1,
      originMs: Date.parse('2015-06-01T09:00:00+09:00'),
      command: commandOf('scenarios/small.yaml', { ...FLAGS, seed: 42 }),
    });
  });

  test.each([
    ['real time goes at the scenario’s speed', { time: 'real' }, 600],
    ['or as it was said', { time: 'real', speed: 60 }, 60],
    ['virtual time has none', { time: 'virtual', speed: 60 }, 1],
  ] as const)('%s', (_, flags, speed) => {
    expect(setting(flags).speed).toBe(speed);
  });
});

describe('a recorded run', () => {
  /** A run, and what becomes of its trace when it is judged by the scenario of today. */
  async function recorded(today = scenario) {
    const { execution, events } = await executedVirtually(scenario);
    const header = JSON.stringify({ trace: 'kofu', version: 1 });
    const lines = [header, ...events.map((event) => JSON.stringify(event))];
    return { execution, recording: await judgeRecording(lines, today) };
  }

  test('with its summary is told like the first time, to the last field', async () => {
    const { execution, recording } = await recorded();
    const first = resultOf(execution, HOW);
    const summary = Summary.parse(JSON.parse(JSON.stringify(summaryOf(first))));
    expect(retold(scenario, recording, summary)).toEqual(first);
  });

  test('is judged anew: what the summary says of its verdicts does not count', async () => {
    const today = smallScenario({ thresholds: { journey_duration: ['max<100'] } });
    const { execution, recording } = await recorded(today);
    const first = resultOf(execution, HOW);
    const result = retold(today, recording, summaryOf(first));
    expect([first.exit.code, result.exit.code]).toEqual([EXIT.pass, EXIT.thresholdFailed]);
    expect([first.verdicts.fast, result.verdicts.fast]).toEqual(['pass', 'fail']);
    expect(result.setting).toEqual({ ...first.setting, scenario: today });
  });

  test('without a summary says what its trace knows, and that the rest is unknown', async () => {
    const { execution, recording } = await recorded();
    const result = retold(scenario, recording, undefined);
    const { setting, generatedAt, wallMs, pages } = result;
    expect({ ...result, ...HOW }).toEqual(resultOf(execution, HOW));
    expect({ generatedAt, wallMs, pages }).toEqual({
      generatedAt: 'unknown',
      wallMs: 0,
      pages: [],
    });
    expect(setting).toEqual({
      scenario,
      scenarioFile: 'scenario.json',
      seed: 7,
      clock: 'virtual',
      speed: 1,
      render: 'digest',
      target: 'unknown',
      originMs: Date.parse('2015-06-01T09:00:00+09:00'),
      command: 'unknown',
      commit: 'unknown',
      versions: {},
    });
    expect(Summary.safeParse(summaryOf(result)).success).toBe(true);
  });
});
