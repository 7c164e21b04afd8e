import type { Settlement } from '../../server/issuing.ts';
import type { Claim, Ledger } from '../../server/ledger/ledger.ts';
import type { Register } from '../../server/register/register.ts';
import type { Around } from '../injection/site.ts';

/** The ledger of the issuing servers, with what can befall its database. */
export class ExposedLedger implements Ledger {
  readonly #ledger: Ledger;
  readonly #around: Around<'database'>;

  constructor(ledger: Ledger, around: Around<'database'>) {
    this.#ledger = ledger;
    this.#around = around;
  }

  claim(claim: Claim): ReturnType<Ledger['claim']> {
    const { requestId: key, municipality } = claim;
    const call = { operation: 'claim', municipality, key };
    return this.#around(call, () => this.#ledger.claim(claim));
  }

  find(requestId: string): ReturnType<Ledger['find']> {
    return this.#around({ operation: 'find', key: requestId }, () => this.#ledger.find(requestId));
  }

  settle(settlement: Settlement): ReturnType<Ledger['settle']> {
    const { requestId: key } = settlement;
    return this.#around({ operation: 'settle', key }, () => this.#ledger.settle(settlement));
  }

  unsettled(kiosk: string): ReturnType<Ledger['unsettled']> {
    const call = { operation: 'unsettled', kiosk, key: kiosk };
    return this.#around(call, () => this.#ledger.unsettled(kiosk));
  }
}

/** The registers of the issuing servers, with what can befall their database. */
export function exposedRegister(register: Register, around: Around<'database'>): Register {
  const call = (operation: keyof Register, municipality: string, no: number) => {
    return { operation, municipality, key: `${municipality}/${no}` };
  };
  return {
    resident: (code, no) => around(call('resident', code, no), () => register.resident(code, no)),
    household: (code, no) =>
      around(call('household', code, no), () => register.household(code, no)),
    taxRecord: (code, no, year) =>
      around(call('taxRecord', code, no), () => register.taxRecord(code, no, year)),
    family: (code, no) => around(call('family', code, no), () => register.family(code, no)),
  };
}
