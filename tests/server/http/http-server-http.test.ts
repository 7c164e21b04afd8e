import { expect, test } from 'vitest';
import { HTTP_LIMITS } from '../../../server/http/http-limits.ts';
import { httpServer } from '../../../server/http/http-server-http.ts';
import { ServerMetrics } from '../../../server/http/metrics.ts';

test('what breaks inside is told inside, counted, and no more than that told outside', async () => {
  const loopDelayMs = () => ({ p50: 0, p99: 0, max: 0 });
  const metrics = new ServerMetrics({ loads: () => ({}), loopDelayMs });
  const errors: unknown[] = [];
  const { app } = httpServer(HTTP_LIMITS, metrics, (error) => errors.push(error));
  const broken = new Error('a secret');
  app.get('/broken', () => Promise.reject(broken));
  const listening: Promise<string> = app.listen({ host: '127.0.0.1', port: 0 });
  const url = await listening;
  const answer = await fetch(`${url}/broken`);
  const text = await answer.text();
  expect([answer.status, JSON.parse(text).code]).toEqual([500, 'server-error']);
  expect(text).not.toContain('secret');
  expect(errors).toEqual([broken]);
  expect(await metrics.text()).toContain('kofu_refusals_total{code="server-error"} 1');
  await app.close();
});
