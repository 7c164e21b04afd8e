import type { Scenario } from '../scenario.ts';
import { givenAdapter } from './given-adapter-files.ts';
import { openapiTarget } from './openapi-target-http.ts';
import { type TargetAdapter, TargetRefused } from './target.ts';
import { readTargetData, type TargetKeys } from './target-data-files.ts';
import { whyNotAtTarget } from './target-fit.ts';
import type { TargetFlags } from './target-flags.ts';

/** A server of somebody else's that a run is for, as far as it is known before it is asked. */
export interface Aim extends TargetKeys {
  /** Origin of the server. */
  readonly url: string;
  readonly adapter: TargetAdapter;
  /** Whether every second page of its documents is a back. */
  readonly backs: boolean;
}

/**
 * What the flags of a run say of its server; undefined if it is the reference server. Throws
 * TargetRefused where the scenario or the data are not for this server.
 */
export async function aimOf(
  scenario: Scenario,
  seed: number,
  { target: url, targetData = '', targetAdapter, targetBacks: backs = false }: TargetFlags,
): Promise<Aim | undefined> {
  if (url === undefined) return undefined;
  const complaints = whyNotAtTarget(scenario);
  if (complaints.length > 0) {
    throw new TargetRefused(
      `the scenario asks of ${url} what only the reference server can do\n\n  ${complaints.join('\n  ')}\n`,
    );
  }
  const keys = await readTargetData(targetData, scenario, seed);
  const adapter = targetAdapter === undefined ? openapiTarget : await givenAdapter(targetAdapter);
  return { url, adapter, backs, ...keys };
}
