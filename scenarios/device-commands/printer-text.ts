import type { PrinterEvent } from '../../devices/ipp/printer-event.ts';

/** What happened at a printer, in a line for people. */
export function printerEventText(event: PrinterEvent): string {
  const at = `${(event.atMs / 1000).toFixed(1).padStart(8)} s  `;
  return `${at}${sentenceOf(event)}\n`;
}

function sentenceOf(event: PrinterEvent): string {
  switch (event.type) {
    case 'printer':
      return `printer ${event.state}: ${event.reasons.join(', ')}`;
    case 'job': {
      const { job, name, user, state, reasons } = event;
      return `job ${job} (${shown(name)}, ${shown(user)}) ${state}: ${reasons.join(', ') || 'none'}`;
    }
    case 'sheet':
      return `job ${event.job}: sheet ${event.sheetsCompleted} is out`;
    case 'spoilt':
      return `job ${event.job}: a sheet was spoilt; ${event.sheetsCompleted} are out whole`;
    case 'identify':
      return `identify: ${event.actions.join(', ')}${event.text ? `: ${shown(event.text)}` : ''}`;
    case 'power':
      return event.on ? 'power on' : 'power off: the spool is empty';
  }
}

/** Names come from anywhere: nothing in them may steer the terminal. */
function shown(text: string): string {
  return text.replaceAll(/\p{C}/gu, '?').slice(0, 80);
}
