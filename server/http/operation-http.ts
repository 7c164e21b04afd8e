import type { CentreHttpOptions } from './centre-http.ts';
import { openApiOf } from './openapi.ts';
import { REFERENCE_POLICY, type ReferencePage, readReferencePage } from './reference-http.ts';
import type { Routes } from './route.ts';
import type { Handlers } from './routes-http.ts';
import type { FLEET_ROUTES, Health, OPERATION_ROUTES } from './routes-operation.ts';

/** What answers the routes of a centre’s fleet. */
export function fleetHandlers({
  fleet,
  wallMs,
}: Pick<CentreHttpOptions, 'fleet' | 'wallMs'>): Handlers<typeof FLEET_ROUTES> {
  return { kiosks: () => ({ status: 200, body: { kiosks: [...fleet.list(wallMs())] } }) };
}

/** What answers the routes of operation; `table` is what the reference tells. */
export function operationHandlers(
  options: Pick<CentreHttpOptions, 'drain' | 'metrics' | 'databaseReachable'>,
  table: Routes,
  countsNow: () => Omit<Health, 'status'> = () => ({}),
): Handlers<typeof OPERATION_ROUTES> {
  const { drain, metrics, databaseReachable } = options;
  const health = (reachable: boolean) => {
    const counts = countsNow();
    const status: Health['status'] = drain.closing
      ? 'closing'
      : reachable
        ? 'ok'
        : 'database-unreachable';
    return status === 'ok'
      ? ({ status: 200, body: { status, ...counts } } as const)
      : ({ status: 503, body: { status, ...counts } } as const);
  };
  // Made when they are asked for first: most servers never are.
  let openApi: string | undefined;
  let page: ReferencePage | undefined;
  return {
    health: () => {
      const reachable = databaseReachable();
      return reachable instanceof Promise ? reachable.then(health) : health(reachable);
    },
    metrics: async () => ({ status: 200, body: await metrics.text() }),
    openApi: () => {
      openApi ??= JSON.stringify(openApiOf(table));
      return { status: 200, body: openApi };
    },
    reference: () => {
      page ??= readReferencePage();
      return {
        status: 200,
        body: page.html,
        headers: { 'content-security-policy': REFERENCE_POLICY },
      };
    },
    referenceFile: ({ params }) => {
      page ??= readReferencePage();
      const { media, body } = page.files[params.file];
      return { status: 200, media, body };
    },
  };
}
