import { once } from 'node:events';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { EXIT } from '../exit-code.ts';
import type { TextSink } from '../judging/recorded-run.ts';
import { CompareRefused, type ToldRun } from './compared-run.ts';
import { EXPORT_FORMATS, type ExportFlags, type ExportFormat } from './export-flags.ts';
import { exportedRows, type JourneyRow, type StageRow } from './journey-rows.ts';

/** What the reports have for exporting: text, line by line. */
export interface ExportPorts {
  readonly open: (folder: string) => ToldRun;
  readonly csv: {
    readonly journeyHeader: string;
    readonly stageHeader: string;
    readonly journey: (row: JourneyRow, originMs: number) => string;
    readonly stage: (row: StageRow, originMs: number) => string;
  };
  readonly json: (row: JourneyRow, originMs: number) => string;
  readonly openMetrics: (run: ToldRun) => string;
  readonly stderr: TextSink;
}

/** `kofu export`: writes a run in other formats; answers the exit code. */
export async function exportRun(
  folder: string,
  { format, out = folder }: ExportFlags,
  ports: ExportPorts,
): Promise<number> {
  if (format === undefined) {
    throw new CompareRefused(
      `say with --format what to write, separated by commas: ${EXPORT_FORMATS.join(', ')}`,
    );
  }
  for (const file of await writeExports(folder, format, out, ports)) {
    ports.stderr.write(`written: ${file}\n`);
  }
  return EXIT.pass;
}

/** Writes a run in some formats; answers the paths. A file is there whole or not at all. */
export async function writeExports(
  folder: string,
  formats: readonly ExportFormat[],
  out: string,
  ports: ExportPorts,
): Promise<readonly string[]> {
  const run = ports.open(folder);
  makeFolder(out);
  const files = new Map<string, PartFile>();
  const file = (name: string) => {
    const part = new PartFile(join(out, name));
    files.set(name, part);
    return part;
  };
  try {
    if (formats.includes('csv') || formats.includes('json'))
      await writeRows(run, formats, file, ports);
    if (formats.includes('openmetrics')) await file('metrics.om.txt').write(ports.openMetrics(run));
    if (formats.includes('junit')) await file('junit.xml').write(junitIn(folder));
    for (const part of files.values()) await part.finish();
  } catch (error) {
    for (const part of files.values()) await part.discard();
    throw error;
  }
  return [...files.values()].map(({ path }) => path);
}

async function writeRows(
  run: ToldRun,
  formats: readonly ExportFormat[],
  file: (name: string) => PartFile,
  { csv, json }: ExportPorts,
): Promise<void> {
  const { originMs } = run.summary.config;
  const isCsv = formats.includes('csv');
  const journeys = isCsv ? file('journeys.csv') : undefined;
  const stages = isCsv ? file('stages.csv') : undefined;
  const objects = formats.includes('json') ? file('journeys.ndjson') : undefined;
  await journeys?.write(csv.journeyHeader);
  await stages?.write(csv.stageHeader);
  for await (const { kind, row } of exportedRows(run)) {
    if (kind === 'stage') await stages?.write(csv.stage(row, originMs));
    else {
      await journeys?.write(csv.journey(row, originMs));
      await objects?.write(json(row, originMs));
    }
  }
}

function junitIn(folder: string): string {
  try {
    return readFileSync(join(folder, 'junit.xml'), 'utf8');
  } catch {
    throw new CompareRefused(`${folder} has no junit.xml: kofu report makes it from the trace`);
  }
}

function makeFolder(out: string): void {
  try {
    makeFolders(resolve(out));
  } catch (error) {
    const { message } = error as Error;
    throw new CompareRefused(`${out} cannot be made: ${message}; name another folder with --out`);
  }
}

/** One by one: `recursive` goes round for ever where a parent cannot hold a folder, as in /proc. */
function makeFolders(path: string): void {
  if (existsSync(path)) return;
  makeFolders(dirname(path));
  mkdirSync(path);
}

/** Text gathered before it is handed on. */
const CHUNK = 64 * 1024;

/** A file that gets its name when it is whole. */
class PartFile {
  readonly path: string;
  readonly #stream: ReturnType<typeof createWriteStream>;
  #pending = '';
  #broken: Error | undefined;

  constructor(path: string) {
    this.path = path;
    this.#stream = createWriteStream(`${path}.part`);
    this.#stream.on('error', (error) => {
      this.#broken = error;
    });
  }

  /** Waits while the disk is behind, so that no more than a chunk lies in memory. */
  async write(text: string): Promise<void> {
    this.#pending += text;
    if (this.#pending.length < CHUNK) return;
    this.#refuseBroken();
    const goesOn = this.#stream.write(this.#pending);
    this.#pending = '';
    if (!goesOn) await this.#until('drain');
  }

  async finish(): Promise<void> {
    this.#stream.end(this.#pending);
    if (!this.#stream.closed) await this.#until('close');
    this.#refuseBroken();
    renameSync(`${this.path}.part`, this.path);
  }

  /** A file that is being opened is there a moment later: it is waited for. */
  async discard(): Promise<void> {
    this.#stream.destroy();
    if (!this.#stream.closed) await once(this.#stream, 'close').catch(() => {});
    rmSync(`${this.path}.part`, { force: true });
  }

  /** An error ends the waiting too; it is kept, and refused in our words. */
  async #until(event: 'drain' | 'close'): Promise<void> {
    await once(this.#stream, event).catch(() => {});
    this.#refuseBroken();
  }

  #refuseBroken(): void {
    if (this.#broken === undefined) return;
    throw new CompareRefused(
      `${this.path} cannot be written: ${this.#broken.message}; name another folder with --out`,
    );
  }
}
