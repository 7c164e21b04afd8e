import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, PROBLEMS, type ProblemCode } from '../../server/problems.ts';
import {
  type FrontComparison,
  likenessOf,
  reasonOf,
} from '../../server/verification/front-comparison.ts';
import { PooledScanReader } from '../../server/verification/scan-reader-pdf.ts';
import { Verification } from '../../server/verification/verification.ts';
import { ready } from '../../sim/process.ts';
import { RealTime } from '../../sim/real-time.ts';
import { EXIT } from '../exit-code.ts';
import { DocumentKeyFile } from './key-file.ts';
import type { VerifyFlags } from './verify-flags.ts';
import { type Restored, VerificationRefused, verifyAt } from './verify-http.ts';

/** How verification ended, for the exit code and the sentence that tells it. */
const CODES: Partial<Record<ProblemCode, number>> = {
  'scan-tampered': EXIT.wrongDocument,
  'scan-unreadable': EXIT.inconclusive,
  'document-unknown': EXIT.inconclusive,
};

/** Where text is told. */
interface Sink {
  write(text: string): unknown;
}

type Sinks = Readonly<Record<'stdout' | 'stderr', Sink>>;

/** Verifies a scan, writes the front and tells what came out; answers the exit code. */
export async function verifyScan(file: string, flags: VerifyFlags, sinks: Sinks): Promise<number> {
  const reader = new PooledScanReader({ threads: 1 });
  try {
    return await verifyScanWith(reader, file, flags, sinks);
  } finally {
    await reader.close();
  }
}

/** The same with a reader that others use as well. */
export async function verifyScanWith(
  reader: PooledScanReader,
  file: string,
  flags: VerifyFlags,
  { stdout, stderr }: Sinks,
): Promise<number> {
  const [upload, front] = [readInput(file), flags.front && readInput(flags.front)];
  const verify = verifierOf(flags);
  const runner = new RealTime();
  const refuse = (code: ProblemCode): number => {
    const { ja, en } = PROBLEMS[code];
    const exit = CODES[code] ?? EXIT.badConfiguration;
    if (flags.json) stdout.write(`${JSON.stringify({ refused: code, ja, en })}\n`);
    stderr.write(`${ja} ${en}\nexit ${exit}: ${code}\n`);
    return exit;
  };
  try {
    const outcome = await verify(upload, reader, runner);
    if (!outcome.ok) return refuse(outcome.code);
    const { value } = outcome;
    const restored = write(flags.out, `${nameOf(value)}-restored.png`, value.front);
    if (!front) {
      stdout.write(told(value, restored, flags));
      return EXIT.pass;
    }
    const verified = { ...value, scan: undefined };
    const compared = await runner.run(reader.compare({ upload: front, verified }));
    if (compared === 'format') return refuse('scan-format');
    const picture = write(flags.out, `${nameOf(value)}-compared.png`, compared.picture);
    const { comparison } = compared;
    stdout.write(toldCompared(value, { restored, picture, comparison }, flags));
    if (comparison.verdict === 'equal') return EXIT.pass;
    const exit = VERDICTS[comparison.verdict];
    stderr.write(`exit ${exit}: front-${comparison.verdict}\n`);
    return exit;
  } finally {
    runner.stop();
  }
}

const VERDICTS = { different: EXIT.wrongDocument, unreadable: EXIT.inconclusive } as const;

type Verifier = (
  upload: Uint8Array,
  reader: PooledScanReader,
  runner: RealTime,
) => Promise<Outcome<Restored>>;

/** Here, with the keys of a run, or at a server that has them. */
function verifierOf({ keys: file, server }: VerifyFlags): Verifier {
  if ((file === undefined) === (server === undefined)) {
    throw new VerificationRefused(
      'name either --keys or --server: who has the key of the document',
    );
  }
  if (file === undefined) return (upload) => verifyAt(server ?? '', upload);
  const keys = readKeys(file);
  const find = (number: string) => ready(keys.get(number));
  return (upload, reader, runner) => runner.run(new Verification(reader, { find }).verify(upload));
}

function nameOf({ documentId, page }: Restored): string {
  return `${documentId}-page-${page}`;
}

function write(out: string, file: string, bytes: Uint8Array): string {
  const name = join(out, file);
  try {
    mkdirSync(out, { recursive: true });
    writeFileSync(name, bytes);
  } catch (error) {
    throw new VerificationRefused(
      `${name} cannot be written (${codeOf(error)}): name a folder with --out`,
    );
  }
  return name;
}

function told({ documentId, page, of, frontDpi }: Restored, name: string, flags: VerifyFlags) {
  if (flags.json) {
    const said = { documentNumber: documentId, page, of, frontDpi, front: name };
    return `${JSON.stringify(said, null, 2)}\n`;
  }
  return (
    `証明書番号 ${documentId}, page ${page} of ${of}: restored at ${frontDpi} dpi, ${name}\n` +
    'Compare it with the front of the paper: a copied back can be restored, too.\n'
  );
}

function toldCompared(
  { documentId, page, of, frontDpi }: Restored,
  { restored, picture, comparison }: ComparedPictures,
  { json }: VerifyFlags,
): string {
  const { verdict } = comparison;
  const [reason, likeness] = [reasonOf(comparison), likenessOf(comparison)];
  if (json) {
    const place = 'place' in comparison && verdict === 'different' ? comparison.place : undefined;
    const said = { documentNumber: documentId, page, of, frontDpi, front: restored };
    const compared = { verdict, likeness, reason, place, compared: picture };
    return `${JSON.stringify({ ...said, ...compared }, null, 2)}\n`;
  }
  const figure = likeness === undefined ? '' : `, likeness ${likeness.toFixed(2)}`;
  return (
    `証明書番号 ${documentId}, page ${page} of ${of}: ${VERDICT_WORDS[verdict]}${figure}\n` +
    `${reason === '' ? '' : `${reason}\n`}${picture}\n`
  );
}

interface ComparedPictures {
  readonly restored: string;
  readonly picture: string;
  readonly comparison: FrontComparison;
}

const VERDICT_WORDS = {
  equal: '表面と裏面は一致します, the front is what the back restores',
  different: '表面と裏面は一致しません, the front is not what the back restores',
  unreadable: '照合できません, the front cannot be compared',
} as const;

function readInput(file: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(file));
  } catch (error) {
    throw new VerificationRefused(
      `the scan ${file} cannot be read (${codeOf(error)}): name a PNG or PDF file`,
    );
  }
}

function readKeys(file: string): ReadonlyMap<string, Uint8Array> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new VerificationRefused(
      `the keys ${file} cannot be read (${codeOf(error)}): name keys.json of a run with --render full`,
    );
  }
  const keys = DocumentKeyFile.safeParse(parsed(text));
  if (!keys.success) {
    throw new VerificationRefused(
      `${file} is no file of keys: name keys.json of a run with --render full`,
    );
  }
  const entries = Object.entries(keys.data);
  return new Map(entries.map(([number, key]) => [number, new Uint8Array(Buffer.from(key, 'hex'))]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
