import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ServedPanel, servePanel } from '../../../devices/panel/panel-http.ts';
import { type OpenPanel, openPanel } from '../../../scenarios/device-commands/kiosk-panel-http.ts';
import type { TestResident } from '../../../scenarios/device-commands/kiosk-residents.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { smallScenario } from '../../scenarios/small-scenario.ts';
import { unjudged } from '../../system-tools.ts';
import { openBrowser, PanelPage } from './browser.ts';
import { PIN, RESIDENT, smallPanel } from './small-panel.ts';

const PRINTER = {
  firstPage: { median: '400ms', p95: '400ms' },
  nextPage: '100ms',
  recovery: 'reprint',
} as const;

let browser: Browser | string;
let panel: OpenPanel;
let residents: readonly TestResident[];
let kiosk: PanelPage;

beforeAll(async () => {
  const fail = (error: unknown) => expect.fail(String(error));
  const flags = { port: 0, at: '10:00', privacyTimeout: 120_000 };
  [browser, panel] = await Promise.all([
    openBrowser(),
    openPanel(smallScenario({ printer: PRINTER }), flags, fail),
  ]);
  const about = await (await fetch(`${panel.origin}/about`)).json();
  ({ residents } = about as { readonly residents: readonly TestResident[] });
});

afterAll(async () => {
  if (typeof browser !== 'string') await browser?.close();
  await panel?.close();
});

beforeEach(async (context) => {
  if (typeof browser === 'string') return unjudged(context, browser);
  kiosk = await PanelPage.open(browser, panel.origin);
  return async () => {
    // Whatever a test has left is cleared away: the next one finds a kiosk as everybody does.
    await act({ action: 'clear-printer' });
    await act({ action: 'clear-coins' });
    await act({ action: 'cancel' });
    await kiosk.page.waitForSelector('[data-screen="idle"], [data-screen="ended"]');
    await act({ action: 'finish' });
    await kiosk.page.close();
  };
});

