import type { AntiForgery, DocumentKeys } from '../server/anti-forgery/anti-forgery.ts';
import type { CardRegistry } from '../server/cards/card-registry.ts';
import type { RevocationList } from '../server/cards/revocation.ts';
import type { SignatureVerifier } from '../server/cards/signature.ts';
import type { UseRegistrations } from '../server/cards/use-registrations.ts';
import { Centre, SESSION_LIFE_MS } from '../server/centre.ts';
import type { Renderer } from '../server/document/document.ts';
import { PrintStage } from '../server/document/print-images.ts';
import type { Entropy } from '../server/entropy.ts';
import type { ServerEvent } from '../server/events.ts';
import { Issuer } from '../server/issuer.ts';
import type { Link } from '../server/issuing.ts';
import type { Ledger } from '../server/ledger/ledger.ts';
import { municipalityOf } from '../server/municipalities/municipality-data.ts';
import type { Pace } from '../server/pace.ts';
import { syntheticRegister } from '../server/population/resident-synthetic.ts';
import type { Register } from '../server/register/register.ts';
import { civilDate } from '../sim/civil-time.ts';
import { Resource } from '../sim/resource.ts';
import type { Streams } from '../sim/rng.ts';
import { durationMs, instantMs } from '../sim/units.ts';
import type { Scenario } from './scenario.ts';

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
}

/** What an issuing server has of a few: who else comes waits. */
export interface ServerResources {
  readonly workers: Resource;
  readonly printImages: Resource;
}

export function resourcesOf({ server }: Scenario): ServerResources {
  return {
    workers: new Resource(server.workers),
    printImages: new Resource(server.printImages.workers),
  };
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
  return new Centre({ ...ports, link, sessionLifeMs });
}

/** What an issuing server of a run stands on. */
export type IssuingServerPorts = Pick<
  ReferenceServerPorts,
  'register' | 'cards' | 'uses' | 'ledger' | 'renderer' | 'pace'
>;

/** The issuing server of the scenario's municipality. */
export function issuingServer(
  scenario: Scenario,
  { register, cards, uses, ledger, renderer, pace }: IssuingServerPorts,
  { workers, printImages: stage }: ServerResources,
): Issuer {
  const { server } = scenario;
  const municipality = municipalityOf(scenario.municipality);
  const timeoutMs = durationMs(server.printImages.timeout);
  const printImages = new PrintStage({ renderer, pace, stage, timeoutMs });
  return new Issuer(municipality, { register, cards, uses, ledger, printImages, pace, workers });
}

/** The residents of the scenario's municipality, who follow from the seed alone. */
export function populationOf({ municipality, start }: Scenario, chance: Streams): Register {
  return syntheticRegister(chance, [municipality], {
    asOf: civilDate(instantMs(start)),
    sealRegisteredShare: municipality.sealShare,
  });
}
