import type { Card } from '../card/card.ts';
import { cashOf } from '../payment/cash.ts';
import type { Booth } from './booth.ts';
import type { PanelAction } from './panel-action.ts';
import { type Person, PIN_DIGITS } from './person.ts';

/** Does what a tester does with the devices; answers false if it is nothing of theirs. */
export function layHands(done: PanelAction, booth: Booth): boolean {
  const { reader, lever, payment } = booth;
  switch (done.action) {
    case 'touch':
      return true;
    case 'remove-card':
      reader.remove();
      return true;
    case 'stop-printer':
      lever.pull(done.reason);
      return true;
    case 'clear-printer':
      lever.clear();
      return true;
    case 'jam-coins':
      payment.acceptor.jam();
      booth.isCoinsJammed = true;
      return true;
    case 'clear-coins':
      payment.acceptor.clear();
      booth.isCoinsJammed = false;
      return true;
    default:
      return false;
  }
}

/** Does what a person does at the screen or the slots where the kiosk waits for them. */
export function touch(done: PanelAction, person: Person, booth: Booth): void {
  switch (done.action) {
    case 'municipality':
      person.municipality = done.municipality;
      person.go();
      break;
    case 'select':
      person.type = done.type;
      person.go();
      break;
    case 'options':
      person.options = done.options;
      person.go();
      break;
    case 'back':
      person.goBack();
      break;
    case 'digit':
      person.typeDigit(done.digit);
      break;
    case 'erase':
      person.erase();
      break;
    case 'enter':
      if (person.digits === PIN_DIGITS) person.go();
      break;
    case 'insert':
      booth.payment.insert({ kind: 'cash', pieces: cashOf({ [done.yen]: 1 }) });
      break;
    case 'tap':
      booth.payment.insert({ kind: 'e-money', balanceYen: E_MONEY_YEN });
      break;
    case 'cancel':
      if (booth.payment.missingYen > 0) booth.payment.cancel();
      else person.leave('citizen cancelled');
      break;
    default:
      person.go();
  }
}

/** What is on the person’s e-money card. */
const E_MONEY_YEN = 5_000;

/** A card whose chip says nothing. */
export const DAMAGED_CARD: Card = {
  atr: new Uint8Array(0),
  transmit: () => ({ data: new Uint8Array(0), status: 0x6f00 }),
  reset: () => {},
  powerOff: () => {},
};
