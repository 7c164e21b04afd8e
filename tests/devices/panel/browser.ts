import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import chromiumPack from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

/** A headless Chromium out of an npm package, or the line that says what it lacks. */
export async function openBrowser(): Promise<Browser | string> {
  try {
    const executablePath = await chromiumPack.executablePath();
    // Not the package's own arguments: one process for all would end with the first page.
    const args = ['--no-sandbox', '--font-render-hinting=none'];
    return await chromium.launch({ executablePath, args, headless: true });
  } catch (error) {
    const [why] = String(error).split('\n');
    return `no headless Chromium (${why}): apt-get install -y libnss3 libnspr4 libexpat1`;
  }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const IN_PAGE = readFileSync(new URL('in-page.js', import.meta.url), 'utf8');

/** The page of a panel, and what a person does on it. */
export class PanelPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  static async open(browser: Browser, url: string): Promise<PanelPage> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('pageerror', (error) => expect.fail(`the page breaks: ${error}`));
    page.setDefaultTimeout(20_000);
    await page.goto(url);
    await page.evaluate(AXE);
    await page.evaluate(IN_PAGE);
    return new PanelPage(page);
  }

  /** Nothing is wrong with the screen as it is, for whoever sees, hears or touches it. */
  async isFit(): Promise<void> {
    expect.soft(await this.ask('objections()')).toEqual([]);
    expect.soft(await this.ask('smallTargets()')).toEqual([]);
    expect.soft(await this.ask('overflowing()')).toEqual([]);
  }

  /** Asks what in-page.js can answer. */
  ask(question: string): Promise<unknown> {
    return this.page.evaluate(`inPage.${question}`);
  }

  /** Waits till the kiosk shows a screen. */
  async shows(screen: string): Promise<void> {
    await this.page.waitForSelector(`#screen[data-screen="${screen}"]`);
  }

  /** Waits till it says so somewhere. */
  async says(selector: string, text: string): Promise<void> {
    const said = () => this.ask(`textOf(${JSON.stringify(selector)})`);
    await expect.poll(said, { timeout: 20_000 }).toContain(text);
  }

  /** Touches controls by their keys. */
  async touch(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.click(`[data-key="${key}"]:enabled`);
  }

  /** Goes by Tab from control to control till it is the one of this key, and presses it. */
  async press(key: string): Promise<void> {
    const { page } = this;
    await page.waitForSelector(`[data-key="${key}"]:enabled`);
    for (let tabs = 0; tabs < 80; tabs++) {
      if ((await this.ask('focused()')) === key) return page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
    }
    expect.fail(`nobody gets to ${key} by Tab`);
  }

  /** From the first screen to the one where the PIN is typed. */
  async toPin(residentNo: number): Promise<void> {
    await this.touch('start', 'agree', `card-${residentNo}`, 'home');
    await this.shows('pin');
  }

  async typePin(pin: string): Promise<void> {
    await this.touch(...[...pin].map((digit) => `digit-${digit}`));
    await this.page.waitForSelector('.digits span:nth-child(4).full');
    await this.touch('enter');
  }

  text(selector: string): Promise<string | null> {
    return this.page.textContent(selector);
  }
}
