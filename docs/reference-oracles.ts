import { EXIT } from '../scenarios/exit-code.ts';
import { ORACLES } from '../scenarios/judging/oracles.ts';
import { code, GENERATED, page, table } from './markdown.ts';

/** The judges of documents: docs/oracles.md. */
export function oraclesReference(): string {
  return page(
    GENERATED,
    '# Oracles',
    INTRODUCTION,
    table(
      ['oracle', 'asserts', '内容'],
      ORACLES.map(({ name, asserts, assertsJa }) => [
        `[${code(name)}](../scenarios/oracles/${name}.ts)`,
        asserts,
        assertsJa,
      ]),
    ),
  );
}

const INTRODUCTION = `
An oracle reads the [trace](trace.md) and judges whether every document was right. All oracles
judge every run, while it runs; they cannot be switched off. A violation is told with the values
that show it, and the run ends with exit code ${EXIT.wrongDocument}, whatever else happened. An
oracle that had nothing to judge, or could not judge all of it, is inconclusive: it does not pass.
What it saw that is no violation and must be known is a notice: it is counted and told, and changes
no verdict. What would be a violation, had the scenario not asked for the fault behind it, is
excused: it is counted, and told as a notice.
The metric \`wrong_documents\` counts all violations, \`wrong_documents{oracle:page-ownership}\`
those of one oracle.`;
