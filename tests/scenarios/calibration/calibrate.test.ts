import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { calibrationReports } from '../../../reports/calibration.ts';
import {
  type CalibrateFlags,
  calibrateCities,
  calibrateCommand,
} from '../../../scenarios/calibration/calibrate-flags.ts';
import { Workplace } from '../../cli/kofu.ts';
import { demandOf } from '../channels/shipped-demand.ts';

const place = new Workplace();
afterAll(() => place.leave());

/** What the command does, told into texts. */
async function told(cities: readonly string[], flags: Partial<CalibrateFlags> = {}) {
  const said = { stdout: '', stderr: '' };
  const into = (where: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      said[where] += text;
    },
  });
  const { signal } = new AbortController();
  const ports = { stdout: into('stdout'), stderr: into('stderr'), signal };
  const run = calibrateCities(calibrationReports, () => ports);
  const code = await run(cities, { seed: 1, demand: new Map(), lang: 'en', ...flags });
  return { code, ...said };
}

/** Flags as the command line reads them. */
function parsed(...words: readonly string[]): CalibrateFlags {
  const command = calibrateCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  return command.parse(words, { from: 'user' }).opts();
}

test('a city is told with its figures, and the last line says why it ends as it does', async () => {
  const { code, stdout, stderr } = await told(['shibuya'], { out: place.path('out') });
  expect(code).toBe(0);
  expect(stdout).toContain('Shibuya: the five years of its plan');
  expect(stdout).toMatch(/shb\.conv_copies +82,320 +8\d,\d{3} +82,069 … 82,572 +Poisson/);
  expect(stdout).toContain('Figures that are judged together: 1.');
  expect(stderr.trimEnd().split('\n').at(-1)).toBe('exit 0: 1 of 1 published figures come out');
  const page = readFileSync(place.path('out', 'calibration.html'), 'utf8');
  expect(page).toContain('<svg class="chart"');
  expect(page).not.toMatch(/<script|https?:\/\//);
  const record = JSON.parse(readFileSync(place.path('out', 'calibration.json'), 'utf8'));
  expect(record).toMatchObject({ schema: 'kofu-calibration', seed: 1, exit: { code: 0 } });
});

test('a demand of one’s own is judged: 99 where it does not fit', async () => {
  const demand = demandOf('shibuya');
  const population = { value: 180_000, origin: 'I: planted' };
  const changed = { ...demand, volume: { ...demand.volume, population } };
  const file = place.write('mine.yaml', stringify(changed));
  const flags = { demand: new Map([['shibuya', file]]), json: true };
  const { code, stdout, stderr } = await told(['shibuya'], flags);
  expect(code).toBe(99);
  expect(stderr).toContain('exit 99: not as published: shb.conv_copies\n');
  expect(JSON.parse(stdout).rows).toMatchObject([{ id: 'shb.conv_copies', verdict: 'outside' }]);
});

test('all figures can be listed without simulating them', async () => {
  const { code, stdout, stderr } = await told([], { list: true, lang: 'ja' });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('月曜日が最多');
  expect(stdout.trimEnd().split('\n')).toHaveLength(29);
  const listed = JSON.parse((await told(['mitaka'], { list: true, json: true })).stdout);
  expect(listed).toEqual([{ city: 'mitaka', rows: ['mit.conv_copies', 'svc.duration_target'] }]);
});

test('what cannot be is refused, with the remedy', async () => {
  await expect(told(['kyoto'])).rejects.toThrow('name some of miyazaki, ichikawa');
  const elsewhere = { demand: new Map([['mitaka', 'a.yaml']]) };
  await expect(told(['shibuya'], elsewhere)).rejects.toThrow('not among the cities');
  const broken = place.write('broken.yaml', 'demand: 1\nname: x\n');
  const mistaken = { demand: new Map([['shibuya', broken]]) };
  await expect(told(['shibuya'], mistaken)).rejects.toThrow(/broken\.yaml:1:1 {2}volume/);
  const taken = place.write('taken', '');
  await expect(told(['shibuya'], { out: taken })).rejects.toThrow('name another with --out');
  expect(() => parsed('--demand', 'miyazaki')).toThrow('Write city=file');
  expect(parsed('--demand', 'a=b', '--demand', 'c=d').demand).toEqual(
    new Map([
      ['a', 'b'],
      ['c', 'd'],
    ]),
  );
});

test('an interruption ends it with 105 and judges nothing', async () => {
  const controller = new AbortController();
  let printed = '';
  const stdout = {
    write: (text: string) => {
      printed += text;
    },
  };
  // The word of the last city under way comes before its end.
  const ports = { stdout, stderr: { write: () => controller.abort() }, signal: controller.signal };
  const run = calibrateCities(calibrationReports, () => ports);
  const out = place.path('none');
  expect(await run(['shibuya'], { seed: 1, demand: new Map(), lang: 'en', out })).toBe(105);
  expect(printed).toBe('');
  expect(existsSync(join(out, 'calibration.html'))).toBe(false);
});

test('the command is there', async () => {
  const { code, stdout } = await place.run('calibrate', 'model-city', '--list');
  expect([code, stdout]).toEqual([0, expect.stringContaining('mod.conv_copies')]);
});
