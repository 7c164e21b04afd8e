import { z } from 'zod';
import { atOnce, inTurn, SUCCESS } from '../../../devices/xfs/command.ts';
import type { XfsDevice } from '../../../devices/xfs/device.ts';
import type { BusMessage, SentMessage } from '../../../server/contract-bus.ts';
import { ready, sleep } from '../../../sim/process.ts';
import { Signal } from '../../../sim/waiting.ts';

/** A device that takes as long as it is told, and keeps a record of what it does. */
export class SmallDevice implements XfsDevice {
  readonly name = 'Small';
  readonly model = 'm';
  readonly software = '1';
  readonly record: string[] = [];
  readonly interfaces = [
    {
      name: 'Small',
      commands: {
        Work: inTurn(z.object({ ms: z.int(), as: z.string().default('it') }), ({ ms, as }, tell) =>
          this.#work(ms, as, tell),
        ),
        Wait: inTurn(z.unknown(), function* () {
          yield* new Signal().wait();
          return SUCCESS;
        }),
        Ask: atOnce(z.unknown(), () => ready({ code: 'success', payload: { says: 'hello' } })),
        // biome-ignore lint/correctness/useYield: it breaks before it waits.
        Break: inTurn(z.unknown(), function* () {
          throw new Error('broken');
        }),
      },
      events: ['WorkedEvent'],
      status: () => ready({ works: true }),
      capabilities: { fast: false },
    },
  ];

  device() {
    return ready('online' as const);
  }

  *#work(ms: number, as: string, tell: (name: string) => void) {
    this.record.push(`begins ${as}`);
    tell('Small.WorkedEvent');
    try {
      yield sleep(ms);
      this.record.push(`ends ${as}`);
    } finally {
      this.record.push(`leaves ${as}`);
    }
    return SUCCESS;
  }
}

/** A command as a client sends it. */
export function command(
  name: string,
  requestId: number,
  payload?: unknown,
  timeout?: number,
): SentMessage {
  const header = { type: 'command' as const, name, requestId, version: '2.0', timeout };
  return { header, payload: payload as Record<string, unknown> };
}

/** Messages in a few words: type, name, number, and what came of it. */
export function words(messages: readonly SentMessage[]): readonly string[] {
  return messages.map(({ header, payload }) => {
    const { type, name, requestId = 0, status, completionCode } = header as BusMessage['header'];
    const code = completionCode === 'commandErrorCode' ? payload?.['errorCode'] : completionCode;
    return [type, name, requestId || '', status ?? code ?? ''].filter(Boolean).join(' ');
  });
}
