import { expect, test } from 'vitest';
import { PdfPageReader } from '../../../devices/printer/page-reader-pdf.ts';
import { digestFidelity, type Fidelity } from '../../../scenarios/fidelity.ts';
import type { TraceEvent } from '../../../scenarios/trace-events.ts';
import { PdfRenderer } from '../../../server/document/document-pdf.ts';
import { executedVirtually } from '../../scenarios/executed.ts';
import {
  broken,
  eventsOf,
  findingOf,
  scenarioData,
  smallScenario,
} from '../../scenarios/small-scenario.ts';

/** Heads of households of three people. */
const HEADS = [13, 27];

/** Two heads of households who ask at one instant, where each person has a page. */
const scenario = smallScenario({
  municipality: { ...scenarioData().municipality, layout: { peoplePerPage: 1 } },
  duration: '5m',
  server: { mutant: 'M4', pace: { issue: { median: '1s', p95: '1100ms' } } },
  workloads: {
    two: {
      executor: 'visits',
      citizens: ['in-001', 'in-002'].map((kiosk, index) => ({
        at: '0s',
        kiosk,
        resident: HEADS[index] ?? 0,
        type: 'resident-record' as const,
        requestAt: '4m',
      })),
    },
  },
});

/** What stands on the pages, by journey. */
function pagesOf(events: readonly TraceEvent[]) {
  return eventsOf('page', events).map(({ journey, sheet, owner, number, page, of }) => ({
    journey,
    sheet,
    owner,
    number,
    page,
    of,
  }));
}

test('a true PDF has the same foreign page as its model, read from what was printed', async () => {
  const renderer = new PdfRenderer({ threads: 1 });
  const pageReader = new PdfPageReader({ threads: 1, keepPng: () => false });
  // The backs are the centre's and come after: they are left out.
  const fidelity: Fidelity = { ...digestFidelity(scenario), render: 'full', renderer, pageReader };
  try {
    const full = await executedVirtually(scenario, { fidelity });
    const digest = await executedVirtually(scenario);
    expect(pagesOf(full.events)).toEqual(pagesOf(digest.events));
    const { judgement } = full.execution;
    expect(findingOf(judgement, 'completeness').violationCount).toBeGreaterThan(0);
    expect(findingOf(judgement, 'page-ownership').violationCount).toBeGreaterThan(0);
    expect(broken(judgement)).not.toContain('ledger');
  } finally {
    await renderer.close();
    await pageReader.close();
  }
});
