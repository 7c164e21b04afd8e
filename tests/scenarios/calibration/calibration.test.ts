import { beforeAll, describe, expect, test } from 'vitest';
import { CITIES } from '../../../scenarios/calibration/calibrate-flags.ts';
import type { Calibration } from '../../../scenarios/calibration/calibration.ts';
import { SOURCE_DEFECTS } from '../../../scenarios/calibration/defects.ts';
import { sourceStatistics } from '../../../scenarios/calibration/statistics-files.ts';
import { STUDIES } from '../../../scenarios/calibration/studies.ts';
import { shippedChannels } from '../../../scenarios/channels/channels-files.ts';
import { parametersIn } from '../../../scenarios/demand/demand-parameter.ts';
import { demandOf } from '../channels/shipped-demand.ts';
import { calibrated, having } from './shipped.ts';

const statistics = [...sourceStatistics().values()];
const rows = STUDIES.flatMap((study) => study.rows);

describe('what is judged', () => {
  test('is every row that is there to be judged, once', () => {
    const due = statistics.filter(({ kind }) => kind === 'val').map(({ id }) => id);
    expect(due.length).toBeGreaterThan(0);
    expect(rows.map(({ id }) => id).sort()).toEqual(due.sort());
  });

  test('is of the cities that the command names', () => {
    expect(STUDIES.map(({ city }) => city)).toEqual([...CITIES]);
  });

  test('is no input of what follows: only what is inferred knows the row that it is judged by', () => {
    const inputs = [
      ...CITIES.map((city) => demandOf(city)),
      ...['miyazaki', 'ichikawa', 'toyonaka'].map((city) => shippedChannels(city)),
    ];
    const cited = new Set(
      inputs
        .flatMap((input) => parametersIn(input))
        .flatMap(({ origin }) => origin.match(/\b[a-z]+(?:\.[a-z0-9_]+)+/g) ?? []),
    );
    expect(cited.has('miy.conv.resident')).toBe(true);
    const known = rows.filter(({ id }) => cited.has(id));
    expect(known.filter(({ basis }) => basis === 'follows').map(({ id }) => id)).toEqual([]);
    expect(known.map(({ id }) => id)).toContain('toy.age_rank');
  });

  test('hides no defect of a source', () => {
    const told = new Set(SOURCE_DEFECTS.flatMap((defect) => defect.rows));
    const noted = statistics.filter(({ note }) =>
      /INCONSISTENT|reconcile|枚|lost|table prints|no period/.test(note),
    );
    expect(noted.length).toBeGreaterThan(7);
    expect(noted.map(({ id }) => id).filter((id) => !told.has(id))).toEqual([]);
    const ids = new Set(statistics.map(({ id }) => id));
    expect([...told].filter((id) => !ids.has(id))).toEqual([]);
  });
});

describe('the cities as they come with kofu', () => {
  let all: Calibration;
  beforeAll(async () => {
    all = await calibrated(CITIES);
  }, 60_000);

  test('have every published figure', () => {
    expect(having(all, 'outside')).toEqual([]);
    expect(all.exit.code).toBe(0);
    expect(all.rows).toHaveLength(rows.length);
  });

  test('are simulated, not copied: no figure but a rounded one is the published one', () => {
    const copied = all.rows.filter(
      ({ simulated, published }) => simulated === Number(published.value),
    );
    expect(copied.map(({ id }) => id)).toEqual([]);
  });

  test('are counted alike in every row of one city', () => {
    const figure = (id: string) => all.rows.find((row) => row.id === id)?.simulated as number;
    expect(figure('miy.daily.all') * 181).toBeCloseTo(figure('miy.count.total'), 6);
    const halls = all.cities[0]?.channels[1];
    const seal = halls?.types.indexOf('seal-registration') as number;
    const sum = halls?.channels.reduce((n, { certificates }) => n + (certificates[seal] ?? 0), 0);
    expect(sum).toBe(figure('miy.seal.2014.total'));
  });

  test('say how small a departure they would notice', () => {
    const noticed = all.rows.find(({ id }) => id === 'miy.count.total')?.noticed as number;
    expect(noticed).toBeGreaterThan(0.02);
    expect(noticed).toBeLessThan(0.03);
    expect(all.rows.find(({ id }) => id === 'toy.age_rank')?.noticed).toBeUndefined();
  });
});

