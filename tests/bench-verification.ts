import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { workerFile } from '../sim/worker-file.ts';
import { KINDS, type Kind, type Trial, type Verified } from './verification-trial.ts';

/** Documents that a thread is given at a time. */
const BATCH = 8;

/**
 * Prints, damages and scans random pages, and restores them from their scans: with the right key,
 * with another one, and spliced from two. Tells how many were restored, refused and, what must
 * never be, restored wrongly, by kind of degradation.
 */
export async function benchVerification(
  documents: number,
  tell: (line: string) => void,
): Promise<void> {
  const pool = new Piscina<Trial, readonly Verified[]>({
    ...workerFile(import.meta.url, './verification-trial-worker'),
    name: 'tryDocuments',
    maxThreads: availableParallelism(),
  });
  const batches = Array.from({ length: Math.ceil(documents / BATCH) }, (_, batch) => ({
    seed: 1,
    first: batch * BATCH,
    count: Math.min(BATCH, documents - batch * BATCH),
  }));
  const results = (await Promise.all(batches.map((batch) => pool.run(batch)))).flat();
  await pool.close();
  for (const kind of KINDS) tell(kindLine(kind, results));
  for (const line of [shareLine, keyLine, spliceLine, sizeLine, timeLine]) tell(line(results));
}

function kindLine(kind: Kind, results: readonly Verified[]): string {
  const own = results.filter((result) => result.kind === kind);
  const restored = own.filter(({ outcome }) => outcome === 'restored').length;
  const wrong = own.filter(({ outcome }) => outcome === 'wrong').length;
  const refused = own.flatMap(({ outcome }) =>
    outcome === 'restored' || outcome === 'wrong' ? [] : [outcome],
  );
  const corrected = Math.max(0, ...own.map(({ correctedShare }) => correctedShare));
  const why = refused.length > 0 ? ` (${[...new Set(refused)].join(', ')})` : '';
  return `${kind.padEnd(28)} ${restored}/${own.length} restored, ${refused.length} refused${why}, ${wrong} wrong; at most ${percent(corrected)} of the bytes corrected`;
}

function shareLine(results: readonly Verified[]): string {
  const restored = results.filter(({ outcome }) => outcome === 'restored').length;
  const wrong = results.filter(({ outcome }) => outcome === 'wrong').length;
  return `all: ${percent(restored / results.length)} of ${results.length} restored, ${wrong} wrong`;
}

function keyLine(results: readonly Verified[]): string {
  const read = results.filter(({ otherKey }) => otherKey !== undefined);
  const refused = read.filter(({ otherKey }) => otherKey === 'tampered').length;
  return `with another key: ${refused}/${read.length} refused`;
}

function spliceLine(results: readonly Verified[]): string {
  const spliced = results.flatMap(({ splice }) => splice ?? []);
  const count = (outcome: string) => spliced.filter((other) => other === outcome).length;
  const refused = spliced.length - count('restored') - count('wrong');
  return `spliced from two documents: ${refused}/${spliced.length} refused, ${count('restored')} restored as the one that has most of it, ${count('wrong')} wrong`;
}

function sizeLine(results: readonly Verified[]): string {
  const bytes = results.map(({ payloadBytes }) => payloadBytes).toSorted((a, b) => a - b);
  const fine = results.filter(({ frontDpi }) => frontDpi === 150).length;
  const median = bytes[bytes.length >> 1] ?? 0;
  return `payload: median ${median}, longest ${bytes.at(-1)} of ${results[0]?.capacityBytes} bytes; ${fine}/${results.length} fronts at 150 dpi`;
}

function timeLine(results: readonly Verified[]): string {
  const median = (values: readonly number[]) =>
    values.toSorted((a, b) => a - b)[values.length >> 1]?.toFixed(0);
  const encodeMs = median(results.map((result) => result.encodeMs));
  const decodeMs = median(results.map((result) => result.decodeMs));
  return `median of encoding ${encodeMs} ms, of decoding ${decodeMs} ms`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
