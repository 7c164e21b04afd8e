import { z } from 'zod';
import {
  type DeviceStatus,
  FaultClearing,
  FaultSetting,
  type KioskState,
  type Payload,
} from '../../server/contract-bus.ts';
import { type Process, type Runner, ready } from '../../sim/process.ts';
import type { KioskPorts } from '../citizen/visit.ts';
import type { Screen } from '../kiosk/screen.ts';
import { WatchedSlot } from './card-watch.ts';
import { atOnce, type Completion, type TellEvent } from './command.ts';
import { XfsService } from './conversation.ts';
import type { XfsDevice, XfsInterface } from './device.ts';
import { OperatedCardReader, OperatedPaymentUnit, OperatedPrinter } from './operated.ts';
import { Operation } from './operation.ts';
import { paperStatus, troubleOf, WatchedPrinter } from './paper-watch.ts';
import { paymentStatus, WatchedPaymentUnit } from './payment-watch.ts';
import { screenTelling } from './prompt-watch.ts';

/** Where a kiosk tells what no command has asked for. */
export interface Telling {
  readonly tell: TellEvent;
  /** Whether anybody wants to hear of every card, sheet and coin. */
  readonly wantsDeviceEvents: () => boolean;
}

/** What an operator needs of a kiosk. */
export interface Served {
  readonly id: string;
  readonly occupancy: number;
}

/** The devices of a kiosk that somebody has come to. */
interface Fitted {
  readonly slot: WatchedSlot;
  readonly printer: WatchedPrinter;
  readonly payment: WatchedPaymentUnit;
}

/**
 * What makes a kiosk obey its operator: it stands between the kiosk and its devices, sets faults on
 * them, tells what happens there, and speaks for all of it as one XFS4IoT service.
 */
export class KioskOperator {
  readonly operation = new Operation();
  readonly #runner: Runner;
  readonly #telling: Telling;
  #kiosk: Served | undefined;
  #fitted: Fitted | undefined;
  /** What was told of the kiosk last, so that only changes are. */
  #told: DeviceStatus['device'] = 'online';

  constructor(runner: Runner, telling: Telling) {
    this.#runner = runner;
    this.#telling = telling;
  }

