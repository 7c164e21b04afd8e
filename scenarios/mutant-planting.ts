import { nodeNames } from '../server/cluster.ts';
import type { MutantId, Planted } from '../server/mutant.ts';
import { MUTANTS } from '../server/mutants.ts';
import type { Runner } from '../sim/process.ts';
import { durationMs } from '../sim/units.ts';

/** What a scenario says of the mutant in its server. */
interface MutantPlan {
  readonly nodes: number;
  readonly mutant?: MutantId | undefined;
  readonly mutantWindow?: string | undefined;
  readonly mutantNodes?: readonly string[] | undefined;
}

/** Plants the mutant that a scenario asks for; undefined if it asks for none. */
export function planted(
  scenario: { readonly server: MutantPlan; readonly municipality: { readonly code: string } },
  ground: { readonly runner: Runner; readonly writing: (municipality: string) => number },
): Planted | undefined {
  const { mutant: id, mutantWindow } = scenario.server;
  if (id === undefined) return undefined;
  const mutant = MUTANTS[id];
  const windowMs = mutantWindow === undefined ? mutant.window?.ms : durationMs(mutantWindow);
  const { code: municipality } = scenario.municipality;
  return mutant.plant({ ...ground, municipality, windowMs: windowMs ?? 0 });
}

/** Whether the build of a node has the mutant. */
export function isPlantedAt({ mutant, mutantNodes }: MutantPlan, node: string): boolean {
  return mutant !== undefined && (mutantNodes?.includes(node) ?? true);
}

/** What of a plan could never be: where, and the remedy. */
export function whyNotPlanted({ nodes, mutant, mutantWindow, mutantNodes = [] }: MutantPlan) {
  const complaints: { readonly path: readonly (string | number)[]; readonly message: string }[] =
    [];
  if (mutant === undefined) {
    const ofNone = { mutantWindow, mutantNodes: mutantNodes[0] };
    for (const [field, value] of Object.entries(ofNone)) {
      if (value === undefined) continue;
      complaints.push({ path: ['server', field], message: 'there is no server.mutant' });
    }
    return complaints;
  }
  if (mutantWindow !== undefined && MUTANTS[mutant].window === undefined) {
    const message = `${mutant} has no moment of its own: leave it out`;
    complaints.push({ path: ['server', 'mutantWindow'], message });
  } else if (mutantWindow !== undefined && durationMs(mutantWindow) <= 0) {
    const message = 'nothing happens in no time: write a duration above 0s';
    complaints.push({ path: ['server', 'mutantWindow'], message });
  }
  const names = nodeNames(nodes);
  mutantNodes.forEach((name, index) => {
    if (names.includes(name)) return;
    const message = `there is no such node: ${names[0]} … ${names.at(-1)}`;
    complaints.push({ path: ['server', 'mutantNodes', index], message });
  });
  return complaints;
}
