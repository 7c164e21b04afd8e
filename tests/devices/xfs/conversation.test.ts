import { expect, test } from 'vitest';
import { XfsService } from '../../../devices/xfs/conversation.ts';
import { REQUESTS_MAX } from '../../../devices/xfs/device.ts';
import type { SentMessage } from '../../../server/contract-bus.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';
import { serviceContract } from './conversation.contract.ts';
import { command, SmallDevice, words } from './small-device.ts';

serviceContract('in process', async () => ({
  talk: async (service) => {
    const heard: SentMessage[] = [];
    const connection = service.connect((message) =>
      heard.push(JSON.parse(JSON.stringify(message))),
    );
    return {
      say: (raw) => connection.receive(raw),
      heard,
      leave: () => connection.close(),
    };
  },
  close: async () => {},
}));

function small() {
  const runner = new VirtualTime();
  const device = new SmallDevice();
  const service = new XfsService(runner, device);
  const heard: SentMessage[] = [];
  const connection = service.connect((message) => heard.push(message));
  const say = (...of: Parameters<typeof command>) => connection.receive(command(...of));
  return { runner, device, service, heard, connection, say };
}

test('commands wait for those before them, and questions for nobody', () => {
  const { runner, device, heard, say } = small();
  say('Small.Work', 1, { ms: 100, as: 'a' });
  say('Small.Work', 2, { ms: 100, as: 'b' });
  say('Small.Ask', 3);
  runner.advance(50);
  expect(device.record).toEqual(['begins a']);
  expect(words(heard).at(-1)).toBe('completion Small.Ask 3 success');
  runner.advance(1_000);
  expect(device.record).toEqual([
    'begins a',
    'ends a',
    'leaves a',
    'begins b',
    'ends b',
    'leaves b',
  ]);
});

test('a time-out counts from the command, the wait for others included', () => {
  const { runner, device, heard, say } = small();
  say('Small.Work', 1, { ms: 100, as: 'a' });
  say('Small.Work', 2, { ms: 10, as: 'b' }, 60);
  runner.advance(1_000);
  expect(words(heard)).toContain('completion Small.Work 2 timeOut');
  expect(device.record).not.toContain('begins b');
});

test('what is cancelled in the queue is never begun', () => {
  const { runner, device, heard, say } = small();
  say('Small.Work', 1, { ms: 100, as: 'a' });
  say('Small.Work', 2, { ms: 100, as: 'b' });
  say('Common.Cancel', 3, { requestIds: [2, 99] });
  runner.advance(1_000);
  expect(device.record).toEqual(['begins a', 'ends a', 'leaves a']);
  expect(words(heard)).toContain('completion Small.Work 2 canceled');
  expect(words(heard)).toContain('completion Common.Cancel 3 success');
});

test('nothing to cancel is said to be so', () => {
  const { runner, heard, say } = small();
  say('Common.Cancel', 1, { requestIds: [5] });
  say('Common.Cancel', 2);
  runner.advance(1);
  const completions = words(heard).filter((each) => each.startsWith('completion'));
  expect(completions).toEqual([
    'completion Common.Cancel 1 noMatchingRequestIDs',
    'completion Common.Cancel 2 noMatchingRequestIDs',
  ]);
});

test('a number is taken again when its command has ended, and not before', () => {
  const { runner, heard, say } = small();
  say('Small.Work', 1, { ms: 100 });
  say('Small.Work', 1, { ms: 100 });
  runner.advance(1_000);
  say('Small.Ask', 1);
  runner.advance(1_001);
  expect(words(heard).filter((each) => !each.startsWith('event'))).toEqual([
    'acknowledge Small.Work 1',
    'acknowledge Small.Work 1 invalidRequestID',
    'completion Small.Work 1 success',
    'acknowledge Small.Ask 1',
    'completion Small.Ask 1 success',
  ]);
});

test('more commands than it keeps are refused, and taken again later', () => {
  const { runner, heard, say } = small();
  for (let number = 1; number <= REQUESTS_MAX + 1; number++) say('Small.Work', number, { ms: 1 });
  expect(words(heard).at(-1)).toBe(`acknowledge Small.Work ${REQUESTS_MAX + 1} tooManyRequests`);
  runner.advance(1_000);
  say('Small.Ask', 1);
  runner.advance(1_001);
  expect(words(heard).at(-1)).toBe('completion Small.Ask 1 success');
});

test.each([
  ['that it has not', 'Small.Fly', {}, 'unsupportedCommand'],
  ['with a wrong payload', 'Small.Work', { ms: 'long' }, 'invalidData'],
  ['that breaks inside', 'Small.Break', {}, 'internalError'],
])('a command %s ends as such, and the service lives', (_, name, payload, code) => {
  const { runner, heard, say } = small();
  say(name, 1, payload);
  runner.advance(1);
  expect(words(heard).at(-1)).toBe(`completion ${name} 1 ${code}`);
  say('Small.Ask', 2);
  runner.advance(2);
  expect(words(heard).at(-1)).toBe('completion Small.Ask 2 success');
});

test('says how it is and what it can do', () => {
  const { runner, heard, say } = small();
  say('Common.Status', 1);
  say('Common.Capabilities', 2);
  say('Common.SetVersions', 3, { commands: {}, events: {} });
  runner.advance(1);
  const [status, capabilities, versions] = heard.filter(
    ({ header }) => header.type === 'completion',
  );
  expect(status?.payload).toEqual({
    common: { device: 'online', devicePosition: 'inPosition', powerSaveRecoveryTime: 0 },
    small: { works: true },
  });
  expect(capabilities?.payload).toMatchObject({
    interfaces: [
      {
        name: 'Common',
        commands: { 'Common.Cancel': { versions: ['2.0'] } },
        maximumRequests: REQUESTS_MAX,
      },
      { name: 'Small', events: { 'Small.WorkedEvent': { versions: ['2.0'] } } },
    ],
    common: { deviceInformation: [{ modelName: 'm' }] },
    small: { fast: false },
  });
  expect(versions?.header.completionCode).toBe('success');
});
