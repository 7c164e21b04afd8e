import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApiOf } from '../../../server/http/openapi.ts';
import { ALL_ROUTES } from '../../../server/http/routes.ts';
import { REFERENCE_FILES } from '../../../server/http/routes-operation.ts';
import { SmallCentre } from '../small-centre.ts';

describe('the browsable reference', () => {
  let centre: SmallCentre;

  beforeAll(async () => {
    centre = new SmallCentre();
    await centre.open();
  });

  afterAll(() => centre.close());

  test('is a page whose parts are all there, and from this server alone', async () => {
    const page = await centre.ask('GET', '/docs');
    expect(page.type).toBe('text/html; charset=utf-8');
    const html = Buffer.from(page.bytes).toString();
    const parts = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, at = '']) => at);
    expect(parts.sort()).toEqual(REFERENCE_FILES.map((file) => `/docs/${file}`).sort());
    for (const part of parts) {
      const { status, bytes } = await centre.ask('GET', part);
      expect([part, status]).toEqual([part, 200]);
      expect(bytes.length).toBeGreaterThan(100);
    }
    expect(html).not.toMatch(/https?:/);
  });

  test('reads the document of this very server', async () => {
    const initializer = await centre.ask('GET', '/docs/initializer.js');
    expect(Buffer.from(initializer.bytes).toString()).toContain("url: '/openapi.json'");
    const { body, type } = await centre.ask('GET', '/openapi.json');
    expect(type).toBe('application/json; charset=utf-8');
    expect(body).toEqual(JSON.parse(JSON.stringify(openApiOf(ALL_ROUTES))));
  });
});
