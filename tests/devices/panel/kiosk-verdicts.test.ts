import { expect, test } from 'vitest';
import { kioskCommand } from '../../../scenarios/device-commands/kiosk-flags.ts';
import { PanelVerdicts } from '../../../scenarios/device-commands/kiosk-verdicts.ts';
import type { TraceEvent } from '../../../scenarios/trace-events.ts';
import { instantMs } from '../../../sim/units.ts';
import { smallScenario } from '../../scenarios/small-scenario.ts';

const WHOSE = { journey: 0, kiosk: 'in-001' };

/** What is said of a page that belongs to somebody, when this one's card asked for it. */
function verdictOn(owner: string, asker: string) {
  const scenario = smallScenario();
  const verdicts = new PanelVerdicts(scenario, instantMs(scenario.start));
  const job = { ...WHOSE, t: 1, request: 'r0', number: '27203-0000001' };
  const events: TraceEvent[] = [
    {
      ...{ kind: 'arrived', t: 0, ...WHOSE, workload: 'panel', municipality: '27203' },
      ...{ resident: 40, owner: asker, age: 40, type: 'resident-record' },
    } as TraceEvent,
    { kind: 'requested', t: 1, ...WHOSE, request: 'r0' },
    {
      ...{ kind: 'server-issued', t: 1, kiosk: 'in-001', request: 'r0', number: job.number },
      ...{ type: 'resident-record', municipality: '27203', resident: 40, repeated: false },
    } as TraceEvent,
    { kind: 'document', ...job, pages: 1, feeYen: 200, repeated: false },
    { kind: 'paid', t: 1, ...WHOSE, request: 'r0', yen: 200 },
    { kind: 'page', ...job, sheet: 1, owner, page: 1, of: 1 },
  ];
  for (const event of events) verdicts.see(event);
  return { ...verdicts.of(0, 1), findings: verdicts.about(0).length };
}

test('a page is judged as it comes out', () => {
  const right = verdictOn('aaaa', 'aaaa');
  expect(right.message).toBe('right owner aaaa, page 1 of 1');
  expect(right).toMatchObject({ verdict: 'right', findings: 0 });
  const wrong = verdictOn('bbbb', 'aaaa');
  expect(wrong.verdict).toBe('wrong');
  expect(wrong.message).toContain('page-ownership');
  expect(wrong.findings).toBeGreaterThan(0);
});

test('flags that mean nothing are refused with the remedy', () => {
  const refusal = (...words: string[]) => {
    const command = kioskCommand()
      .exitOverride()
      .configureOutput({ writeErr: () => {} });
    try {
      command.parse(words, { from: 'user' });
      return undefined;
    } catch (error) {
      return String(error);
    }
  };
  expect(refusal('--panel', '--at', '07:15')).toBeUndefined();
  expect(refusal('--at', '24:00')).toContain('e.g. 10:00');
  expect(refusal('--privacy-timeout', '10ms')).toContain('1s or more');
  expect(refusal('--port', '70000')).toContain('0 to 65535');
});
