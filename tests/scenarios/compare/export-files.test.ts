import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { exportFormatsOf } from '../../../reports/export-formats.ts';
import type { ToldRun } from '../../../scenarios/compare/compared-run.ts';
import { exportRun } from '../../../scenarios/compare/export-files.ts';
import {
  contradictionInExport,
  type ExportFormat,
  exportCommand,
} from '../../../scenarios/compare/export-flags.ts';
import { exportedRows } from '../../../scenarios/compare/journey-rows.ts';
import { STAGE_LIST } from '../../reports/example-result.ts';
import { parsedCsv } from '../../reports/parsed-csv.ts';
import { busyMorning, runsBelow } from './told-runs.ts';

const { below, ranInto } = runsBelow();

let run: ToldRun;
beforeAll(async () => {
  run = await ranInto('run', busyMorning({ stores: { inside: 20 } }));
}, 60_000);

async function exported(folder: string, format: readonly ExportFormat[], out?: string) {
  let stderr = '';
  const write = (text: string) => {
    stderr += text;
  };
  const code = await exportRun(
    below(folder),
    { format, ...(out === undefined ? {} : { out }) },
    { ...exportFormatsOf(STAGE_LIST), stderr: { write } },
  );
  return { code, stderr };
}

describe('CSV', () => {
  test('has every journey once, with the sums that the summary has', async () => {
    expect((await exported('run', ['csv'], below('csv'))).code).toBe(0);
    const rows = parsedCsv(readFileSync(below('csv/journeys.csv'), 'utf8'));
    const { counts, metrics } = run.summary.results;
    expect(new Set(rows.map(({ journey }) => journey)).size).toBe(counts.offered);
    expect(rows.length).toBe(counts.offered);
    expect(rows.filter(({ outcome }) => outcome === 'completed').length).toBe(counts.completed);
    const over = metrics.find(({ name }) => name === 'tx_over_180s');
    const isOver = rows.filter(({ over_180s: told }) => told === 'true').length;
    expect(over).toMatchObject({ values: { count: isOver } });
    const waited = rows.filter(({ waited_ms: ms }) => ms !== '').length;
    expect(waited).toBeGreaterThan(0);
    const waiting = metrics.find(({ name }) => name === 'kiosk_waiting');
    expect(waiting).toMatchObject({ histogram: { count: waited } });
  });

  test('has every stage once, and they add up to the journey', async () => {
    await exported('run', ['csv'], below('csv'));
    const stages = parsedCsv(readFileSync(below('csv/stages.csv'), 'utf8'));
    const journeys = parsedCsv(readFileSync(below('csv/journeys.csv'), 'utf8'));
    const issue = run.summary.results.metrics.find(({ tags }) => tags['stage'] === 'issue');
    const issued = stages.filter(({ stage }) => stage === 'issue');
    expect(issue).toMatchObject({ histogram: { count: issued.length } });
    const sums = new Map<string, number>();
    for (const { journey = '', duration_ms: ms } of stages) {
      sums.set(journey, (sums.get(journey) ?? 0) + Number(ms));
    }
    for (const { journey = '', outcome, duration_ms: ms, waited_ms: waited } of journeys) {
      if (outcome !== 'completed') continue;
      expect(Number(ms)).toBeCloseTo((sums.get(journey) ?? 0) + Number(waited), 1);
    }
  });

  test('is the same to the byte the second time', async () => {
    await exported('run', ['csv', 'json', 'openmetrics'], below('once'));
    await exported('run', ['csv', 'json', 'openmetrics'], below('twice'));
    const names = readdirSync(below('once')).sort();
    expect(names).toEqual(['journeys.csv', 'journeys.ndjson', 'metrics.om.txt', 'stages.csv']);
    for (const name of names) {
      expect(readFileSync(below(`twice/${name}`))).toEqual(readFileSync(below(`once/${name}`)));
    }
  });
});

test('JSON lines say what the rows say', async () => {
  await exported('run', ['csv', 'json'], below('both'));
  const rows = parsedCsv(readFileSync(below('both/journeys.csv'), 'utf8'));
  const lines = readFileSync(below('both/journeys.ndjson'), 'utf8').trimEnd().split('\n');
  expect(lines.length).toBe(rows.length);
  for (const [index, line] of lines.entries()) {
    const told = Object.entries(JSON.parse(line)).map(([name, value]) => [name, String(value)]);
    const filled = Object.entries(rows[index] as object).filter(([, value]) => value !== '');
    expect(Object.fromEntries(told)).toMatchObject(Object.fromEntries(filled));
  }
});

