import type { Payload } from '../../server/contract-bus.ts';
import type { Process, Runner } from '../../sim/process.ts';
import type { HeldCard } from '../card/card-office.ts';
import type { CardReader } from '../card-reader/card-reader.ts';
import type { CardSlot } from '../card-reader/card-slot.ts';
import type { CashAcceptorModel } from '../payment/cash-acceptor-model.ts';
import type { Printer } from '../printer/printer.ts';
import { CardReaderInterface } from './card-reader.ts';
import { WatchedSlot } from './card-watch.ts';
import { CashAcceptorInterface, storageInterface } from './cash-acceptor.ts';
import { XfsService } from './conversation.ts';
import type { XfsDevice, XfsInterface } from './device.ts';
import { handDevice, willingHand } from './hand.ts';
import { OperatedCardReader, OperatedPrinter } from './operated.ts';
import { Operation } from './operation.ts';
import { troubleOf, WatchedPrinter } from './paper-watch.ts';
import { PrinterInterface } from './printer.ts';
import { publisherDevice } from './publisher.ts';

/** The devices of a kiosk that has no kiosk: whoever speaks XFS4IoT takes its place. */
export interface ShopPorts {
  readonly runner: Runner;
  readonly reader: CardReader;
  readonly slot: CardSlot;
  readonly printer: Printer;
  readonly acceptor: CashAcceptorModel;
  readonly card: HeldCard;
  readonly software: string;
  /** How long a hand takes to do what the devices ask of it, ms; undefined waits for KofuHand. */
  readonly handMs: number | undefined;
  /** Where the services can be reached. */
  readonly addressOf: (service: string) => string;
}

/** The devices of a shop as XFS4IoT services, and the one that lists them. */
export function shopServices(ports: ShopPorts): readonly XfsService[] {
  const { runner, acceptor, card, software, handMs, addressOf } = ports;
  const operation = new Operation();
  const slot = new WatchedSlot(ports.slot);
  const printer = new WatchedPrinter(new OperatedPrinter(ports.printer, operation, runner));
  const within = { slot, printer, cash: acceptor, operation, card };
  const hand = handMs === undefined ? undefined : willingHand(runner, handMs, within);
  const told = new Map<string, XfsService>();
  const broadcast = (service: string) => (name: string, payload?: Payload) =>
    told.get(service)?.broadcast(name, payload);
  const service = (device: XfsDevice) => {
    const made = new XfsService(runner, device);
    told.set(device.name, made);
    return made;
  };
  const device = (name: string, of: 'card' | 'printer' | 'payment', ...all: XfsInterface[]) =>
    service({ name, model: 'kofu-model', software, device: () => stateOf(of), interfaces: all });
  function* stateOf(of: 'card' | 'printer' | 'payment'): Process<'online' | 'hardwareError'> {
    if (operation.faults.some((fault) => fault.startsWith(`${of}.`))) return 'hardwareError';
    if (of !== 'printer') return 'online';
    return (yield* printer.status()).kind === 'ready' ? 'online' : 'hardwareError';
  }
  const cash = new CashAcceptorInterface(acceptor, (name, payload) =>
    broadcast('CashAcceptor')(name, payload),
  );
  cash.onWanted = () => hand?.cashWanted();
  const cards = new CardReaderInterface(new OperatedCardReader(ports.reader, operation), slot);
  cards.onWanted = () => hand?.cardWanted();
  cards.onUnwanted = () => hand?.cardUnwanted();
  const paper = new PrinterInterface(printer, {
    replenish: (what) =>
      operation.clear(what === 'paper' ? 'printer.empty' : 'printer.toner-empty'),
    reset: () => operation.clear('printer.jam'),
  });
  const services = [
    device('CardReader', 'card', cards),
    device('Printer', 'printer', paper),
    device('CashAcceptor', 'payment', cash, storageInterface(acceptor)),
    service(handDevice(within, software)),
  ];
  tellChanges({ slot, printer, operation, acceptor }, broadcast);
  const addresses = () => services.map(({ name }) => addressOf(name));
  return [...services, service(publisherDevice(addresses, software))];
}

/** What happens to the devices is told to whoever is connected to them. */
function tellChanges(
  {
    slot,
    printer,
    operation,
    acceptor,
  }: {
    readonly slot: WatchedSlot;
    readonly printer: WatchedPrinter;
    readonly operation: Operation;
    readonly acceptor: CashAcceptorModel;
  },
  broadcast: (service: string) => (name: string, payload?: Payload) => void,
): void {
  const [card, paper, cash] = [
    broadcast('CardReader'),
    broadcast('Printer'),
    broadcast('CashAcceptor'),
  ];
  slot.watch((occupied) => {
    const media = occupied ? 'present' : 'notPresent';
    card('Common.StatusChangedEvent', { cardReader: { media } });
    if (!occupied) card('CardReader.MediaRemovedEvent');
  });
  printer.watch((event) => {
    if (event.kind === 'taken') paper('Printer.MediaTakenEvent');
    if (event.kind === 'stopped') {
      const { paper: upper } = troubleOf({ kind: 'stopped', reason: event.reason });
      if (upper !== 'out') return;
      paper('Printer.PaperThresholdEvent', { paperSource: 'upper', threshold: 'out' });
    }
  });
  const states = new Map<string, string>();
  operation.watch(() => {
    const isJammed = operation.has('payment.jam');
    if (isJammed) acceptor.jam();
    else acceptor.clear();
    for (const [of, tell] of [
      ['card', card],
      ['printer', paper],
      ['payment', cash],
    ] as const) {
      const faults = operation.faults.filter((fault) => fault.startsWith(`${of}.`));
      const device = faults.length > 0 ? 'hardwareError' : 'online';
      if ((states.get(of) ?? 'online') === device) continue;
      states.set(of, device);
      tell('Common.StatusChangedEvent', { common: { device } });
      const vendorDescription = faults.join(', ');
      const error = { eventId: 'hardware', action: 'maintenance', vendorDescription };
      if (device === 'hardwareError') tell('Common.ErrorEvent', error);
    }
  });
}
