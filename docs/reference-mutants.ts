import { ALL_MUTANTS } from '../server/mutants.ts';
import { code, fence, GENERATED, page, table } from './markdown.ts';

/** The published faults that can be planted into the reference server: docs/mutants.md. */
export function mutantsReference(): string {
  return page(
    GENERATED,
    '# Mutants',
    INTRODUCTION,
    fence('sh', COMMANDS),
    table(
      ['mutant', 'title', '件名', 'incident', 'planted in', 'caught by'],
      ALL_MUTANTS.map(({ id, title, incident, plantedIn, oracle }) => [
        code(id),
        title.en,
        title.ja,
        incident,
        plantedIn,
        `[${code(oracle)}](../scenarios/oracles/${oracle}.ts)`,
      ]),
    ),
    '## What goes wrong',
    table(
      ['mutant', 'mechanism', '仕組み'],
      ALL_MUTANTS.map(({ id, mechanism }) => [code(id), mechanism.en, mechanism.ja]),
    ),
    '## When it goes wrong',
    CONDITIONS,
    table(
      ['mutant', 'vulnerable moment', 'why', 'needs'],
      ALL_MUTANTS.map(({ id, window, needs }) => [
        code(id),
        window === undefined ? '–' : `${window.ms} ms`,
        window?.why ?? 'it has no moment of its own',
        needs,
      ]),
    ),
    SILENT,
  );
}

const INTRODUCTION = `
A mutant is a fault of a real issuing system, replanted into the reference server to prove that the
oracles see it. They are off by default; at most one is on. A server with a mutant answers as
quickly and as politely as a sound one: only the [oracles](oracles.md) tell. Console, report and
\`summary.json\` say first of all that a mutant was planted, and so does \`kofu serve\`. The sources
are in [sources.md](sources.md), the decisions in
[0013](decisions/0013-mutants-and-nodes.md).`;

const COMMANDS = `# the morning of Yokohama: the scenario asks for its mutant itself
npx kofu run scenarios/trouble/mi-1-yokohama.yaml

# a mutant in the server of any other scenario
npx kofu run scenarios/toyonaka-office-day.yaml --mutant S1

# the same server for kiosks or load generators of your own
npx kofu serve --mutant M3`;

const CONDITIONS = `
Each needs what the real one needed. The moment in which it is vulnerable is its own, or
\`server.mutantWindow\`; of several nodes \`server.mutantNodes\` names those with the mutant in
their build (all without). A scenario can ask for it by \`server.mutant\`, as \`--mutant\` does.`;

const SILENT = `
Each incident is a case of its own in \`scenarios/trouble/\` (\`mi-*.yaml\`, \`st-*.yaml\`).

At low load they are silent: each is shown to raise no alarm in 500 quiet journeys, and the sound
server to raise none under the conditions above (\`tests/server/mutants/\`). A workload of
[pairs](scenarios.md) provokes M2, M3 and M6 without waiting for luck.`;
