import { type Process, sleep } from '../sim/process.ts';
import { TIMED_OUT, within } from '../sim/waiting.ts';
import type {
  Authenticated,
  CardAuthentication,
  Issued,
  IssueOrder,
  Issuing,
  Settlement,
  UseApplication,
} from './issuing.ts';
import { type Outcome, refused } from './problems.ts';

/** One call of the balancer to a node. */
export interface NodeCall {
  readonly operation: keyof Issuing;
  readonly municipality: string;
  /** `node-1`, `node-2` … */
  readonly node: string;
  /** Kiosk that is served, where the message names it. */
  readonly kiosk?: string | undefined;
  /** Says whom it is about, so that its chance depends on nobody else. */
  readonly key: string;
}

/** What stands around every call to a node: it may delay, repeat, refuse or never make it. */
export type Around = <A>(call: NodeCall, proceed: () => Process<Outcome<A>>) => Process<Outcome<A>>;

/** Names of the nodes of an issuing server: `node-1`, `node-2` … */
export function nodeNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `node-${index + 1}`);
}

/** One of the machines that an issuing server consists of. */
export interface ClusterNode {
  readonly name: string;
  readonly issuing: Issuing;
}

export interface ClusterOptions {
  readonly municipality: string;
  readonly nodes: readonly ClusterNode[];
  /** Calls that a node takes at once; without it as many as come. */
  readonly connections?: number | undefined;
  readonly around?: Around | undefined;
  /** Whether a node answers the health probe now, whatever else it can do; without it each does. */
  readonly probe?: ((node: string) => Process<boolean>) | undefined;
  /** From one probe of a node to the next, and how long an answer is waited for, ms. */
  readonly probeEveryMs: number;
}

/** A node as the balancer sees it. */
interface Member extends ClusterNode {
  healthy: boolean;
  inHand: number;
}

/**
 * An issuing server of several nodes behind a balancer: round robin over the nodes that answered
 * their last probe and have a connection free. The probe asks for no work, so that a node that
 * hangs but answers it stays in, as the relays of 2016 did (grey failure, P88–P92).
 */
export class Cluster implements Issuing {
  readonly #options: ClusterOptions;
  readonly #members: readonly Member[];
  #turn = 0;

  constructor(options: ClusterOptions) {
    this.#options = options;
    this.#members = options.nodes.map((node) => ({ ...node, healthy: true, inHand: 0 }));
  }

  /** Names of the nodes that the balancer gives work to. */
  get healthy(): readonly string[] {
    return this.#members.filter(({ healthy }) => healthy).map(({ name }) => name);
  }

  authenticate(order: CardAuthentication): Process<Outcome<Authenticated>> {
    const { card } = order;
    const key = card.method === 'jpki' ? `${card.residence}/${card.residentNo}` : card.cardId;
    return this.#ask('authenticate', { key }, (node) => node.authenticate(order));
  }

  issue(order: IssueOrder): Process<Outcome<Issued>> {
    const { kioskId: kiosk, requestId: key } = order;
    return this.#ask('issue', { kiosk, key }, (node) => node.issue(order));
  }

  settle(settlement: Settlement): Process<Outcome<void>> {
    const { kioskId: kiosk, requestId: key } = settlement;
    return this.#ask('settle', { kiosk, key }, (node) => node.settle(settlement));
  }

  applyForUse(application: UseApplication): Process<Outcome<{ readonly usableFromMs: number }>> {
    const { residence, residentNo } = application.holder;
    return this.#ask('applyForUse', { key: `${residence}/${residentNo}` }, (node) =>
      node.applyForUse(application),
    );
  }

  unsettled(kioskId: string): Process<Outcome<readonly string[]>> {
    return this.#ask('unsettled', { kiosk: kioskId, key: kioskId }, (node) =>
      node.unsettled(kioskId),
    );
  }

  /** Asks every node for its health, for ever; a node is in or out by its last answer. */
  *probing(): Process {
    const { probe, probeEveryMs } = this.#options;
    if (probe === undefined) return;
    for (;;) {
      yield sleep(probeEveryMs);
      for (const member of this.#members) {
        const answer = yield* within(probeEveryMs, probe(member.name));
        member.healthy = answer !== TIMED_OUT && answer;
      }
    }
  }

  *#ask<A>(
    operation: keyof Issuing,
    { kiosk, key }: Pick<NodeCall, 'kiosk' | 'key'>,
    ask: (node: Issuing) => Process<Outcome<A>>,
  ): Process<Outcome<A>> {
    const member = this.#next();
    if (member === undefined) return refused('issuer-unavailable', 'no node takes it');
    const { municipality, around } = this.#options;
    member.inHand += 1;
    try {
      if (around === undefined) return yield* ask(member.issuing);
      const call = { operation, municipality, node: member.name, kiosk, key };
      return yield* around(call, () => ask(member.issuing));
    } finally {
      member.inHand -= 1;
    }
  }

  /** The next node that is healthy and has a connection free. */
  #next(): Member | undefined {
    const { connections = Number.POSITIVE_INFINITY } = this.#options;
    for (let tried = 0; tried < this.#members.length; tried++) {
      const member = this.#members[this.#turn] as Member;
      this.#turn = (this.#turn + 1) % this.#members.length;
      if (member.healthy && member.inHand < connections) return member;
    }
    return undefined;
  }
}
