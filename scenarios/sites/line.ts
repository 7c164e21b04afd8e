import type { Centre } from '../../devices/bus/centre.ts';
import type { PrintResult } from '../../server/contract.ts';
import type { Around, Call } from '../injection/site.ts';

/** The dedicated line (専用回線) from the kiosks to the centre, with what can befall it. */
export class ExposedLine implements Centre {
  readonly #centre: Centre;
  readonly #around: Around<'line'>;

  constructor(centre: Centre, around: Around<'line'>) {
    this.#centre = centre;
    this.#around = around;
  }

  openSession(kiosk: string): ReturnType<Centre['openSession']> {
    return this.#around(callOf('openSession', kiosk), () => this.#centre.openSession(kiosk));
  }

  authenticate(
    kiosk: string,
    session: string,
    credentials: Parameters<Centre['authenticate']>[2],
  ): ReturnType<Centre['authenticate']> {
    return this.#around(callOf('authenticate', kiosk), () =>
      this.#centre.authenticate(kiosk, session, credentials),
    );
  }

  issue(
    kiosk: string,
    session: string,
    request: Parameters<Centre['issue']>[2],
  ): ReturnType<Centre['issue']> {
    return this.#around(callOf('issue', kiosk), () => this.#centre.issue(kiosk, session, request));
  }

  reportPrint(kiosk: string, result: PrintResult): ReturnType<Centre['reportPrint']> {
    return this.#around(callOf('reportPrint', kiosk), () =>
      this.#centre.reportPrint(kiosk, result),
    );
  }

  endSession(kiosk: string, session: string): ReturnType<Centre['endSession']> {
    return this.#around(callOf('endSession', kiosk), () => this.#centre.endSession(kiosk, session));
  }
}

function callOf(operation: keyof Centre, kiosk: string): Call {
  return { operation, kiosk, key: kiosk };
}
