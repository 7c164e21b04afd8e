import { z } from 'zod';
import type { Payload } from '../../server/contract-bus.ts';
import { type Process, ready } from '../../sim/process.ts';
import { type Cash, DENOMINATIONS } from '../payment/cash.ts';
import type { CashAcceptor, CashAnswer, CashEvent, StorageUnit } from '../payment/cash-acceptor.ts';
import { atOnce, type Completion, inTurn, refused, SUCCESS, type TellEvent } from './command.ts';
import type { XfsInterface } from './device.ts';
import { paymentStatus } from './payment-watch.ts';

const CashInStart = z.looseObject({
  amountLimit: z
    .array(z.object({ currency: z.literal('JPY'), value: z.int().min(1).max(100_000) }))
    .length(1)
    .describe('The fee: this unit takes an amount and no more, and gives change'),
});

const Nothing = z.unknown();

/** A payment unit as the CashAcceptor interface; the unsolicited it tells by `broadcast`. */
export class CashAcceptorInterface implements XfsInterface {
  readonly name = 'CashAcceptor';
  readonly events = ['InsertItemsEvent', 'SubCashInEvent', 'InputRefuseEvent'];
  readonly commands = {
    CashInStart: inTurn(CashInStart, ({ amountLimit: [limit] }) =>
      mapped(this.#acceptor.cashInStart(limit?.value ?? 0)),
    ),
    CashIn: inTurn(Nothing, (_, tell) => this.#cashIn(tell)),
    CashInEnd: inTurn(Nothing, () => mapped(this.#acceptor.cashInEnd())),
    CashInRollback: inTurn(Nothing, () => mapped(this.#acceptor.cashInRollback())),
    GetCashInStatus: atOnce(Nothing, () => this.#report()),
  };
  readonly capabilities: Payload = {
    type: 'selfServiceCoin',
    maxCashInItems: 1,
    shutter: false,
    shutterControl: false,
    intermediateStacker: 1,
    itemsTakenSensor: false,
    itemsInsertedSensor: true,
    cashInLimit: { byTotalItems: false, byAmount: true },
    countActions: { individual: false, all: false },
  };
  readonly #acceptor: CashAcceptor;
  /** Told when the slot has been opened. */
  onWanted: () => void = () => {};
  /** Who hears what comes in: whoever has the slot opened. */
  #tell: TellEvent | undefined;

  constructor(acceptor: CashAcceptor, broadcast: TellEvent) {
    this.#acceptor = acceptor;
    acceptor.listen((event) => {
      const { name, payload, isOfCommand } = told(event);
      if (!isOfCommand) broadcast(name, payload);
      else this.#tell?.(name, payload);
      if (event.name === 'insertItems') this.onWanted();
    });
  }

  readonly status = (): Process<Payload> => ready(paymentStatus(this.#acceptor.insertedYen));

  *#cashIn(tell: TellEvent): Process<Completion> {
    this.#tell = tell;
    try {
      const completion = completionOf(yield* this.#acceptor.cashIn());
      if (completion.code !== 'success') return completion;
    } finally {
      this.#tell = undefined;
    }
    const { cash, eMoneyYen } = yield* this.#acceptor.getCashInStatus();
    return { code: 'success', payload: { items: countsOf(cash, eMoneyYen) } };
  }

  *#report(): Process<Completion> {
    const report = yield* this.#acceptor.getCashInStatus();
    const { status, numOfRefused, cash, eMoneyYen } = report;
    const noteNumberList = countsOf(cash, eMoneyYen);
    return { code: 'success', payload: { status, numOfRefused, noteNumberList } };
  }
}

/** The compartments of a payment unit as the Storage interface. */
export function storageInterface(acceptor: CashAcceptor): XfsInterface {
  return {
    name: 'Storage',
    commands: {
      GetStorage: atOnce(Nothing, function* () {
        const units = yield* acceptor.getStorage();
        const storage = Object.fromEntries(units.map((unit) => [nameOf(unit), storageOf(unit)]));
        return { code: 'success', payload: { storage } };
      }),
    },
    events: ['StorageThresholdEvent', 'StorageErrorEvent'],
  };
}

function* mapped(answer: Process<CashAnswer>): Process<Completion> {
  return completionOf(yield* answer);
}

function completionOf(answer: CashAnswer): Completion {
  const { completionCode } = answer;
  if (completionCode === 'success') return SUCCESS;
  if (completionCode !== 'commandErrorCode') return { code: completionCode };
  // XFS4IoT has no word for want of change: the units cannot do it.
  const { errorCode } = answer;
  return refused(errorCode === 'shortage' ? 'cashUnitError' : errorCode);
}

/** An event of a payment unit as XFS4IoT tells it. */
function told(event: CashEvent): {
  readonly name: string;
  readonly payload?: Payload;
  readonly isOfCommand: boolean;
} {
  switch (event.name) {
    case 'insertItems':
      return { name: 'CashAcceptor.InsertItemsEvent', isOfCommand: true };
    case 'subCashIn': {
      const payload = countsOf(event.cash, event.eMoneyYen);
      return { name: 'CashAcceptor.SubCashInEvent', payload, isOfCommand: true };
    }
    case 'inputRefuse': {
      const payload = { reason: REFUSALS[event.reason] };
      return { name: 'CashAcceptor.InputRefuseEvent', payload, isOfCommand: true };
    }
    case 'itemsPresented': {
      const payload = { position: 'outDefault', additionalBunches: 'none' };
      return { name: 'CashManagement.ItemsPresentedEvent', payload, isOfCommand: false };
    }
    case 'storageThreshold': {
      const payload = { [nameOf(event.unit)]: storageOf(event.unit) };
      return { name: 'Storage.StorageThresholdEvent', payload, isOfCommand: false };
    }
    case 'storageError': {
      const payload = { failure: 'error' };
      return { name: 'Storage.StorageErrorEvent', payload, isOfCommand: false };
    }
  }
}

/** E-money is no item: XFS4IoT has no reason of its own for a card with too little on it. */
const REFUSALS = {
  cashInUnitFull: 'cashInUnitFull',
  foreignItems: 'foreignItemsDetected',
  balance: 'depositFailure',
} as const;

/** Pieces by the names of XFS4IoT's cash items: value, currency, release. */
function countsOf(cash: Cash, eMoneyYen: number): Payload {
  const counts: Payload = { unrecognized: 0 };
  for (const [index, value] of DENOMINATIONS.entries()) {
    const pieces = cash[index] ?? 0;
    if (pieces > 0) counts[itemOf(value)] = { fit: pieces };
  }
  // A transaction by e-money has no items: the amount stands beside them.
  if (eMoneyYen > 0) counts['kofuEMoney'] = { yen: eMoneyYen };
  return counts;
}

function itemOf(value: number): string {
  return `type${value}JPY1`;
}

function nameOf({ value, type }: StorageUnit): string {
  return `${type}${value}`;
}

function storageOf({ value, type, count, status }: StorageUnit): Payload {
  return {
    positionName: `${value} JPY`,
    status: status === 'inoperative' ? 'inoperative' : 'ok',
    cash: {
      capabilities: { types: { [type]: true } },
      configuration: { currency: 'JPY', value },
      status: { initial: { unrecognized: 0, [itemOf(value)]: { fit: count } } },
      replenishmentStatus: status === 'inoperative' ? 'ok' : status,
    },
  };
}
