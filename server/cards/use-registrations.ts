import type { Process } from '../../sim/process.ts';
import type { CardHolder } from '../issuing.ts';

/** 利用登録 of a card at the municipality of its holder's family register. */
export interface UseRegistration {
  readonly familyNo: number;
  /** Civil time, ms since 1970-01-01T00:00Z. */
  readonly appliedAtMs: number;
  readonly usableFromMs: number;
}

/** Who has applied to use the service at a municipality where they do not live. */
export interface UseRegistrations {
  find(municipality: string, holder: CardHolder): Process<UseRegistration | undefined>;
  /** Records an application; answers false, and changes nothing, if this card has one already. */
  add(municipality: string, holder: CardHolder, use: UseRegistration): Process<boolean>;
}