  /** The devices of the kiosk, with what its operator lays upon them. */
  fitted(ports: KioskPorts): KioskPorts {
    const { operation } = this;
    const slot = new WatchedSlot(ports.slot);
    const printer = new WatchedPrinter(new OperatedPrinter(ports.printer, operation, this.#runner));
    const operated = new OperatedPaymentUnit(ports.payment, operation);
    const payment = new WatchedPaymentUnit(operated, (status) =>
      this.#happened('Common.StatusChangedEvent', { cashAcceptor: status }),
    );
    this.#fitted = { slot, printer, payment };
    this.#watch(this.#fitted);
    const reader = new OperatedCardReader(ports.reader, operation);
    const told: Screen = screenTelling(ports.screen, (name, payload) =>
      this.#happened(name, payload),
    );
    return { ...ports, reader, slot, printer, payment, screen: told, operation };
  }

  /** The kiosk as a service: its commands, and how it is. */
  serve(kiosk: Served, onChange: (state: KioskState) => void): XfsService {
    this.#kiosk = kiosk;
    this.operation.watch(() => {
      this.#tellStatus();
      onChange(this.#state());
    });
    return new XfsService(this.#runner, this.#device(kiosk));
  }

  #device(kiosk: Served): XfsDevice {
    return {
      name: kiosk.id,
      model: 'kofu-model',
      software: '1',
      device: () => this.#status(),
      interfaces: [
        this.#vendor(),
        statusOnly('CardReader', () =>
          ready({ media: this.#fitted?.slot.occupied ? 'present' : 'notPresent' }),
        ),
        statusOnly('Printer', () =>
          this.#fitted ? paperStatus(this.#fitted.printer) : ready({ paper: { upper: 'full' } }),
        ),
        statusOnly('CashAcceptor', () =>
          ready(paymentStatus(this.#fitted?.payment.insertedYen ?? 0)),
        ),
      ],
    };
  }

  /** What XFS4IoT has no word for. */
  #vendor(): XfsInterface {
    const { operation } = this;
    const done = (): Process<Completion> =>
      ready({ code: 'success', payload: { ...this.#state() } });
    return {
      name: 'KofuKiosk',
      commands: {
        SetFault: atOnce(FaultSetting, ({ fault }) => {
          operation.set(fault);
          return done();
        }),
        ClearFault: atOnce(FaultClearing, ({ fault }) => {
          operation.clear(fault);
          return done();
        }),
        Reset: atOnce(z.unknown(), () => {
          operation.reset();
          return done();
        }),
        Drain: atOnce(z.unknown(), (_, tell) => this.#drain(tell)),
      },
      events: ['DrainingEvent', 'PromptEvent', 'HeartbeatEvent'],
      status: () => ready({ ...this.#state() }),
    };
  }

  /** It is done when nobody stands there any more. */
  *#drain(tell: TellEvent): Process<Completion> {
    const { operation } = this;
    operation.drain();
    if (this.#occupancy > 0) tell('KofuKiosk.DrainingEvent', { ...this.#state() });
    while (this.#occupancy > 0 && operation.isDraining) yield* operation.left.wait();
    if (operation.isDraining) return { code: 'success', payload: { ...this.#state() } };
    return { code: 'canceled', description: 'it was put into service again' };
  }

  get #occupancy(): number {
    return this.#kiosk?.occupancy ?? 0;
  }

  #state(): KioskState {
    const { isDraining, faults } = this.operation;
    const journeys = this.#occupancy;
    const service = isDraining ? (journeys > 0 ? 'draining' : 'outOfService') : 'inService';
    return { service, journeys, faults: [...faults] };
  }

  *#status(): Process<DeviceStatus['device']> {
    const status = this.#fitted && (yield* this.#fitted.printer.status());
    if (status?.kind === 'stopped') return 'hardwareError';
    return this.#deviceNow();
  }

  /** As far as it is known without asking a device. */
  #deviceNow(): DeviceStatus['device'] {
    const { faults, isDraining } = this.operation;
    if (faults.length > 0) return 'hardwareError';
    if (isDraining) return 'offline';
    return 'online';
  }

  /** A change of what the operator has laid upon it is told in any case. */
  #tellStatus(): void {
    const device = this.#deviceNow();
    const status = { common: { device }, kofuKiosk: this.#state() };
    this.#telling.tell('Common.StatusChangedEvent', status);
    if (device === 'hardwareError' && this.#told !== device) {
      const vendorDescription = this.operation.faults.join(', ');
      const error = { eventId: 'hardware', action: 'maintenance', vendorDescription };
      this.#telling.tell('Common.ErrorEvent', error);
    }
    this.#told = device;
  }

  #happened(name: string, payload?: Payload): void {
    if (this.#telling.wantsDeviceEvents()) this.#telling.tell(name, payload);
  }

  #watch({ slot, printer }: Fitted): void {
    slot.watch((occupied) => {
      const media = occupied ? 'present' : 'notPresent';
      this.#happened('Common.StatusChangedEvent', { cardReader: { media } });
      if (!occupied) this.#happened('CardReader.MediaRemovedEvent');
    });
    printer.watch((event) => {
      switch (event.kind) {
        case 'presented':
          return this.#happened('Printer.MediaPresentedUnsolicitedEvent', WAD);
        case 'taken':
          return this.#happened('Printer.MediaTakenEvent');
        case 'stopped':
          return this.#stopped(event.reason);
      }
    });
  }

  /** A fault of the printer is told in any case. */
  #stopped(reason: string): void {
    const { tell } = this.#telling;
    const { paper, toner } = troubleOf({ kind: 'stopped', reason });
    const supplies = { ...(paper && { paper: { upper: paper } }), ...(toner && { toner }) };
    tell('Common.StatusChangedEvent', { common: { device: 'hardwareError' }, printer: supplies });
    if (paper === 'out') {
      tell('Printer.PaperThresholdEvent', { paperSource: 'upper', threshold: 'out' });
    }
    if (toner === 'out') tell('Printer.TonerThresholdEvent', { state: 'out' });
    const error = { eventId: 'hardware', action: 'maintenance', vendorDescription: reason };
    tell('Common.ErrorEvent', error);
    this.#told = 'hardwareError';
  }
}

/** All sheets of a document come out as one bunch. */
const WAD = { wadIndex: 1, totalWads: 1 };

/** A device of the kiosk that others may look at, and only the kiosk itself may use. */
function statusOnly(name: string, status: () => Process<Payload>): XfsInterface {
  return { name, commands: {}, events: [], status };
}
