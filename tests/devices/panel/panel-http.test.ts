import { request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedPanel, servePanel } from '../../../devices/panel/panel-http.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { smallPanel } from './small-panel.ts';

let served: ServedPanel;
let runner: RealTime;

beforeAll(async () => {
  runner = new RealTime();
  const panel = smallPanel(runner, { onChange: () => served?.changed() });
  served = await servePanel({
    panel,
    runner,
    port: 0,
    about: {},
    onError: (error) => expect.fail(String(error)),
  });
});

afterAll(async () => {
  await served.close();
  runner.stop();
});

function post(body: string, headers: Record<string, string> = {}) {
  return request(`${served.origin}/acts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

test('the page takes nothing from anywhere else, and lets nobody frame it', async () => {
  const { statusCode, headers } = await request(served.origin);
  expect(statusCode).toBe(200);
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|http|\*/);
  expect(new URL(served.origin).hostname).toBe('127.0.0.1');
});

test('what belongs to the page is there, and nothing beside it', async () => {
  for (const path of ['/panel.js', '/panel.css', '/fonts/BIZUDPGothic-Bold-subset.woff2']) {
    expect((await request(served.origin + path)).statusCode).toBe(200);
  }
  for (const path of [
    '/panel-http.ts',
    '/../panel.ts',
    '/fonts/build-subset.mjs',
    '/papers/0/1.png',
  ]) {
    expect((await request(served.origin + path)).statusCode).toBe(404);
  }
});

test('pages of other sites do not work this panel', async () => {
  const touch = JSON.stringify({ action: 'touch' });
  const foreign = { origin: 'http://evil.example' };
  expect((await post(touch, foreign)).statusCode).toBe(403);
  expect((await post(touch, { host: 'evil.example' })).statusCode).toBe(403);
  expect((await post(touch, { origin: served.origin })).statusCode).toBe(200);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  expect((await post('action=start', form)).statusCode).toBe(415);
});

test('what is no action is refused, and the panel lives', async () => {
  const bad = ['', '{', 'null', '[]', '{"action":"explode"}', '{"action":"insert","yen":7}'];
  for (const body of bad) expect((await post(body)).statusCode, body).toBe(400);
  const pin = JSON.stringify({ action: 'digit', digit: '12' });
  expect((await post(pin)).statusCode).toBe(400);
  expect((await post(`"${'x'.repeat(5_000)}"`)).statusCode).toBe(413);
  const early = await post(JSON.stringify({ action: 'confirm' }));
  expect(early.statusCode).toBe(409);
  expect(await early.body.json()).toEqual({ result: 'not-now' });
});

test('whoever looks is told at once, and again when something changes', async () => {
  const response = await request(`${served.origin}/views`);
  const seen: string[] = [];
  const watching = (async () => {
    for await (const chunk of response.body) {
      const views = String(chunk).split('data: ').filter(Boolean);
      seen.push(...views.map((view) => JSON.parse(view).screen));
      if (seen.includes('menu')) return;
    }
  })();
  await expect.poll(() => seen).toContain('idle');
  await post(JSON.stringify({ action: 'start' }));
  await watching;
  response.body.destroy();
  expect(seen.at(-1)).toBe('menu');
});
