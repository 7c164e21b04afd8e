import type { Kiosk } from '../../devices/kiosk/kiosk.ts';
import { type Process, ready } from '../../sim/process.ts';
import { Signal } from '../../sim/waiting.ts';
import type { Around } from '../injection/site.ts';

/** Whether the shop of a kiosk lets the next citizen in. */
export function admission(kiosk: string, around: Around<'kiosk'>): () => Process<boolean> {
  let came = 0;
  return function* () {
    const call = { operation: 'admit', kiosk, key: `${kiosk}/admit/${++came}` };
    return (yield* around(call, () => ready(true))) === true;
  };
}

/** The mains of a kiosk’s shop for the whole run: a supply that goes on until it is broken off. */
export function* mains(kiosk: Kiosk, around: Around<'kiosk'>): Process {
  const { id } = kiosk;
  for (let outage = 1; ; outage++) {
    const supply = { operation: 'supply', kiosk: id, key: `${id}/supply/${outage}` };
    yield* around(supply, () => new Signal().wait());
    kiosk.losePower();
    const restore = { operation: 'restore', kiosk: id, key: `${id}/restore/${outage}` };
    yield* around(restore, () => ready(undefined));
    yield* kiosk.regainPower();
  }
}
