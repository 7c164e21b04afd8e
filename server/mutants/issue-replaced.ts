import type { Process } from '../../sim/process.ts';
import type { Issued, IssueOrder, Issuing } from '../issuing.ts';
import type { Outcome } from '../problems.ts';

/** An issuing server that does one thing its own way: to issue. */
export function issueReplaced(
  sound: Issuing,
  issue: (order: IssueOrder) => Process<Outcome<Issued>>,
): Issuing {
  return {
    issue,
    authenticate: (order) => sound.authenticate(order),
    settle: (settlement) => sound.settle(settlement),
    applyForUse: (application) => sound.applyForUse(application),
    unsettled: (kioskId) => sound.unsettled(kioskId),
  };
}
