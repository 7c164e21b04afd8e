import { Centre, SESSION_LIFE_MS } from '../server/centre.ts';
import type { Renderer } from '../server/document.ts';
import type { Entropy } from '../server/entropy.ts';
import type { ServerEvent } from '../server/events.ts';
import { Issuer } from '../server/issuer.ts';
import type { Ledger } from '../server/ledger.ts';
import type { Municipality } from '../server/municipality.ts';
import type { Pace } from '../server/pace.ts';
import type { Register } from '../server/register.ts';
import { syntheticRegister } from '../server/resident-synthetic.ts';
import type { SignatureVerifier } from '../server/signature.ts';
import { civilDate } from '../sim/civil-time.ts';
import { Resource } from '../sim/resource.ts';
import type { Streams } from '../sim/rng.ts';
import type { Scenario } from './scenario.ts';
import { instantMs, timeOfDayMs } from './units.ts';

/** What the reference server of a run stands on. */
export interface ReferenceServerPorts {
  readonly register: Register;
  readonly ledger: Ledger;
  readonly renderer: Renderer;
  readonly verifier: SignatureVerifier;
  readonly entropy: Entropy;
  readonly pace: Pace;
  readonly journal: (event: ServerEvent) => void;
  readonly originMs: number;
  /** How long a session nobody has ended lives, on the centre's clock (half an hour). */
  readonly sessionLifeMs?: number | undefined;
}

/** The centre with the issuing server of the scenario's municipality behind its link. */
export function referenceServer(scenario: Scenario, ports: ReferenceServerPorts): Centre {
  const { register, ledger, renderer, verifier, entropy, pace, journal, originMs } = ports;
  const { sessionLifeMs = SESSION_LIFE_MS } = ports;
  const workers = new Resource(scenario.server.workers);
  const municipality = municipalityOf(scenario);
  const issuer = new Issuer(municipality, { register, ledger, renderer, pace, workers });
  const link = (code: string) => (code === municipality.code ? issuer : undefined);
  return new Centre({ link, verifier, entropy, journal, originMs, sessionLifeMs });
}

/** The municipality as the server knows it. */
export function municipalityOf({ municipality }: Scenario): Municipality {
  const { code, name, issuerTitle, population, feesYen, hours } = municipality;
  return {
    code,
    name,
    issuerTitle,
    population,
    feesYen: Object.fromEntries(
      Object.entries(feesYen).filter(([, yen]) => yen !== undefined),
    ) as Municipality['feesYen'],
    hours: { opensMs: timeOfDayMs(hours.opens), closesMs: timeOfDayMs(hours.closes) },
  };
}

/** The residents of the scenario's municipality, who follow from the seed alone. */
export function populationOf({ municipality, start }: Scenario, chance: Streams): Register {
  return syntheticRegister(chance, [municipality], {
    asOf: civilDate(instantMs(start)),
    sealRegisteredShare: municipality.sealShare,
  });
}
