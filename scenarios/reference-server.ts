import type { AntiForgery, DocumentKeys } from '../server/anti-forgery/anti-forgery.ts';
import type { CardRegistry } from '../server/cards/card-registry.ts';
import type { RevocationList } from '../server/cards/revocation.ts';
import type { SignatureVerifier } from '../server/cards/signature.ts';
import type { UseRegistrations } from '../server/cards/use-registrations.ts';
import { Centre, SESSION_LIFE_MS } from '../server/centre.ts';
import { Cluster, nodeNames } from '../server/cluster.ts';
import type { Renderer } from '../server/document/document.ts';
import { PrintStage } from '../server/document/print-images.ts';
import type { Entropy } from '../server/entropy.ts';
import type { ServerEvent } from '../server/events.ts';
import { Issuer } from '../server/issuer.ts';
import type { Issuing, Link } from '../server/issuing.ts';
import type { Ledger } from '../server/ledger/ledger.ts';
import { municipalityOf } from '../server/municipalities/municipality-data.ts';
import type { Planted } from '../server/mutant.ts';
import type { Pace } from '../server/pace.ts';
import { syntheticRegister } from '../server/population/resident-synthetic.ts';
import type { Register } from '../server/register/register.ts';
import { civilDate } from '../sim/civil-time.ts';
import { type Process, type Runner, ready } from '../sim/process.ts';
import { Resource } from '../sim/resource.ts';
import type { Streams } from '../sim/rng.ts';
import { durationMs, instantMs } from '../sim/units.ts';
import type { FaultBoard } from './injection/fault-board.ts';
import { isPlantedAt } from './mutant-planting.ts';
import type { Scenario } from './scenario.ts';
import { exposedBuilds } from './sites/build.ts';
import { ExposedLedger, exposedRegister } from './sites/database.ts';
import { ExposedVerifier } from './sites/jpki.ts';
import { exposedLink } from './sites/link.ts';
import { ExposedPace } from './sites/work.ts';

/** What the reference server of a run stands on. */
export interface ReferenceServerPorts {
  readonly register: Register;
  readonly cards: CardRegistry;
  readonly uses: UseRegistrations;
  readonly ledger: Ledger;
  readonly renderer: Renderer;
  readonly verifier: SignatureVerifier;
  readonly revocations: RevocationList;
  readonly antiForgery: AntiForgery;
  readonly keys: DocumentKeys;
  readonly entropy: Entropy;
  readonly pace: Pace;
  readonly journal: (event: ServerEvent) => void;
  readonly originMs: number;
  /** Issuing servers elsewhere; without it that of the scenario’s municipality is in process. */
  readonly link?: Link | undefined;
  /** How long a session nobody has ended lives, on the centre's clock (half an hour). */
  readonly sessionLifeMs?: number | undefined;
  /** What can befall it, and what runs its processes; without it nothing does. */
  readonly faults?: ServerFaults | undefined;
  /** The mutant, if there is one. */
  readonly planted?: Planted | undefined;
  /** Whether a node answers the balancer's probe now; without it each does. */
  readonly probe?: ((node: string) => Process<boolean>) | undefined;
}

export interface ServerFaults {
  readonly board: FaultBoard;
  readonly runner: Runner;
  /** Updates that the copy of a municipality’s registers is taking at this moment. */
  readonly writing: (municipality: string) => number;
}

/** What a node of an issuing server has of a few: who else comes waits. */
export interface NodeResources {
  readonly name: string;
  readonly workers: Resource;
  readonly printImages: Resource;
}

/** Those of all nodes. */
export type ServerResources = readonly NodeResources[];

export function resourcesOf({ server }: Scenario): ServerResources {
  return nodeNames(server.nodes).map((name) => ({
    name,
    workers: new Resource(server.workers),
    printImages: new Resource(server.printImages.workers),
  }));
}

