import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { workerFile } from '../sim/worker-file.ts';
import { FORGERIES, type Forgery, type FrontTrial, type TriedFront } from './front-trial.ts';

/**
 * Compares printed fronts of random documents with what their backs restore, as drawn and as
 * scanned, true ones and forged ones, and tells how many were taken for what they are. Forty
 * documents meet every forgery in every type; each takes some 5 s of a processor.
 */
export async function benchFronts(
  documents: number,
  tell: (line: string) => void,
  seed = 1,
): Promise<void> {
  const pool = new Piscina<FrontTrial, readonly TriedFront[]>({
    ...workerFile(import.meta.url, './front-trial-worker'),
    name: 'tryFronts',
    maxThreads: availableParallelism(),
  });
  const trials = Array.from({ length: documents }, (_, first) =>
    pool.run({ seed, first, count: 1, by: ['drawn', 'scanned'] }),
  );
  const results = (await Promise.all(trials)).flat();
  await pool.close();
  for (const by of ['drawn', 'scanned'] as const) {
    for (const forgery of ['none', ...FORGERIES] as const) {
      tell(
        lineOf(
          by,
          forgery,
          results.filter((one) => one.by === by && one.forgery === forgery),
        ),
      );
    }
  }
}

function lineOf(by: string, forgery: Forgery, results: readonly TriedFront[]): string {
  const right = forgery === 'none' ? 'equal' : 'different';
  const told = results.filter(({ verdict }) => verdict === right).length;
  const likeness = results.flatMap((one) => one.likeness ?? []).toSorted((a, b) => a - b);
  const range =
    likeness.length === 0
      ? ''
      : `, likeness ${likeness[0]?.toFixed(2)} to ${likeness.at(-1)?.toFixed(2)}`;
  return `front ${by}, ${forgery}: ${told}/${results.length} ${right}${range}`;
}
