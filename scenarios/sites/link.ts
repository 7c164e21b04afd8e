import type { CardAuthentication, Issuing, Link } from '../../server/issuing.ts';
import type { Process, Runner } from '../../sim/process.ts';
import { beside } from '../../sim/waiting.ts';
import type { Around, Call } from '../injection/site.ts';

export interface LinkExposure {
  /** What befalls LGWAN; undefined if nothing does. */
  readonly around: Around<'link'> | undefined;
  /** How far the clocks of the issuing servers are ahead, ms. */
  readonly skewMs: () => number;
  readonly runner: Runner;
}

/** LGWAN from the centre to the issuing servers, with what can befall it. */
export function exposedLink(link: Link, exposure: LinkExposure): Link {
  return new Map(
    [...link].map(([municipality, issuing]) => [
      municipality,
      new ExposedIssuing(municipality, issuing, exposure),
    ]),
  );
}

/** What is broken off on the line goes on behind it: an issuing server does not notice. */
class ExposedIssuing implements Issuing {
  readonly #municipality: string;
  readonly #issuing: Issuing;
  readonly #exposure: LinkExposure;

  constructor(municipality: string, issuing: Issuing, exposure: LinkExposure) {
    this.#municipality = municipality;
    this.#issuing = issuing;
    this.#exposure = exposure;
  }

  authenticate(order: CardAuthentication): ReturnType<Issuing['authenticate']> {
    const { card } = order;
    const who = card.method === 'jpki' ? `${card.residence}/${card.residentNo}` : card.cardId;
    const call = this.#call('authenticate', who);
    return this.#pass(call, () => this.#issuing.authenticate(this.#skewed(order)));
  }

  issue(order: Parameters<Issuing['issue']>[0]): ReturnType<Issuing['issue']> {
    const { requestId, kioskId } = order;
    const call = this.#call('issue', requestId, kioskId);
    return this.#pass(call, () => this.#issuing.issue(this.#skewed(order)));
  }

  settle(settlement: Parameters<Issuing['settle']>[0]): ReturnType<Issuing['settle']> {
    const { requestId, kioskId } = settlement;
    const call = this.#call('settle', requestId, kioskId);
    return this.#pass(call, () => this.#issuing.settle(settlement));
  }

  applyForUse(
    application: Parameters<Issuing['applyForUse']>[0],
  ): ReturnType<Issuing['applyForUse']> {
    const { residence, residentNo } = application.holder;
    const call = this.#call('applyForUse', `${residence}/${residentNo}`);
    return this.#pass(call, () => this.#issuing.applyForUse(this.#skewed(application)));
  }

  unsettled(kiosk: string): ReturnType<Issuing['unsettled']> {
    const call = this.#call('unsettled', kiosk, kiosk);
    return this.#pass(call, () => this.#issuing.unsettled(kiosk));
  }

  #call(operation: keyof Issuing, key: string, kiosk?: string): Call {
    return { operation, key, municipality: this.#municipality, kiosk };
  }

  #skewed<O extends { readonly nowMs: number }>(order: O): O {
    const skewMs = this.#exposure.skewMs();
    return skewMs === 0 ? order : { ...order, nowMs: order.nowMs + skewMs };
  }

  #pass<A>(call: Call, proceed: () => Process<A>) {
    const { around, runner } = this.#exposure;
    if (around === undefined) return proceed();
    return around(call, () => beside(runner, proceed()));
  }
}
