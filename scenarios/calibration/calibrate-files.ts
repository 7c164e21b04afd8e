import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shippedChannels } from '../channels/channels-files.ts';
import type { Demand } from '../demand/demand.ts';
import { loadDemand } from '../demand/demand-files.ts';
import { EXIT } from '../exit-code.ts';
import { scenarioIn } from '../scenario-files.ts';
import type { CalibrateFlags, CalibratePorts, CalibrationReports } from './calibrate-flags.ts';
import { type Calibration, calibrate } from './calibration.ts';
import { sourceStatistics } from './statistics-files.ts';
import { STUDIES } from './studies.ts';
import type { Study, StudyPorts } from './study.ts';

/** Why cities cannot be calibrated: in a sentence, with the remedy. */
export class CalibrateRefused extends Error {
  override readonly name = 'CalibrateRefused';
}

/** Simulates cities, tells how they compare with what is published; answers the exit code. */
export async function judgeCities(
  cities: readonly string[],
  flags: CalibrateFlags,
  reports: CalibrationReports,
  { stdout, stderr, signal }: CalibratePorts,
): Promise<number> {
  const studies = studiesOf(cities);
  if (flags.list) {
    const listed = studies.map(({ city, rows }) => ({ city, rows: rows.map(({ id }) => id) }));
    stdout.write(
      flags.json ? `${JSON.stringify(listed, null, 2)}\n` : reports.list(studies, flags.lang),
    );
    return EXIT.pass;
  }
  const own = ownDemands(flags.demand, studies);
  // Whoever cannot be told of it need not wait for it.
  const { out } = flags;
  if (out !== undefined) writing(out, () => mkdirSync(out, { recursive: true }));
  try {
    const calibration = await calibrateShipped(studies, flags.seed, signal, {
      demands: own,
      onCity: ({ city }, at) => progress(stderr, `${city} (${at + 1} of ${studies.length})`),
    });
    if (stderr.isTTY === true) stderr.write('\r\x1b[K');
    if (flags.out !== undefined)
      write(flags.out, calibration, reports.page(calibration, flags.lang));
    const json = `${JSON.stringify(calibrationRecord(calibration), null, 2)}\n`;
    stdout.write(flags.json ? json : reports.text(calibration, flags.lang));
    if (out !== undefined) stderr.write(`written: ${join(out, 'calibration.html')}\n`);
    stderr.write(`exit ${calibration.exit.code}: ${calibration.exit.reason}\n`);
    return calibration.exit.code;
  } catch (error) {
    if (!signal.aborted) throw error;
    stderr.write(`exit ${EXIT.interrupted}: interrupted; nothing was judged\n`);
    return EXIT.interrupted;
  }
}

/** Calibrates cities with the data that come with kofu, but for demands of one’s own. */
export async function calibrateShipped(
  studies: readonly Study[],
  seed: number,
  signal: AbortSignal,
  {
    demands = new Map(),
    onCity = () => {},
  }: {
    readonly demands?: ReadonlyMap<string, Demand>;
    readonly onCity?: (study: Study, at: number) => void;
  } = {},
): Promise<Calibration> {
  const ports: StudyPorts = {
    seed,
    statistics: sourceStatistics(),
    demandOf: (city) => demands.get(city) ?? demandIn(shipped(`cities/${city}.yaml`)),
    channelsOf: shippedChannels,
    scenarioOf: (name) => scenarioIn(shipped(`${name}.yaml`), []),
    signal,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  };
  return calibrate(studies, ports, onCity);
}

/** What `--json` prints: plain data in a fixed order, versioned. */
function calibrationRecord(calibration: Calibration): object {
  return { schema: 'kofu-calibration', version: '1.0.0', ...calibration };
}

function studiesOf(cities: readonly string[]): readonly Study[] {
  const known = STUDIES.map(({ city }) => city);
  for (const city of cities) {
    if (known.includes(city)) continue;
    throw new CalibrateRefused(
      `nothing is published of a city ${city}: name some of ${known.join(', ')}, or none for all`,
    );
  }
  return cities.length === 0 ? STUDIES : STUDIES.filter(({ city }) => cities.includes(city));
}

function ownDemands(
  files: ReadonlyMap<string, string>,
  studies: readonly Study[],
): ReadonlyMap<string, Demand> {
  const known = studies.map(({ city }) => city);
  for (const city of files.keys()) {
    if (known.includes(city)) continue;
    throw new CalibrateRefused(
      `--demand ${city}=…: it is not among the cities that are judged: ${known.join(', ')}`,
    );
  }
  return new Map([...files].map(([city, file]) => [city, demandIn(file)]));
}

function demandIn(file: string): Demand {
  const reading = loadDemand(file);
  if (reading.kind === 'read') return reading.demand;
  const told = reading.complaints.map(
    ({ where, path, message }) => `  ${where}${path === '' ? '' : `  ${path}`}\n    ${message}`,
  );
  throw new CalibrateRefused(`the demand has mistakes\n\n${told.join('\n')}\n`);
}

function shipped(name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}

function progress(stderr: CalibratePorts['stderr'], text: string): void {
  stderr.write(stderr.isTTY === true ? `\r\x1b[K${text}` : `simulating ${text}\n`);
}

function write(folder: string, calibration: Calibration, page: string): void {
  const json = JSON.stringify(calibrationRecord(calibration), null, 2);
  writing(folder, () => {
    writeFileSync(join(folder, 'calibration.html'), page);
    writeFileSync(join(folder, 'calibration.json'), `${json}\n`);
  });
}

function writing(folder: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const { message } = error as Error;
    throw new CalibrateRefused(`${folder} cannot be written: ${message}; name another with --out`);
  }
}