/** The centre with the issuing server of the scenario's municipality behind its link. */
export function referenceServer(
  scenario: Scenario,
  ports: ReferenceServerPorts,
  resources = resourcesOf(scenario),
): Centre {
  const { sessionLifeMs = SESSION_LIFE_MS } = ports;
  const { code } = scenario.municipality;
  const link = ports.link ?? new Map([[code, issuingServer(scenario, ports, resources)]]);
  return new Centre({ ...ports, ...exposed(link, ports), sessionLifeMs });
}

/** What the centre reaches, with what can befall it. */
function exposed(link: Link, { faults, verifier }: ReferenceServerPorts) {
  if (faults === undefined) return { link, verifier };
  const { board, runner } = faults;
  const around = board.around('jpki', runner);
  const exposure = { around: board.around('link', runner), skewMs: () => board.skewMs(), runner };
  return {
    link: board.touches('link', 'clock') ? exposedLink(link, exposure) : link,
    verifier: around === undefined ? verifier : new ExposedVerifier(verifier, around),
  };
}

/** What an issuing server of a run stands on. */
export type IssuingServerPorts = Pick<
  ReferenceServerPorts,
  'register' | 'cards' | 'uses' | 'ledger' | 'renderer' | 'pace' | 'faults' | 'probe' | 'planted'
>;

/** The issuing server of the scenario's municipality: its nodes behind a balancer. */
export function issuingServer(
  scenario: Scenario,
  ports: IssuingServerPorts,
  resources: ServerResources,
): Issuing {
  const { server, municipality } = scenario;
  const { faults } = ports;
  const probe = ports.probe ?? probeOf(faults);
  const cluster = new Cluster({
    municipality: municipality.code,
    nodes: nodesOf(scenario, ports, resources),
    connections: server.connections,
    around: faults?.board.around('node', faults.runner),
    probe,
    probeEveryMs: durationMs(server.probeEvery),
  });
  if (probe !== undefined) faults?.runner.spawn(cluster.probing());
  return cluster;
}

/** A fault can keep a node from answering; where none does, nobody need be asked. */
function probeOf(faults: ServerFaults | undefined): ReferenceServerPorts['probe'] {
  const answers = faults?.board.probe;
  return answers && ((node) => ready(answers(node)));
}

/** Each node has workers and a print stage of its own; all share the databases. */
function nodesOf(scenario: Scenario, ports: IssuingServerPorts, resources: ServerResources) {
  const { cards, uses, renderer, faults } = ports;
  const around = faults?.board.around('database', faults.runner);
  const register = around ? exposedRegister(ports.register, around) : ports.register;
  const ledger = around ? new ExposedLedger(ports.ledger, around) : ports.ledger;
  const municipality = municipalityOf(scenario.municipality);
  const timeoutMs = durationMs(scenario.server.printImages.timeout);
  const atWork = faults?.board.around('work', faults.runner);
  const shared = { register, cards, uses, ledger };
  const rebuilt = rebuilding(scenario, faults);
  return resources.map(({ name, workers, printImages: stage }) => {
    const pace = atWork ? new ExposedPace(name, ports.pace, atWork) : ports.pace;
    const print = { renderer, pace, stage, timeoutMs };
    const built = (planted: Planted | undefined): Issuing => {
      const printImages = planted?.printImages?.(print) ?? new PrintStage(print);
      const sound = new Issuer(municipality, { ...shared, pace, printImages, workers });
      return planted?.issuing?.(sound, name) ?? sound;
    };
    const issuing = built(isPlantedAt(scenario.server, name) ? ports.planted : undefined);
    return { name, issuing: rebuilt?.(name, issuing, built) ?? issuing };
  });
}

/** Lets nodes run the wrong build, where a fault does so. */
function rebuilding(scenario: Scenario, faults: ServerFaults | undefined) {
  const around = faults?.board.around('build', faults.runner);
  return around && faults && exposedBuilds(scenario, { ...faults, around });
}

/** The residents of the scenario's municipality, who follow from the seed alone. */
export function populationOf({ municipality, start }: Scenario, chance: Streams): Register {
  return syntheticRegister(chance, [municipality], {
    asOf: civilDate(instantMs(start)),
    sealRegisteredShare: municipality.sealShare,
  });
}
