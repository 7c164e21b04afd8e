import type { Issuing } from '../../server/issuing.ts';
import type { MutantId, Planted } from '../../server/mutant.ts';
import { type Process, type Runner, ready } from '../../sim/process.ts';
import type { Around } from '../injection/site.ts';
import { planted } from '../mutant-planting.ts';
import type { Scenario } from '../scenario.ts';

/** Builds a node with a mutant in it, or the sound one. */
type Built = (planted: Planted | undefined) => Issuing;

export interface BuildExposure {
  readonly around: Around<'build'>;
  readonly runner: Runner;
  readonly writing: (municipality: string) => number;
}

/** Makes nodes whose builds can be wrong; a mutant is one and the same on all its nodes. */
export function exposedBuilds(
  { server, municipality }: Scenario,
  { around, runner, writing }: BuildExposure,
): (node: string, sound: Issuing, built: Built) => Issuing {
  const plants = new Map<MutantId, Planted | undefined>();
  const plant = (mutant: MutantId) => {
    const said = { municipality, server: { nodes: server.nodes, mutant } };
    if (!plants.has(mutant)) plants.set(mutant, planted(said, { runner, writing }));
    return plants.get(mutant);
  };
  return (node, sound, built) => {
    const builds = new Map<MutantId, Issuing>();
    const wrong = (mutant: MutantId): Issuing => {
      const build = builds.get(mutant) ?? built(plant(mutant));
      builds.set(mutant, build);
      return build;
    };
    return new ExposedBuild({ node, sound, wrong }, around);
  };
}

interface NodeBuilds {
  readonly node: string;
  /** What it should run. */
  readonly sound: Issuing;
  /** What it runs instead, by the mutant in it. */
  readonly wrong: (mutant: MutantId) => Issuing;
}

/** A node of an issuing server, whose build can be the wrong one from one call to the next. */
class ExposedBuild implements Issuing {
  readonly #builds: NodeBuilds;
  readonly #around: Around<'build'>;

  constructor(builds: NodeBuilds, around: Around<'build'>) {
    this.#builds = builds;
    this.#around = around;
  }

  authenticate(order: Parameters<Issuing['authenticate']>[0]): ReturnType<Issuing['authenticate']> {
    const { card } = order;
    const key = card.method === 'jpki' ? `${card.residence}/${card.residentNo}` : card.cardId;
    return this.#ask('authenticate', key, (build) => build.authenticate(order));
  }

  issue(order: Parameters<Issuing['issue']>[0]): ReturnType<Issuing['issue']> {
    return this.#ask('issue', order.requestId, (build) => build.issue(order));
  }

  settle(settlement: Parameters<Issuing['settle']>[0]): ReturnType<Issuing['settle']> {
    return this.#ask('settle', settlement.requestId, (build) => build.settle(settlement));
  }

  applyForUse(
    application: Parameters<Issuing['applyForUse']>[0],
  ): ReturnType<Issuing['applyForUse']> {
    const { residence, residentNo } = application.holder;
    const key = `${residence}/${residentNo}`;
    return this.#ask('applyForUse', key, (build) => build.applyForUse(application));
  }

  unsettled(kiosk: string): ReturnType<Issuing['unsettled']> {
    return this.#ask('unsettled', kiosk, (build) => build.unsettled(kiosk));
  }

  *#ask<A>(operation: keyof Issuing, key: string, ask: (build: Issuing) => Process<A>): Process<A> {
    const { node, sound, wrong } = this.#builds;
    const call = { operation, node, key };
    const build = yield* this.#around(call, () => ready<'sound' | MutantId>('sound'));
    return yield* ask(build === 'sound' ? sound : wrong(build));
  }
}