async function act(done: object): Promise<string> {
  const response = await fetch(`${panel.origin}/acts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(done),
  });
  return ((await response.json()) as { readonly result: string }).result;
}

/** Somebody whose card is of a kind. */
function somebody(note: string): TestResident {
  const found = residents.find((resident) => resident.note.en === note);
  if (found === undefined) throw new Error(`nobody: ${note}`);
  return found;
}

const FAMILY = 'Lives with a family, seal registered';

test('a whole journey by touch: every screen is fit, the page is the right one', async () => {
  const { no, pin } = somebody(FAMILY);
  await kiosk.shows('idle');
  await kiosk.isFit();
  await kiosk.touch('start');
  await kiosk.shows('menu');
  await kiosk.isFit();
  await kiosk.touch('agree');
  await kiosk.shows('card-set');
  expect(await kiosk.page.getAttribute('[data-slot="cardReader"]', 'data-lamp')).toBe('slow');
  await kiosk.isFit();
  await kiosk.touch(`card-${no}`);
  await kiosk.shows('municipality');
  await kiosk.isFit();
  await kiosk.touch('home');
  await kiosk.shows('pin');
  await kiosk.isFit();
  await kiosk.typePin(pin);
  await kiosk.shows('select');
  expect(await kiosk.text('#said')).toContain('カードをお取りください。');
  await kiosk.isFit();
  await kiosk.touch('resident-record');
  await kiosk.shows('options');
  await kiosk.isFit();
  await kiosk.touch('self', 'next');
  await kiosk.shows('confirm');
  await kiosk.isFit();
  await kiosk.touch('confirm', 'insert-500');
  await kiosk.shows('take');
  await kiosk.isFit();
  await kiosk.touch('take');
  await kiosk.shows('ended');
  expect(await kiosk.text('#charged')).toBe('手数料200円をいただきました。');
  expect(await kiosk.text('.change')).toBe('返却 300円');
  expect(await kiosk.text('.verdict')).toBe('本人のもの');
  await expect.poll(() => kiosk.ask('hasPictures()'), { timeout: 20_000 }).toBe(true);
  expect(await kiosk.text('#findings')).toBe('指摘はありません');
  await kiosk.isFit();
  await kiosk.touch('finish');
  await kiosk.shows('idle');
});

test('a whole journey by keyboard alone, in English', async () => {
  const { no, pin } = somebody(FAMILY);
  const { keyboard } = kiosk.page;
  await kiosk.shows('idle');
  await kiosk.press('language');
  expect(await kiosk.page.getAttribute('html', 'lang')).toBe('en');
  await kiosk.press('start');
  await kiosk.press('agree');
  await kiosk.press(`card-${no}`);
  await kiosk.press('home');
  await kiosk.shows('pin');
  await keyboard.type(pin);
  await kiosk.page.waitForSelector('.digits span:nth-child(4).full');
  expect(await kiosk.page.content()).not.toContain('>●●●●<');
  await keyboard.press('Enter');
  await kiosk.shows('select');
  expect(await kiosk.text('#prompt')).toBe('Choose the certificate.');
  await kiosk.press('seal-registration');
  await kiosk.press('next');
  await kiosk.press('confirm');
  await kiosk.press('tap');
  await kiosk.press('take');
  await kiosk.shows('ended');
  expect(await kiosk.text('#charged')).toBe('300 yen were charged.');
  expect(await kiosk.text('.verdict')).toBe('Right owner');
  await kiosk.press('finish');
  await kiosk.shows('idle');
  // The next citizen finds the screen as everybody does.
  expect(await kiosk.page.getAttribute('html', 'lang')).toBe('ja');
});

test('three wrong PINs lock the card, and cost nothing', async () => {
  const { no, pin } = somebody('Lives alone, seal registered');
  const wrong = pin === '0000' ? '0001' : '0000';
  await kiosk.toPin(no);
  await kiosk.typePin(wrong);
  await kiosk.page.waitForSelector('#prompt[data-urgent="true"]');
  expect(await kiosk.text('#called')).toBe('暗証番号が違います。あと2回間違えるとロックされます。');
  expect(await kiosk.page.getAttribute('[data-slot="statusBad"]', 'data-lamp')).toBe('quick');
  await kiosk.isFit();
  await kiosk.typePin(wrong);
  await kiosk.says('#prompt', 'あと1回');
  await kiosk.typePin(wrong);
  await kiosk.shows('ended');
  expect(await kiosk.text('#prompt')).toContain('ロックされています');
  expect(await kiosk.text('#charged')).toBe('手数料はいただいていません。');
  await kiosk.isFit();
  await kiosk.touch('finish');
  await kiosk.shows('idle');
  // It stays locked.
  await kiosk.toPin(no);
  await kiosk.typePin(pin);
  await kiosk.shows('ended');
  expect(await kiosk.text('#prompt')).toContain('ロックされています');
});

/** From the first screen to the one where the fee is asked for. */
async function toPay({ no, pin }: TestResident): Promise<void> {
  await kiosk.toPin(no);
  await kiosk.typePin(pin);
  await kiosk.touch('resident-record', 'next', 'confirm');
  await kiosk.page.waitForSelector('[data-key="insert-100"]');
}

test('paper that jams while it prints: no page is lost, the fee is charged once', async () => {
  await toPay(somebody(FAMILY));
  await kiosk.touch('insert-100');
  await kiosk.says('#money-missing', '100円');
  const takings = await kiosk.text('#takings');
  await kiosk.touch('insert-100');
  await kiosk.shows('print');
  await kiosk.touch('media-jam');
  await kiosk.page.waitForSelector('.stopped');
  expect(await kiosk.text('.stopped')).toContain('店員にお知らせください');
  await kiosk.isFit();
  await kiosk.touch('clear-printer');
  await kiosk.shows('take');
  await kiosk.touch('take');
  await kiosk.shows('ended');
  expect(await kiosk.text('#charged')).toBe('手数料200円をいただきました。');
  expect(await kiosk.page.locator('.verdict').allTextContents()).toEqual([
    '本人のもの',
    '本人のもの',
  ]);
  expect(yenIn(await kiosk.text('#takings')) - yenIn(takings)).toBe(200);
  expect(await kiosk.text('#findings')).toBe('指摘はありません');
});

function yenIn(text: string | null): number {
  return Number((text ?? '').replace(/\D/g, ''));
}

test('paper that has jammed before: nobody is asked for money', async () => {
  await kiosk.touch('media-jam');
  await kiosk.page.waitForSelector('[data-key="clear-printer"]:enabled');
  await kiosk.touch('start', 'agree');
  await kiosk.shows('ended');
  expect(await kiosk.text('#prompt')).toBe('ただいまご利用になれません。店員にお知らせください。');
  expect(await kiosk.text('#charged')).toBe('手数料はいただいていません。');
});

test('coins that jam come back, and nothing is charged', async () => {
  await toPay(somebody(FAMILY));
  await kiosk.touch('insert-100');
  await kiosk.says('#money-inserted', '100円');
  await kiosk.touch('jam-coins');
  await kiosk.shows('ended');
  expect(await kiosk.text('#prompt')).toContain('返却口のお金をお取りください');
  expect(await kiosk.text('#charged')).toBe('手数料はいただいていません。');
  expect(await kiosk.text('.change')).toBe('返却 100円');
});

test('big type, high contrast and the low position stay fit', async () => {
  const { no, pin } = somebody('No seal registered');
  await kiosk.touch('start', 'big', 'contrast', 'low', 'language');
  const checks = async () => {
    await kiosk.isFit();
    // Whoever sits in a wheelchair reaches the lower half.
    expect.soft(await kiosk.ask('tooHigh()')).toEqual([]);
  };
  await checks();
  await kiosk.touch('agree', `card-${no}`);
  await kiosk.shows('municipality');
  await checks();
  await kiosk.touch('home');
  await kiosk.shows('pin');
  await checks();
  await kiosk.typePin(pin);
  await kiosk.shows('select');
  expect(await kiosk.text('.withheld')).toContain('No seal is registered');
  await checks();
  await kiosk.touch('resident-record');
  await kiosk.shows('options');
  await checks();
  await kiosk.touch('next');
  await kiosk.shows('confirm');
  await checks();
  const size = () => kiosk.ask("fontSizeOf('#prompt')");
  const big = Number(await size());
  await kiosk.touch('big');
  expect(big / Number(await size())).toBeGreaterThan(1.2);
});

test('it is drawn with the fonts that come along', async () => {
  await kiosk.shows('idle');
  expect(await kiosk.ask('fonts()')).toEqual(['Kofu UD 400 loaded', 'Kofu UD 700 loaded']);
});

test('whoever walks away leaves nothing: the screen asks, and is cleared', async () => {
  const runner = new RealTime();
  let served: ServedPanel | undefined;
  const small = smallPanel(runner, { privacyMs: 3_000, onChange: () => served?.changed() });
  const resident = { ...somebody(FAMILY), no: RESIDENT, pin: PIN };
  const about = { residents: [resident] };
  served = await servePanel({
    panel: small,
    runner,
    port: 0,
    about,
    onError: (error) => expect.fail(String(error)),
  });
  const away = await PanelPage.open(browser as Browser, served.origin);
  try {
    await away.touch('contrast');
    await away.toPin(RESIDENT);
    await away.touch('digit-1');
    await away.page.waitForSelector('[role="alertdialog"]');
    expect(await away.text('#called')).toContain('まもなく手続を終了します');
    expect(await away.ask('focused()')).toBe('go-on');
    await away.isFit();
    await away.page.keyboard.press('Enter');
    await away.page.waitForSelector('[role="alertdialog"]', { state: 'detached' });
    expect(await away.text('#prompt'), 'it goes on where it was').toContain('暗証番号4桁');
    await away.shows('idle');
    expect(await away.page.locator('.digits').count()).toBe(0);
    expect(await away.page.getAttribute('html', 'data-contrast')).toBe(null);
    expect(small.view().journey?.end?.reason).toBe('privacy time-out');
  } finally {
    await away.page.close();
    await served.close();
    runner.stop();
  }
});
