import { calibrationReference } from './reference-calibration.ts';
import { casesReference } from './reference-cases.ts';
import { faultsReference } from './reference-faults.ts';
import { httpReference, openApiText } from './reference-http.ts';
import { mutantsReference } from './reference-mutants.ts';
import { officeReference } from './reference-office.ts';
import { oraclesReference } from './reference-oracles.ts';
import { problemsReference } from './reference-problems.ts';
import { scenarioReference, scenarioSchemaText } from './reference-scenario.ts';
import { summarySchemaText } from './reference-summary.ts';
import { traceReference } from './reference-trace.ts';

/** Every page that is made from the code, by its path from the root of the tree. */
export function reference(): Readonly<Record<string, string>> {
  return {
    'docs/scenarios.md': scenarioReference(),
    'docs/scenario.schema.json': scenarioSchemaText(),
    'docs/summary.schema.json': summarySchemaText(),
    'docs/trace.md': traceReference(),
    'docs/http.md': httpReference(),
    'docs/openapi.json': openApiText(),
    'docs/problems.md': problemsReference(),
    'docs/office.md': officeReference(),
    'docs/oracles.md': oraclesReference(),
    'docs/faults.md': faultsReference(),
    'docs/mutants.md': mutantsReference(),
    'docs/trouble-cases.md': casesReference(),
    'docs/calibration.md': calibrationReference(),
  };
}
