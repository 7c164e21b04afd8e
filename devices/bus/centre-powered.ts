import { type Process, ready } from '../../sim/process.ts';
import type { Power } from '../kiosk/power.ts';
import type { Centre, Reply } from './centre.ts';

/** The centre as a kiosk reaches it that may be without power: then nothing leaves it. */
export function poweredCentre(centre: Centre, power: Power): Centre {
  const asked = <T>(ask: () => Process<Reply<T>>) => (power.isOn ? ask() : ready(NO_POWER));
  return {
    openSession: (kiosk) => asked(() => centre.openSession(kiosk)),
    authenticate: (...order) => asked(() => centre.authenticate(...order)),
    issue: (...order) => asked(() => centre.issue(...order)),
    reportPrint: (...result) => asked(() => centre.reportPrint(...result)),
    endSession: (...session) => asked(() => centre.endSession(...session)),
  };
}

const NO_POWER: Reply<never> = { kind: 'failed', reason: 'no power' };
