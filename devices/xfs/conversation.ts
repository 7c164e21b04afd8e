import {
  BusMessage,
  type MessageRefusal,
  type Payload,
  type SentMessage,
} from '../../server/contract-bus.ts';
import type { Process, Runner } from '../../sim/process.ts';
import { Resource } from '../../sim/resource.ts';
import type { Ending, Task } from '../../sim/task.ts';
import { TIMED_OUT, within } from '../../sim/waiting.ts';
import { type Completion, refused, SUCCESS, type XfsCommand } from './command.ts';
import { CancelPayload, commonOf, REQUESTS_MAX, versionOf, type XfsDevice } from './device.ts';

/** Somebody who talks to a service. */
export interface XfsConnection {
  /** Takes whatever has come in, read from JSON; undefined if it was none. */
  receive(raw: unknown): void;
  /** Whoever has gone hears no completion: what is under way for them is given up. */
  close(): void;
}

type Send = (message: SentMessage) => void;

/**
 * A device as an XFS4IoT service, whatever carries its messages: each command is acknowledged at
 * once, may tell events, and ends in one completion. Commands wait for those before them, are
 * cancelled by Common.Cancel, and end with `timeOut` when their time is up, queueing included.
 */
export class XfsService {
  readonly name: string;
  readonly #runner: Runner;
  readonly #commands: ReadonlyMap<string, XfsCommand>;
  readonly #connections = new Set<Conversation>();
  /** The device does one thing at a time. */
  readonly #turn = new Resource(1);

  constructor(runner: Runner, device: XfsDevice) {
    this.name = device.name;
    this.#runner = runner;
    const interfaces = [commonOf(device), ...device.interfaces];
    this.#commands = new Map(
      interfaces.flatMap(({ name, commands }) =>
        Object.entries(commands).map(([command, it]) => [`${name}.${command}`, it] as const),
      ),
    );
  }

  connect(send: Send): XfsConnection {
    const conversation = new Conversation(this.#runner, this.#commands, this.#turn, send, () =>
      this.#connections.delete(conversation),
    );
    this.#connections.add(conversation);
    return conversation;
  }

  /** Tells everybody what no command has asked for (XFS4IoT unsolicited event). */
  broadcast(name: string, payload?: Payload): void {
    for (const connection of this.#connections) connection.tell(name, payload);
  }
}

class Conversation implements XfsConnection {
  readonly #runner: Runner;
  readonly #commands: ReadonlyMap<string, XfsCommand>;
  readonly #turn: Resource;
  readonly #send: Send;
  readonly #leave: () => void;
  /** Commands acknowledged and not completed, by their numbers. */
  readonly #underWay = new Map<number, Task<Completion | typeof TIMED_OUT>>();
  #closed = false;

  constructor(
    runner: Runner,
    commands: ReadonlyMap<string, XfsCommand>,
    turn: Resource,
    send: Send,
    leave: () => void,
  ) {
    this.#runner = runner;
    this.#commands = commands;
    this.#turn = turn;
    this.#send = send;
    this.#leave = leave;
  }

