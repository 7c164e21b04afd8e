import type { Process } from '../sim/process.ts';
import type { BusCompletion } from './bus-completion.ts';
import {
  FleetOrder,
  FleetQuestion,
  type Payload,
  type SentMessage,
  SignOn,
} from './contract-bus.ts';
import type { Fleet } from './fleet.ts';
import { type FleetOrders, ORDER_TIMEOUT_MAX_MS, ORDER_TIMEOUT_MS } from './fleet-orders.ts';
import type { Credentials } from './http/credentials.ts';

export interface OperatorPorts {
  readonly fleet: Fleet;
  readonly orders: FleetOrders;
  readonly credentials: Credentials;
  /** The machine's own time in ms. */
  readonly wallMs: () => number;
  /** Told of each attempt to sign on. */
  readonly onSignOn: (operator: string, accepted: boolean) => void;
}

/** A command of an operator, with what its header says. */
export interface OperatorCommand {
  readonly name: string;
  readonly requestId: number;
  readonly timeout?: number | null | undefined;
  readonly payload: Payload | null | undefined;
}

/** Whoever is signed on at one connection, and what they may ask of the fleet. */
export class OperatorDesk {
  readonly #ports: OperatorPorts;
  readonly #send: (message: SentMessage) => void;
  #operator: string | undefined;

  constructor(ports: OperatorPorts, send: (message: SentMessage) => void) {
    this.#ports = ports;
    this.#send = send;
  }

  /** Carries out a command of the namespace KofuFleet. */
  *perform(command: OperatorCommand): Process<BusCompletion> {
    if (command.name === 'KofuFleet.SignOn') return this.#signOn(command.payload);
    if (this.#operator === undefined) return { code: 'authorisationRequired' };
    switch (command.name) {
      case 'KofuFleet.List':
        return this.#list(command.payload);
      case 'KofuFleet.Command':
        return yield* this.#command(command);
    }
    return { code: 'unsupportedCommand' };
  }

  #signOn(payload: OperatorCommand['payload']): BusCompletion {
    const { credentials, onSignOn } = this.#ports;
    const asked = SignOn.safeParse(payload);
    if (!asked.success) return { code: 'invalidData' };
    const { operator, credential } = asked.data;
    const accepted = credentials.accepts('operator', operator, credential);
    onSignOn(operator, accepted);
    this.#operator = accepted ? operator : undefined;
    return { code: accepted ? 'success' : 'invalidToken' };
  }

  #list(payload: OperatorCommand['payload']): BusCompletion {
    const { fleet, wallMs } = this.#ports;
    const asked = FleetQuestion.safeParse(payload);
    if (!asked.success) return { code: 'invalidData' };
    const kiosks = fleet.members(asked.data.prefixes, wallMs());
    return { code: 'success', payload: { kiosks } };
  }

  *#command({ requestId, timeout, payload }: OperatorCommand): Process<BusCompletion> {
    const { fleet, orders, wallMs } = this.#ports;
    const asked = FleetOrder.safeParse(payload);
    if (!asked.success) return { code: 'invalidData' };
    const { prefixes, name, payload: order } = asked.data;
    const kioskIds = fleet.members(prefixes, wallMs()).map(({ kioskId }) => kioskId);
    if (kioskIds.length === 0) {
      return { code: 'commandErrorCode', payload: { errorCode: 'noMatchingKiosks' } };
    }
    const told = (event: string, what: Payload) => {
      const header = { type: 'event' as const, name: event, requestId, version: '1.0' };
      this.#send({ header, payload: what });
    };
    const timeoutMs = Math.min(timeout || ORDER_TIMEOUT_MS, ORDER_TIMEOUT_MAX_MS);
    const count = yield* orders.give(
      { kioskIds, name, payload: order ?? undefined, timeoutMs },
      {
        event: (kioskId, event, said) =>
          told('KofuFleet.DeviceEvent', { kioskId, name: event, ...(said && { payload: said }) }),
        result: (result) => told('KofuFleet.DeviceCompletionEvent', { ...result }),
      },
    );
    return { code: 'success', payload: { ...count } };
  }
}
