import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { PROBLEMS, type ProblemCode } from '../server/problems.ts';
import { PooledScanReader } from '../server/verification/scan-reader-pdf.ts';
import { Verification, type Verified } from '../server/verification/verification.ts';
import { ready } from '../sim/process.ts';
import { RealTime } from '../sim/real-time.ts';
import { EXIT } from './exit-code.ts';

/** What `kofu verify` can be told. */
export interface VerifyFlags {
  readonly keys: string;
  readonly out: string;
  readonly json?: boolean;
}

/** `kofu verify`, without what it does. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('restore the front of a certificate from a scan of its back (PNG or PDF)')
    .argument('<scan>', 'the back, scanned at 200 dpi or more')
    .requiredOption('--keys <file>', 'keys.json of the run that issued it, in its folder')
    .option('--out <dir>', 'where the pictures are written', '.')
    .option('--json', 'tell it as JSON');
}

/** A scan or keys that cannot be used, with the remedy. */
export class VerificationRefused extends Error {
  override readonly name = 'VerificationRefused';
}

/** Keys by document number, in hexadecimal digits, as a run writes them. */
export const DocumentKeyFile = z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/));

/** The keys of those documents of which pictures are kept, for `kofu verify`. */
export function keyFile(
  keys: ReadonlyMap<string, Uint8Array>,
  pictures: readonly string[],
): string {
  const kept = [...keys].filter(([number]) => pictures.some((name) => name.startsWith(number)));
  const entries = kept.map(([number, key]) => [number, Buffer.from(key).toString('hex')]);
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}

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

/** Verifies a scan, writes the front and tells what came out; answers the exit code. */
export async function verifyScan(
  file: string,
  flags: VerifyFlags,
  { stdout, stderr }: Readonly<Record<'stdout' | 'stderr', Sink>>,
): Promise<number> {
  const upload = readInput(file);
  const keys = readKeys(flags.keys);
  const runner = new RealTime();
  const reader = new PooledScanReader({ threads: 1 });
  try {
    const find = (number: string) => ready(keys.get(number));
    const outcome = await runner.run(new Verification(reader, { find }).verify(upload));
    if (!outcome.ok) {
      const { ja, en } = PROBLEMS[outcome.code];
      const code = CODES[outcome.code] ?? EXIT.badConfiguration;
      if (flags.json) stdout.write(`${JSON.stringify({ refused: outcome.code, ja, en })}\n`);
      stderr.write(`${ja} ${en}\nexit ${code}: ${outcome.code}\n`);
      return code;
    }
    stdout.write(told(outcome.value, written(outcome.value, flags.out), flags));
    return EXIT.pass;
  } finally {
    runner.stop();
    await reader.close();
  }
}

function written({ documentId, page, front }: Verified, out: string): string {
  const name = join(out, `${documentId}-page-${page}-restored.png`);
  try {
    mkdirSync(out, { recursive: true });
    writeFileSync(name, front);
  } catch (error) {
    throw new VerificationRefused(
      `${name} cannot be written (${codeOf(error)}): name a folder with --out`,
    );
  }
  return name;
}

function told({ documentId, page, of, frontDpi }: Verified, name: string, flags: VerifyFlags) {
  if (flags.json) {
    const said = { documentNumber: documentId, page, of, frontDpi, front: name };
    return `${JSON.stringify(said, null, 2)}\n`;
  }
  return (
    `証明書番号 ${documentId}, page ${page} of ${of}: restored at ${frontDpi} dpi, ${name}\n` +
    'Compare it with the front of the paper: a copied back can be restored, too.\n'
  );
}

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
