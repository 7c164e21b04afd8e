import type { IntervalHistogram } from 'node:perf_hooks';
import type { Database } from '../../server/database/database.ts';
import { ObservedDatabase } from '../../server/database/database-observed.ts';
import { openPglite } from '../../server/database/database-pglite.ts';
import { openPostgres } from '../../server/database/database-postgres.ts';
import { migrate } from '../../server/database/schema.ts';
import type { Load, ServerMetrics } from '../../server/http/metrics.ts';
import type { Resource } from '../../sim/resource.ts';
import type { ServerResources } from '../reference-server.ts';

interface DatabasePlace {
  /** `postgres://…`, or a directory of the embedded database; undefined keeps it in memory. */
  readonly database: string | undefined;
  readonly wallMs: () => number;
}

/** How busy an issuing server’s few are, by name; of several nodes each under its own. */
export function loadsOf(nodes: ServerResources): Readonly<Record<string, Load>> {
  const loadOf = ({ busy, queued }: Resource) => ({ busy, queued });
  const loads = nodes.flatMap(({ name, workers, printImages }) => {
    const of = nodes.length > 1 ? `${name}-` : '';
    return [
      [`${of}workers`, loadOf(workers)],
      [`${of}print-images`, loadOf(printImages)],
    ] as const;
  });
  return Object.fromEntries(loads);
}

/** How often the event loop’s delay is looked at, ms. */
export const LOOK_MS = 10;

/** In ms; the next reading tells only what comes after this one. */
export function readAndReset(loopDelay: IntervalHistogram) {
  const [p50, p99, max] = [loopDelay.percentile(50), loopDelay.percentile(99), loopDelay.max];
  loopDelay.reset();
  // What is measured is from one look at the clock to the next: the resolution is in it.
  const lateMs = (ns: number) => Math.max(0, ns / 1e6 - LOOK_MS);
  return { p50: lateMs(p50), p99: lateMs(p99), max: lateMs(max) };
}

/** A database that is prepared, and whose statements are measured. */
export async function openDatabase(
  { database: place, wallMs }: DatabasePlace,
  metrics: ServerMetrics,
): Promise<Database> {
  const database = await databaseAt(place);
  await migrate(database);
  return new ObservedDatabase(database, wallMs, (name, tookMs) => metrics.stated(name, tookMs));
}

/** What is an address and no path names a server. */
function databaseAt(place: string | undefined): Promise<Database> {
  if (place === undefined) return openPglite();
  return place.includes('://') ? openPostgres(place) : openPglite({ directory: place });
}