test('writes into the folder of the run, where a later run may clear it away', async () => {
  const { stderr } = await exported('run', ['openmetrics', 'junit']);
  expect(stderr).toContain('metrics.om.txt');
  await expect(ranInto('run', busyMorning({ duration: '1h' }))).resolves.toBeDefined();
  expect(existsSync(below('run/metrics.om.txt'))).toBe(false);
  run = await ranInto('run', busyMorning({ stores: { inside: 20 } }));
});

test('who is under way at the end is exported last', async () => {
  const lines = [
    '{"trace":"kofu","version":1}',
    ...[1, 0].map((journey) => JSON.stringify({ ...ARRIVED, journey })),
    JSON.stringify({ kind: 'stage', t: 5, journey: 1, stage: 'menu', ms: 4 }),
    JSON.stringify({ kind: 'stage', t: 9, journey: 1, stage: 'pin', ms: 1 }),
    JSON.stringify({ kind: 'stage', t: 12, journey: 1, stage: 'pin', ms: 3 }),
  ];
  const told: ToldRun = {
    ...run,
    lines: async function* () {
      yield* lines;
    },
  };
  const rows = [];
  for await (const { kind, row } of exportedRows(told)) if (kind === 'journey') rows.push(row);
  expect(rows).toMatchObject([
    { journey: 0, outcome: 'in-flight', stagesMs: {} },
    { journey: 1, outcome: 'in-flight', stagesMs: { menu: 4, pin: 4 } },
  ]);
});

const ARRIVED = {
  kind: 'arrived',
  t: 1,
  workload: 'day',
  kiosk: 'in-001',
  municipality: '27203',
  resident: 1,
  owner: 'n',
  age: 30,
  type: 'resident-record',
};

describe('is refused, with place and remedy, and leaves nothing half done', () => {
  test('a run without its trace', async () => {
    await ranInto('traceless', busyMorning({ duration: '30m' }), { trace: 'off' });
    await expect(exported('traceless', ['csv'], below('none'))).rejects.toThrow(
      /traceless has no events\.ndjson: run it with --trace on/,
    );
    expect((await exported('traceless', ['openmetrics'], below('none'))).code).toBe(0);
    expect(readdirSync(below('none'))).toEqual(['metrics.om.txt']);
  });

  test('a damaged line in the middle', async () => {
    cpSync(below('run'), below('damaged'), { recursive: true });
    const lines = readFileSync(below('damaged/events.ndjson'), 'utf8').split('\n');
    lines[4000] = '{"kind":"stage","t":"late","journey":1}';
    writeFileSync(below('damaged/events.ndjson'), lines.join('\n'));
    await expect(exported('damaged', ['csv', 'json'], below('half'))).rejects.toThrow(
      /damaged\/events\.ndjson: line 4001: not an event of this version/,
    );
    expect(readdirSync(below('half'))).toEqual([]);
  });

  test('a folder that cannot be written', async () => {
    writeFileSync(below('taken'), '');
    await expect(exported('run', ['csv'], below('taken/here'))).rejects.toThrow(/with --out/);
  });

  test('no junit.xml', async () => {
    cpSync(below('run'), below('no-junit'), {
      recursive: true,
      filter: (path) => !path.endsWith('junit.xml'),
    });
    await expect(exported('no-junit', ['junit'])).rejects.toThrow(/kofu report makes it/);
  });

  test('an unknown format, before anything is read', () => {
    const parse = (list: string) =>
      exportCommand()
        .exitOverride()
        .configureOutput({ writeErr: () => {} })
        .parse(['a', '--format', list], { from: 'user' })
        .opts();
    expect(parse('junit, csv,csv')).toEqual({ format: ['csv', 'junit'] });
    expect(() => parse('csv,parquet')).toThrow(/There is no format “parquet”; write some of csv/);
  });

  test('what takes a trace that is not kept', () => {
    expect(contradictionInExport(['csv'], 'off')).toMatch(/leave --trace on/);
    expect(contradictionInExport(['openmetrics'], 'off')).toBeUndefined();
    expect(contradictionInExport(['csv'], 'on')).toBeUndefined();
  });
});
