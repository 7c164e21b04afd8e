import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { XfsService } from '../../../devices/xfs/conversation.ts';
import type { SentMessage } from '../../../server/contract-bus.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { command, SmallDevice, words } from './small-device.ts';

/** One who talks to a service, over whatever carries the messages. */
export interface Talk {
  say(raw: unknown): void;
  readonly heard: readonly SentMessage[];
  leave(): void;
}

/** What carries the messages of a service. */
export interface Carrier {
  talk(service: XfsService): Promise<Talk>;
  close(): Promise<void>;
}

/** What comes over a network comes when it comes, however busy the machine. */
const soon = <T>(value: () => T) => expect.poll(value, { timeout: 20_000, interval: 5 });

/** What any carrier owes whoever talks to an XFS4IoT service: the whole life of a command. */
export function serviceContract(name: string, carrier: () => Promise<Carrier>): void {
  describe(`an XFS4IoT service ${name}`, () => {
    let [runner, device] = [new RealTime(), new SmallDevice()];
    let service: XfsService;
    let line: Carrier;
    let client: Talk;
    const ended = (requestId: number) =>
      client.heard.some(
        ({ header }) => header.type === 'completion' && header.requestId === requestId,
      );

    beforeEach(async () => {
      runner = new RealTime();
      device = new SmallDevice();
      service = new XfsService(runner, device);
      line = await carrier();
      client = await line.talk(service);
    });

    afterEach(async () => {
      client.leave();
      await line.close();
      runner.stop();
    });

    test('acknowledges a command, tells its events and completes it', async () => {
      client.say(command('Small.Work', 4, { ms: 1 }));
      await soon(() => ended(4)).toBe(true);
      expect(words(client.heard)).toEqual([
        'acknowledge Small.Work 4',
        'event Small.WorkedEvent 4',
        'completion Small.Work 4 success',
      ]);
    });

    test('answers for a command that never ends by itself when its time is up', async () => {
      client.say(command('Small.Wait', 1, {}, 20));
      await soon(() => ended(1)).toBe(true);
      expect(words(client.heard)).toEqual([
        'acknowledge Small.Wait 1',
        'completion Small.Wait 1 timeOut',
      ]);
    });

    test('cancels what it is asked to cancel', async () => {
      client.say(command('Small.Wait', 1));
      client.say(command('Small.Wait', 2));
      client.say(command('Common.Cancel', 3, { requestIds: [2] }));
      await soon(() => ended(3)).toBe(true);
      expect(words(client.heard)).toContain('completion Small.Wait 2 canceled');
      client.say(command('Common.Cancel', 4));
      await soon(() => ended(4)).toBe(true);
      expect(words(client.heard)).toContain('completion Small.Wait 1 canceled');
    });

    test('tells everybody what nobody has asked for', async () => {
      const other = await line.talk(service);
      // Both are there when both have been answered.
      client.say(command('Small.Ask', 1));
      other.say(command('Small.Ask', 1));
      await soon(() => ended(1) && other.heard.length === 2).toBe(true);
      service.broadcast('Common.StatusChangedEvent', { common: { device: 'hardwareError' } });
      await soon(() => [client.heard.length, other.heard.length]).toEqual([3, 3]);
      const { header } = client.heard[2] as SentMessage;
      expect(header).toEqual({
        type: 'unsolicited',
        name: 'Common.StatusChangedEvent',
        version: '2.0',
      });
      other.leave();
    });

    test.each([
      ['text', 'hello', 'acknowledge Common.Unknown invalidMessage'],
      ['no header', {}, 'acknowledge Common.Unknown invalidMessage'],
      ['no type', { header: { name: 'A.B', requestId: 3 } }, 'acknowledge A.B 3 invalidMessage'],
      [
        'the type of an answer',
        { header: { name: 'A.B', requestId: 3, type: 'completion' } },
        'acknowledge A.B 3 invalidMessage',
      ],
      [
        'number 0',
        { header: { name: 'A.B', requestId: 0, type: 'command' } },
        'acknowledge A.B invalidRequestID',
      ],
      [
        'no whole number',
        { header: { name: 'A.B', requestId: 1.5, type: 'command' } },
        'acknowledge A.B invalidRequestID',
      ],
    ])('refuses a message with %s, and says why', async (_, raw, said) => {
      client.say(raw);
      await soon(() => words(client.heard)).toEqual([said]);
    });

    test('gives up what is under way for one who has left', async () => {
      client.say(command('Small.Work', 1, { ms: 3_600_000, as: 'long' }));
      await soon(() => device.record).toEqual(['begins long']);
      client.leave();
      await soon(() => device.record).toEqual(['begins long', 'leaves long']);
      const next = await line.talk(service);
      next.say(command('Small.Work', 1, { ms: 1, as: 'next' }));
      await soon(() => words(next.heard)).toContain('completion Small.Work 1 success');
      next.leave();
    });
  });
}
