import type { FaultSite } from '../injection/fault.ts';
import { FAULT_SITES } from '../injection/fault-sites.ts';
import { FAULTS } from '../injection/faults.ts';
import type { Scenario } from '../scenario.ts';

/** Sites that are on this side of the wire, where faults reach whoever serves. */
const OUTSIDE: ReadonlySet<FaultSite> = new Set([
  'line',
  'printer',
  'payment',
  'reader',
  'citizen',
  'kiosk',
  'demand',
]);

/** Kinds of events that only the reference server tells. */
const TOLD_BY_SERVER = /^(server-|register-|registration-|card-changed)/;

/**
 * What a scenario asks of the reference server that cannot be asked of somebody else's: each a
 * sentence with its place and the remedy.
 */
export function whyNotAtTarget(scenario: Scenario): readonly string[] {
  const { server, office, faults } = scenario;
  return [
    ...(server.mutant === undefined
      ? []
      : [
          `server.mutant: ${server.mutant} is planted into the reference server, and cannot be into somebody else’s: leave it out`,
        ]),
    ...(office.length === 0
      ? []
      : [
          `office: the ${office.length} operations are entered at the reference server’s office, and somebody else’s has none: run with --set office=[]`,
        ]),
    ...faults.flatMap((fault, index) => {
      const place = `faults.${index}`;
      return [...whyNotStruck(fault.kind, place), ...whyNotHeard(fault.on?.event, place)];
    }),
  ];
}

function whyNotStruck(kind: string, place: string): readonly string[] {
  const site = FAULTS.find((fault) => fault.kind === kind)?.site;
  if (site === undefined || OUTSIDE.has(site)) return [];
  return [
    `${place}: ${kind} strikes inside the reference server (${FAULT_SITES[site].en}), and somebody else’s cannot be reached there: leave it out, or take one of ${KINDS_OUTSIDE}`,
  ];
}

function whyNotHeard(event: string | undefined, place: string): readonly string[] {
  if (event === undefined || !TOLD_BY_SERVER.test(event)) return [];
  return [
    `${place}.on.event: ${event} is told by the reference server alone: wait for an event of a kiosk, such as requested`,
  ];
}

const KINDS_OUTSIDE = [
  ...new Set(
    FAULTS.filter(({ site }) => OUTSIDE.has(site)).map(({ kind }) => `${kind.split('.')[0]}.*`),
  ),
].join(', ');