test('the same seed is the same report, another seed another one', async () => {
  const [one, again, other] = await Promise.all([
    calibrated(['shibuya']),
    calibrated(['shibuya']),
    calibrated(['shibuya'], {}, 2),
  ]);
  expect(JSON.stringify(again)).toBe(JSON.stringify(one));
  expect(other.rows[0]?.simulated).not.toBe(one.rows[0]?.simulated);
});

describe('a wrong parameter is found, by the rows that it is about', () => {
  test('Miyazaki with 0.27 of its certificates on days off', async () => {
    const demand = demandOf('miyazaki');
    const share = { value: 0.27, origin: 'planted' };
    const report = await calibrated(['miyazaki'], { miyazaki: { ...demand, dayOffShare: share } });
    expect(report.exit.code).toBe(99);
    expect(having(report, 'outside')).toEqual([
      'miy.daily.weekday_in_hours',
      'miy.daily.weekend_holiday',
      'miy.share.out_of_hours',
      'miyazaki.parts',
    ]);
    expect(report.exit.reason).toContain('miy.daily.weekend_holiday');
  });

  test('Miyazaki with half as many residents’ records as seals', async () => {
    const demand = demandOf('miyazaki');
    const certificates = {
      value: { 'resident-record': 1 / 3, 'seal-registration': 2 / 3 },
      origin: 'planted',
    };
    const report = await calibrated(['miyazaki'], { miyazaki: { ...demand, certificates } });
    expect(having(report, 'outside')).toEqual(
      expect.arrayContaining(['miy.share.conv_resident', 'miy.share.conv_seal', 'miyazaki.types']),
    );
    expect(having(report, 'outside')).not.toContain('miy.count.total');
  });

  test('Ichikawa whose people stay in the city', async () => {
    const demand = demandOf('ichikawa');
    const places = {
      value: { ...demand.places.value, city: 0.73796, chiba: 0.11425 },
      origin: 'planted',
    };
    const report = await calibrated(['ichikawa'], { ichikawa: { ...demand, places } });
    expect(having(report, 'outside')).toEqual(['ich.loc.outside_city', 'ichikawa.places']);
  });

  test('Toyonaka with its Mondays like other days, and its young at home', async () => {
    const demand = demandOf('toyonaka');
    const weekdays = { value: { ...demand.weekdays?.value, monday: 0.5 }, origin: 'planted' };
    const ages = { value: [{ from: 50, to: 79, share: 1 }], origin: 'planted' };
    const report = await calibrated(['toyonaka'], { toyonaka: { ...demand, weekdays, ages } });
    expect(having(report, 'outside')).toEqual(
      expect.arrayContaining(['toy.weekday_rank', 'toy.age_rank']),
    );
  });

  test('Toyonaka where nobody comes: no data is no figure that comes out', async () => {
    const demand = demandOf('toyonaka');
    const { volume } = demand;
    if (volume.by !== 'population') throw new Error('it is inferred from its people');
    const cardShare = { value: 0, origin: 'planted' };
    const report = await calibrated(['toyonaka'], {
      toyonaka: { ...demand, volume: { ...volume, cardShare } },
    });
    expect(having(report, 'outside')).toEqual(report.rows.map(({ id }) => id));
  });

  test('Shibuya one per cent too large', async () => {
    const demand = demandOf('shibuya');
    const { volume } = demand;
    if (volume.by !== 'population') throw new Error('it is planned by its people');
    const population = { value: 197_960, origin: 'planted' };
    const report = await calibrated(['shibuya'], {
      shibuya: { ...demand, volume: { ...volume, population } },
    });
    expect(having(report, 'outside')).toEqual(['shb.conv_copies']);
  });
});