  receive(raw: unknown): void {
    if (this.#closed) return;
    const parsed = BusMessage.safeParse(raw);
    if (!parsed.success || parsed.data.header.type !== 'command') {
      const isNumber = parsed.error?.issues.every(({ path }) => path.join('.') === REQUEST_ID);
      this.#acknowledge(headerIn(raw), isNumber ? 'invalidRequestID' : 'invalidMessage');
      return;
    }
    const { header, payload } = parsed.data;
    if (header.requestId === 0 || this.#underWay.has(header.requestId)) {
      this.#acknowledge(header, 'invalidRequestID');
    } else if (this.#underWay.size >= REQUESTS_MAX) {
      this.#acknowledge(header, 'tooManyRequests');
    } else {
      this.#acknowledge(header);
      this.#begin(header, payload ?? undefined);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#leave();
    for (const task of [...this.#underWay.values()]) task.cancel();
  }

  tell(name: string, payload?: Payload): void {
    const header = { type: 'unsolicited' as const, name, version: versionOf(name) };
    this.#say({ header, ...(payload && { payload }) });
  }

  #begin(header: BusMessage['header'], payload: Payload | undefined): void {
    const { requestId, timeout } = header;
    const work = this.#work(header, payload);
    const task = this.#runner.spawn(timeout ? within(timeout, work, 'measured') : finite(work));
    this.#underWay.set(requestId, task);
    task.whenEnded((ending) => {
      this.#underWay.delete(requestId);
      this.#complete(header, completionOf(ending));
    });
  }

  *#work({ name, requestId }: BusMessage['header'], payload: unknown): Process<Completion> {
    const command = this.#commands.get(name);
    if (command === undefined) {
      return { code: 'unsupportedCommand', description: `this service has no ${name}` };
    }
    const parsed = command.payload.safeParse(payload ?? {});
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const where = issue?.path.join('.') || 'payload';
      return { code: 'invalidData', description: `${where}: ${issue?.message}` };
    }
    if (name === 'Common.Cancel') return this.#cancel(requestId, CancelPayload.parse(parsed.data));
    const tell = (event: string, told?: Payload) => {
      const header = { type: 'event' as const, name: event, requestId, version: versionOf(event) };
      this.#say({ header, ...(told && { payload: told }) });
    };
    const performed = command.perform(parsed.data as never, tell);
    return yield* command.isImmediate ? performed : this.#turn.use(performed);
  }

  #cancel(self: number, asked: { requestIds?: number[] | null | undefined } | null | undefined) {
    const meant = asked?.requestIds ?? [...this.#underWay.keys()];
    const tasks = meant.flatMap((id) => (id === self ? [] : (this.#underWay.get(id) ?? [])));
    for (const task of tasks) task.cancel();
    return tasks.length > 0 ? SUCCESS : refused('noMatchingRequestIDs');
  }

  #acknowledge(header: Named, status?: MessageRefusal): void {
    const { name, requestId, version } = header;
    const acknowledge = { type: 'acknowledge' as const, name, requestId, version };
    this.#say({ header: status === undefined ? acknowledge : { ...acknowledge, status } });
  }

  #complete({ name, requestId, version }: Named, completion: Completion): void {
    const { code } = completion;
    const header = { type: 'completion' as const, name, requestId, version, completionCode: code };
    if (code === 'success') {
      this.#say({ header, ...(completion.payload && { payload: completion.payload }) });
    } else if (code === 'commandErrorCode') {
      const { errorCode, payload } = completion;
      this.#say({ header, payload: { errorCode, ...payload } });
    } else {
      const { description: errorDescription } = completion;
      this.#say({ header: errorDescription ? { ...header, errorDescription } : header });
    }
  }

  #say(message: SentMessage): void {
    if (!this.#closed) this.#send(message);
  }
}

/** What a header says by which an answer is known to be one. */
interface Named {
  readonly name: string;
  readonly requestId: number;
  readonly version: string;
}

const REQUEST_ID = 'header.requestId';

/** So that what is no message is still answered by its name, where it has one. */
function headerIn(raw: unknown): Named {
  const said = BusMessage.shape.header.shape;
  const header = (raw as { header?: Record<string, unknown> } | null | undefined)?.header;
  const name = said.name.safeParse(header?.['name']);
  const requestId = said.requestId.safeParse(header?.['requestId']);
  return {
    name: name.data ?? 'Common.Unknown',
    requestId: requestId.data ?? 0,
    version: versionOf(name.data ?? ''),
  };
}

function completionOf(ending: Ending<Completion | typeof TIMED_OUT>): Completion {
  switch (ending.kind) {
    case 'returned':
      return ending.value === TIMED_OUT ? { code: 'timeOut' } : ending.value;
    case 'cancelled':
      return { code: 'canceled' };
    case 'threw':
      return { code: 'internalError', description: String(ending.error) };
  }
}

function* finite(work: Process<Completion>): Process<Completion | typeof TIMED_OUT> {
  return yield* work;
}
