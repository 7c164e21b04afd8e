import type { ServerEvent } from '../../server/events.ts';
import { newFleetKey } from '../../server/http/credentials-system.ts';
import { MUTANTS } from '../../server/mutants.ts';
import { streams } from '../../sim/rng.ts';
import { EXIT } from '../exit-code.ts';
import { oneTown } from '../nation/nation.ts';
import { populationOf } from '../reference-server.ts';
import { RunRefused } from '../run-files.ts';
import type { ServeFlags } from '../run-flags.ts';
import type { Scenario } from '../scenario.ts';
import { scenarioIn } from '../scenario-files.ts';
import { readAuthority } from './authority-files.ts';
import { readFleetKey, readLinkKey } from './fleet-key-files.ts';
import { openLiveRole } from './live-role-http.ts';
import { contradictionInRole, type Role } from './role-flags.ts';

export interface ServePorts {
  /** Ends the server, in order. */
  readonly signal: AbortSignal;
  /** Told what whoever started it has to know, a line at a time. */
  readonly tell: (line: string) => void;
  readonly journal: (event: ServerEvent) => void;
  readonly onError: (error: unknown) => void;
}

/** `kofu serve`: serves the municipality of a scenario file; answers the exit code. */
export async function serveScenario(
  file: string,
  flags: ServeFlags,
  ports: ServePorts,
): Promise<number> {
  const mistaken = contradictionInRole(flags);
  if (mistaken !== undefined) throw new RunRefused(mistaken);
  await serve(oneTown(await scenarioIn(file, [])), flags, ports);
  return EXIT.pass;
}

/** Serves the municipality of a scenario, at the true time of day, until it is told to end. */
export async function serve(
  asked: Scenario,
  flags: ServeFlags,
  { signal, tell, journal, onError }: ServePorts,
): Promise<void> {
  const { role, render } = flags;
  const scenario = planting(asked, flags);
  const given = flags.fleetKey === undefined ? undefined : readFleetKey(flags.fleetKey);
  const fleetKey = given ?? newFleetKey();
  const linkKey = flags.linkKey === undefined ? undefined : readLinkKey(flags.linkKey);
  const authority = flags.authority === undefined ? undefined : readAuthority(flags.authority);
  tell(`starting the ${SERVERS[role]}`);
  const chance = streams(1);
  const server = await openLiveRole(scenario, {
    role,
    issuers: flags.issuer,
    linkKey,
    render,
    authority,
    database: flags.database,
    port: flags.port ?? DEFAULT_PORT,
    register: populationOf(scenario, chance),
    chance,
    fleetKey,
    originMs: 0,
    simulatedTime: false,
    nowMs: () => Date.now(),
    wallMs: () => performance.now(),
    journal,
    onError,
  });
  if (role !== 'centre') for (const line of aboutMutant(scenario)) tell(line);
  if (render === 'digest') tell('documents are not drawn (--render digest)');
  if (given === undefined) for (const line of aboutKey(fleetKey, role)) tell(line);
  tell(`${placeOf(scenario, flags)}: ${server.origin}/docs, ${server.description}; Ctrl-C ends it`);
  await aborted(signal);
  await server.close(flags.drain);
}

const DEFAULT_PORT = 8080;

const SERVERS: Readonly<Record<Role, string>> = {
  all: 'reference server',
  centre: 'centre',
  issuer: 'issuing server',
};

/** Whom it serves. */
function placeOf({ municipality }: Scenario, { role, issuer }: ServeFlags): string {
  if (role !== 'centre') return municipality.name;
  return `centre of ${issuer.map((each) => each.municipality).join(', ')}`;
}

/** The scenario with the mutant that the flags ask for. */
function planting(scenario: Scenario, { mutant }: ServeFlags): Scenario {
  if (mutant === undefined) return scenario;
  return { ...scenario, server: { ...scenario.server, mutant } };
}

/** Whoever meets this server must know that it is not sound. */
function aboutMutant({ server: { mutant: id } }: Scenario): readonly string[] {
  if (id === undefined) return [];
  const { title, mechanism } = MUTANTS[id];
  return [
    `MUTANT ${id} IS PLANTED, this server issues wrong documents. ${title.en}`,
    `  ${mechanism.en}`,
  ];
}

/** A key that was made for this once is told once. */
function aboutKey(key: string, role: Role): readonly string[] {
  if (role === 'issuer') return [`fleet key of its office, until it ends: ${key}`];
  return [
    `fleet key, until it ends: ${key}`,
    `  kiosks of k6 take it from their environment: k6 run -e KOFU_FLEET_KEY=${key} scenarios/k6/issuance.ts`,
    '  to keep one: openssl rand -hex 32 > fleet.key, and kofu serve --fleet-key fleet.key',
  ];
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
