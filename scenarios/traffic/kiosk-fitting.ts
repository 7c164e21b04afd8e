import { poweredCentre } from '../../devices/bus/centre-powered.ts';
import { Outbox } from '../../devices/bus/outbox.ts';
import { CardReaderModel } from '../../devices/card-reader/card-reader-model.ts';
import { PatientCardReader } from '../../devices/card-reader/card-reader-patient.ts';
import type { KioskPorts, Recovery } from '../../devices/citizen/visit.ts';
import { Power } from '../../devices/kiosk/power.ts';
import { ModelPaymentUnit } from '../../devices/payment/payment-model.ts';
import { ModelPrinter } from '../../devices/printer/printer-model.ts';
import type { Streams } from '../../sim/rng.ts';
import { durationMs } from '../../sim/units.ts';
import type { Scenario } from '../scenario.ts';
import { admission } from '../sites/kiosk.ts';
import { ExposedLine } from '../sites/line.ts';
import { ExposedPaymentUnit } from '../sites/payment.ts';
import { printerTrouble } from '../sites/printer.ts';
import { ExposedCardReader } from '../sites/reader.ts';
import type { WorldPorts } from '../world.ts';
import { cardPaceOf } from './card-pace.ts';
import { printerSpeeds } from './fleet.ts';
import { cashSettingsOf, leftBehindOf } from './kiosk-settings.ts';

/**
 * Fits kiosks out with their devices, when it is asked for one. What is alike in all of them is
 * made once: a kiosk of its own has only what it counts and holds.
 */
export function kioskFitting(
  scenario: Scenario,
  streams: Streams,
  { runner, centre: wire, pageReader, digestInfo, emit, faults, placeOf, devicesOf }: WorldPorts,
): (id: string) => KioskPorts {
  const line = faults?.around('line', runner);
  const lined = line ? new ExposedLine(wire, line) : wire;
  const [atKiosk, atReader] = [faults?.around('kiosk', runner), faults?.around('reader', runner)];
  const atPrinter = faults?.around('printer', runner);
  const atPayment = faults?.around('payment', runner);
  const { server, prompts } = scenario;
  const timeoutMs = durationMs(server.timeout);
  const pauseMs = durationMs(server.retryAfter);
  const patience = { timeoutMs, attempts: server.attempts, pauseMs };
  const speedOf = printerSpeeds(scenario);
  const cash = cashSettingsOf(scenario.payment);
  const recovery = recoveryOf(scenario);
  const leftBehind = leftBehindOf(scenario.leftBehind);
  const told = prompts === 'none' ? undefined : prompts;
  const retelling = {
    runner,
    timeoutMs,
    rng: (id: string) => streams.stream('outbox', id),
    onRepeat: (request: string, kiosk: string) =>
      emit({ kind: 'told-again', t: runner.now(), kiosk, request }),
  };
  const usually = { ...retelling, centre: lined };
  const outboxOf = (id: string, power: Power | undefined) => {
    if (power === undefined) return new Outbox(id, usually);
    // In the dark nothing is told, though it is tried.
    const onRepeat = (...of: [string, string]) => power.isOn && retelling.onRepeat(...of);
    const centre = poweredCentre(lined, power);
    return new Outbox(id, { ...retelling, centre, onRepeat });
  };
  return (id) => {
    const power = atKiosk && new Power();
    const hardware = devicesOf?.(id, { runner, pageReader });
    const cards = hardware?.reader ?? new CardReaderModel(cardPaceOf(scenario, streams, id));
    const slot = atReader ? new ExposedCardReader(id, cards, atReader) : cards;
    // Whose silence nobody has planned is waited for without end, and without a task of its own.
    const isPatient = atReader !== undefined || hardware?.reader !== undefined;
    const trouble = atPrinter && printerTrouble(id, atPrinter);
    const chance = streams.stream('printer', id);
    const payment = new ModelPaymentUnit(cash);
    // Written out: what is spread into an object costs half as much again, fifty thousand times.
    return {
      runner,
      reader: isPatient ? new PatientCardReader(slot, hardware?.patience) : slot,
      slot,
      printer:
        hardware?.printer ?? new ModelPrinter(runner, speedOf(id), pageReader, chance, trouble),
      payment: atPayment ? new ExposedPaymentUnit(id, payment, atPayment) : payment,
      cash: payment,
      centre: power ? poweredCentre(lined, power) : lined,
      emit,
      digestInfo,
      patience,
      outbox: outboxOf(id, power),
      prompts: told,
      leftBehind,
      recovery,
      power,
      admits: atKiosk && admission(id, atKiosk),
      // Only who can lose power can lose the place.
      place: power && placeOf?.(id),
    };
  };
}

/** What kiosks of this scenario do about a document that came out in part. */
export function recoveryOf({ printer }: Pick<Scenario, 'printer'>): Recovery {
  if (printer.recovery === 'refund') return { kind: 'refund' };
  return { kind: 'reprint', patienceMs: durationMs(printer.recoveryTimeout) };
}
