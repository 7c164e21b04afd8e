import { type Process, ready } from '../../sim/process.ts';
import type { CardHolder } from '../issuing.ts';
import type { UseRegistration, UseRegistrations } from './use-registrations.ts';

/** Registrations for use in memory. */
export class MemoryUseRegistrations implements UseRegistrations {
  readonly #uses = new Map<string, UseRegistration>();

  find(municipality: string, holder: CardHolder): Process<UseRegistration | undefined> {
    return ready(this.#uses.get(keyOf(municipality, holder)));
  }

  add(municipality: string, holder: CardHolder, use: UseRegistration): Process<boolean> {
    const key = keyOf(municipality, holder);
    if (this.#uses.has(key)) return ready(false);
    this.#uses.set(key, use);
    return ready(true);
  }
}

function keyOf(municipality: string, { residence, residentNo, generation }: CardHolder): string {
  return `${municipality}/${residence}/${residentNo}/${generation}`;
}
