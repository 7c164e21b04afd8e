import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formsOf } from '../../../scenarios/cases/cases.ts';
import { readBook } from '../../../scenarios/cases/cases-files.ts';
import { MUTANT_IDS } from '../../../server/mutant.ts';
import { REQUIRED_OUTCOMES } from '../../../server/register/registration-mistake.ts';
import { ran } from './small-case.ts';

const book = await readBook();
const forms = book.flatMap((one) =>
  formsOf(one).map((form) => ({ id: one.scenario.case.id, form, one })),
);

describe('every case of the book', () => {
  test('has an id and a name of its own, and the name of its file', () => {
    const ids = book.map(({ scenario }) => scenario.case.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { file, scenario } of book) expect(basename(file)).toBe(`${scenario.name}.yaml`);
  });

  test.each(book)('names the schema and its source at its head: $file', ({ file, scenario }) => {
    const [schema, ...head] = readFileSync(file, 'utf8').split('\nkofu: 1\n')[0]?.split('\n') ?? [];
    expect(schema).toBe('# yaml-language-server: $schema=../../docs/scenario.schema.json');
    const comment = head.map((line) => line.replace(/^# ?/, '')).join(' ');
    expect(comment).toContain(`Source: ${scenario.case.source}`);
  });

  test('together they have every mutant and every mistake with its refusal', () => {
    const mutants = new Set(book.map(({ scenario }) => scenario.server.mutant));
    for (const id of MUTANT_IDS) expect(mutants).toContain(id);
    for (const [mistake, { outcome }] of Object.entries(REQUIRED_OUTCOMES)) {
      const of = book.filter(({ scenario }) =>
        scenario.office.some(
          ({ enter }) => enter.operation === mistake || ('flag' in enter && enter.flag === mistake),
        ),
      );
      expect(of.length, mistake).toBeGreaterThan(0);
      const refusals = of.flatMap(({ scenario }) => scenario.expect.journeys);
      if (outcome !== 'unknowable') expect(refusals.map(({ reason }) => reason)).toContain(outcome);
    }
  });

  test('says how soon all is as before, wherever a fault is injected', () => {
    const silent = book.filter(
      ({ scenario }) => scenario.faults.length > 0 && scenario.expect.recovered === undefined,
    );
    expect(silent.map(({ scenario }) => scenario.case.id)).toEqual([]);
  });

  test.each(forms)('comes out as expected: $id $form', async ({ one, form }) => {
    const { verdict, reasons, faults, counts } = await ran(one, form);
    expect(reasons).toEqual([]);
    expect(verdict).toBe('pass');
    expect(counts.offered).toBeLessThan(2_500);
    for (const { endedMs, recovered } of faults) {
      expect(endedMs).toBeDefined();
      expect(recovered).toBe(true);
    }
  });
});
