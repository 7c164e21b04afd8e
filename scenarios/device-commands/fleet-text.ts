import type { FleetMember, FleetResult } from '../../server/contract-bus.ts';
import { KioskState } from '../../server/contract-bus.ts';
import type { FleetAction } from './fleet-flags.ts';

/** How a command has ended at one kiosk, and what it told before. */
export interface KioskResult extends FleetResult {
  /** Names of the events that came before the end. */
  readonly events: readonly string[];
}

/** The kiosks as the centre knows them, one a line. */
export function listText(kiosks: readonly FleetMember[]): string {
  const rows = kiosks.map(
    ({ kioskId, device, onBus, model, software, silentMs, events, missed }) => [
      kioskId,
      device,
      onBus ? 'yes' : 'no',
      model,
      software,
      `${(silentMs / 1000).toFixed(1)} s ago`,
      missed > 0 ? `${events} (${missed} missed)` : `${events}`,
    ],
  );
  return table(['kiosk', 'device', 'on bus', 'model', 'software', 'heard', 'events'], rows);
}

/** What has become of a command, one kiosk a line, and the sum. */
export function resultsText(action: FleetAction, results: readonly KioskResult[]): string {
  const rows = results.map((result) => [
    result.kioskId,
    result.completionCode === 'success' ? 'done' : result.completionCode,
    ...stateWords(result),
    `${Math.round(result.tookMs)} ms`,
  ]);
  const done = results.filter(({ completionCode }) => completionCode === 'success').length;
  const late = results.filter(({ completionCode }) => completionCode === 'timeOut').length;
  const sum = `${action}: ${done} of ${results.length} done, ${late} timed out\n`;
  return `${table(['kiosk', 'result', 'service', 'faults', 'devices', 'took'], rows)}${sum}`;
}

function stateWords({ payload, errorDescription, events }: KioskResult): readonly string[] {
  const state = KioskState.safeParse(payload?.['kofuKiosk'] ?? payload);
  if (!state.success) {
    const drains = events.includes('KofuKiosk.DrainingEvent') ? 'it drains on: ask with show' : '';
    return [drains || (errorDescription ?? '-'), '-', '-'];
  }
  const { service, journeys, faults } = state.data;
  const inFront = journeys > 0 ? `${service}, ${journeys} in front` : service;
  return [inFront, faults.join(' ') || 'none', deviceWords(payload ?? {})];
}

/** What is worth a look among the devices. */
function deviceWords(payload: Readonly<Record<string, unknown>>): string {
  const word = (of: string, what: string) =>
    (payload[of] as Readonly<Record<string, unknown>> | undefined)?.[what];
  const paper = word('printer', 'paper') as Readonly<Record<string, unknown>> | undefined;
  const words = [
    word('common', 'device'),
    paper && `paper ${paper['upper']}`,
    word('printer', 'toner') && `toner ${word('printer', 'toner')}`,
    word('cardReader', 'media') && `card ${word('cardReader', 'media')}`,
  ];
  return words.filter(Boolean).join(', ') || '-';
}

/** Columns as wide as what is in them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows];
  const widths = head.map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  );
  const told = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${told.join('\n')}\n`;
}
