import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { asCase, type Case, inOrder, mutantOf } from '../scenarios/cases/cases.ts';
import { countSource, type Expected } from '../scenarios/cases/expect.ts';
import { EXIT } from '../scenarios/exit-code.ts';
import { readScenario } from '../scenarios/scenario-text.ts';
import { ShippedMunicipalities } from '../server/municipalities/municipality-files.ts';
import { code, fence, GENERATED, page, table } from './markdown.ts';

const BOOK = 'scenarios/trouble/';

/** The case book, made from its files: docs/trouble-cases.md. */
export function casesReference(): string {
  const cases = readCases();
  return page(
    GENERATED,
    '# The trouble case book',
    INTRODUCTION,
    fence('sh', COMMANDS),
    MEANING,
    '## All cases',
    table(
      ['case', 'happened', 'source', 'injected', 'asserted'],
      cases.map((one) => [
        `[${one.scenario.case.id}](../${one.file})`,
        one.scenario.case.happened.en,
        one.scenario.case.source,
        injected(one),
        asserted(one.scenario.expect),
      ]),
    ),
    '## 日本語',
    table(
      ['事例', '件名', '起きたこと', '再現の方法', '検出されるべきこと'],
      cases.map(({ file, scenario }) => [
        `[${scenario.case.id}](../${file})`,
        scenario.title.ja,
        scenario.case.happened.ja,
        scenario.case.injected.ja,
        scenario.case.observed.ja,
      ]),
    ),
    '## Not in the book',
    table(['case', 'happened', 'why'], LEFT_OUT),
    '## When a case has recovered',
    RECOVERY,
  );
}

function readCases(): readonly Case[] {
  const shipped = new ShippedMunicipalities();
  const root = new URL('../', import.meta.url);
  const files = readdirSync(new URL(BOOK, root)).filter((name) => name.endsWith('.yaml'));
  return inOrder(files).map((name) => {
    const file = `${BOOK}${name}`;
    const reading = readScenario(readFileSync(new URL(file, root), 'utf8'), file, [], shipped);
    assert(reading.kind === 'read', `${file} is no scenario: ${JSON.stringify(reading)}`);
    const found = asCase(file, reading.scenario);
    assert(typeof found !== 'string', String(found));
    return found;
  });
}

/** What is done to provoke it, and by which means of the harness. */
function injected({ scenario }: Case): string {
  const mutant = mutantOf(scenario);
  const kinds = [...new Set(scenario.faults.map(({ kind }) => code(kind)))];
  const office = scenario.office.map(({ enter }) => code(enter.operation));
  const means = [
    ...(mutant === undefined ? [] : [`mutant ${code(mutant)}`]),
    ...kinds,
    ...new Set(office),
  ];
  const { en } = scenario.case.injected;
  return means.length === 0 ? en : `${en} (${means.join(', ')})`;
}

/** What the run asserts; what holds of every case is told once, above. */
function asserted({ violations, notices, excused, journeys, events, recovered }: Expected): string {
  const named = (what: string, counts: Expected['events']) =>
    Object.entries(counts)
      .filter(([, count]) => count !== '>=0')
      .map(([name, count]) => `${what} ${code(`${name} ${countSource(count)}`)}`);
  const ends = journeys.map(({ outcome, stage, reason, count }) => {
    const which = [outcome, stage, reason].filter((part) => part !== undefined).join(' · ');
    return code(`${which} ${countSource(count)}`);
  });
  return [
    ...named('violations', violations),
    ...named('notices', notices),
    ...named('excused', excused),
    ...ends,
    ...named('events', events),
    ...(recovered === undefined ? [] : [`recovered within ${recovered.within}`]),
  ].join('; ');
}

const INTRODUCTION = `
Everything known to have gone wrong with this service, and every trouble it must live with,
as scenarios that run in seconds: what happened, how it is provoked, and what must be seen.
The sources are in [sources.md](sources.md), the faults and the format in
[scenarios.md](scenarios.md), the planted programs in [mutants.md](mutants.md), the judges
in [oracles.md](oracles.md).`;

const COMMANDS = `npx kofu cases                          # the list
npx kofu cases run                      # all of them, on all cores
npx kofu cases run 'MI-*' --seed 7      # some of them, with another chance
npx kofu run scenarios/trouble/out-1a-lgwan-cut.yaml   # one of them, with its report`;

const MEANING = `
A case asserts what it shows by its \`expect\`. Oracles that it does not name must find
nothing, each fault must strike at least once, the run must be valid, and nothing passes for
lack of data. A case with a mutant is run twice: with it, where the oracles must catch it,
and with the same citizens at the true server, where nothing may be wrong. \`kofu cases
run\` ends with exit code ${EXIT.pass} if all of this is so. It ends with
${EXIT.wrongDocument} where a wrong document came out that no case expects, with
${EXIT.invalidRun} where a run was invalid, with ${EXIT.thresholdFailed} where anything else
is not as expected, and with ${EXIT.inconclusive} where there was too little to judge. An
expectation is a promise, and one that is not kept is told like a threshold that failed.
\`kofu run\` of a case whose mutant is caught still ends with ${EXIT.wrongDocument}, and
says that it was expected: a wrong document is a fact.`;

const LEFT_OUT = [
  [
    'SEAL-0',
    'Okayama, July 2023: 14 certificates without the electronic seal (P104)',
    'issued at a counter; the seal is drawn with the document here and cannot be left out',
  ],
  [
    'CTR-1',
    'Izu, August 2024: pages of another person stapled in (P105)',
    'two clerks at one printer behind a counter: no kiosk, no trace',
  ],
  [
    'DEV-6',
    'A PIN told to the staff of the store (S4)',
    'the slowness is a case; what one person tells another leaves no trace',
  ],
];

const RECOVERY = `
Recovery is told from the trace alone. Signs of trouble are journeys that break (\`failed\`
or \`timed-out\`), more citizens waiting than ever before the first fault (and than one
kiosk in ten), and five completed journeys in a row whose median duration exceeds that of
any five in a row before it. The time is counted from the instant at which no fault is on
any more to the last such sign; it is known once five journeys have been completed without
another one, and if at least ten had been completed before the first fault. What a kiosk has
yet to tell the centre stands in no trace, and [reconciliation](oracles.md) sees to it.`;
