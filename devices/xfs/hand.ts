import { z } from 'zod';
import { DeviceFault, FaultClearing, FaultSetting } from '../../server/contract-bus.ts';
import { type Runner, ready, sleep } from '../../sim/process.ts';
import type { HeldCard } from '../card/card-office.ts';
import { cashOf, DENOMINATIONS, exactly } from '../payment/cash.ts';
import type { CashSlot } from '../payment/cash-slot.ts';
import type { WatchedSlot } from './card-watch.ts';
import { atOnce, refused, SUCCESS } from './command.ts';
import type { XfsDevice, XfsInterface } from './device.ts';
import type { Operation } from './operation.ts';
import type { WatchedPrinter } from './paper-watch.ts';

/** What a hand can reach of the devices of a shop. */
export interface HandPorts {
  readonly slot: WatchedSlot;
  readonly printer: WatchedPrinter;
  readonly cash: CashSlot;
  readonly operation: Operation;
  /** The card in the hand. */
  readonly card: HeldCard;
}

const Pieces = z.object({
  pieces: z
    .partialRecord(
      z.enum(DENOMINATIONS.map(String) as [string, ...string[]]),
      z.int().min(0).max(99),
    )
    .nullish()
    .describe('How many of each value in yen, e.g. {"100": 3}'),
  eMoneyYen: z.int().min(0).max(1_000_000).nullish().describe('Balance of the card it holds out'),
});

/**
 * The hand of a tester as a service of its own, which XFS4IoT does not know: puts the card in and
 * takes it out, pays, takes the paper, jams the printer.
 */
export function handDevice(ports: HandPorts, software: string): XfsDevice {
  const { slot, printer, cash, operation, card } = ports;
  const hand: XfsInterface = {
    name: 'KofuHand',
    commands: {
      InsertCard: atOnce(z.unknown(), () => {
        if (slot.occupied) return ready(refused('occupied'));
        slot.insert(card.card);
        return ready({ code: 'success', payload: { pin: card.pin } });
      }),
      TakeCard: atOnce(z.unknown(), () =>
        ready(slot.remove() === undefined ? refused('noMedia') : SUCCESS),
      ),
      InsertCash: atOnce(Pieces, ({ pieces, eMoneyYen }) => {
        if (eMoneyYen) cash.insert({ kind: 'e-money', balanceYen: eMoneyYen });
        else cash.insert({ kind: 'cash', pieces: cashOf(pieces ?? {}) });
        return ready(SUCCESS);
      }),
      CancelCash: atOnce(z.unknown(), () => {
        cash.cancel();
        return ready(SUCCESS);
      }),
      TakePaper: atOnce(z.unknown(), () => {
        if (printer.sheetsInTray === 0) return ready(refused('noMediaPresent'));
        printer.takeSheets();
        return ready(SUCCESS);
      }),
      SetFault: atOnce(FaultSetting, ({ fault }) => {
        operation.set(fault);
        return ready(SUCCESS);
      }),
      ClearFault: atOnce(FaultClearing, ({ fault }) => {
        operation.clear(fault);
        return ready(SUCCESS);
      }),
    },
    events: [],
    capabilities: { faults: DeviceFault.options },
  };
  const device = () => ready('online' as const);
  return { name: 'KofuHand', model: 'kofu', software, device, interfaces: [hand] };
}

/** A hand that does by itself, so much later, what the devices ask of it. */
export function willingHand(runner: Runner, afterMs: number, ports: HandPorts) {
  const { slot, printer, cash, card } = ports;
  const soon = (act: () => void) =>
    void runner.spawn(
      (function* () {
        yield sleep(afterMs);
        act();
      })(),
    );
  printer.watch(({ kind }) => kind === 'presented' && soon(() => printer.takeSheets()));
  return {
    cardWanted: () => soon(() => !slot.occupied && slot.insert(card.card)),
    cardUnwanted: () => soon(() => slot.remove()),
    cashWanted: () => soon(() => cash.insert({ kind: 'cash', pieces: exactly(cash.missingYen) })),
  };
}
