import { after } from 'node:test';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { chromiumOptions } from '../support/browsers/chromium.ts';
import { promoLead } from '../support/command/promo-lead.ts';
import { type SpawnedServer, spawnServer } from '../support/command/spawn.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { fillLead, screens } from './visit.ts';

/** A shop with its landing page, whose server can be killed and restarted. */
export class Shop {
  readonly #data: string = temporaryFolder();
  #server: SpawnedServer | undefined;

  static async open(): Promise<Shop> {
    const shop = new Shop();
    await shop.start();
    return shop;
  }

  get url(): string {
    if (!this.#server) throw new Error('Cannot say where the shop is: it was never open');
    return this.#server.url;
  }

  /** Always on the first port. */
  async start(): Promise<void> {
    const port = this.#server ? ['--port', new URL(this.url).port] : [];
    this.#server = await spawnServer(['--demo', '--data', this.#data, ...port]);
  }

  async kill(): Promise<void> {
    this.#server?.child.kill('SIGKILL');
    await this.#server?.ended;
  }

  /** The phones of its leads. */
  async phones(): Promise<readonly string[]> {
    const { stdout } = await promoLead(['leads', 'list', '--json', '--data', this.#data]);
    return (JSON.parse(stdout) as { phone: string }[]).map(({ phone }) => phone);
  }
}

export interface ProfileOptions {
  /** Switches of Chromium that playwright sets by default. */
  readonly without?: readonly string[];
}

/** Returns a function that opens a visitor's browser, always with the same profile. */
export function createProfile({
  without = [],
}: ProfileOptions = {}): () => Promise<BrowserContext> {
  const folder = temporaryFolder();
  return async () => {
    const context = await chromium.launchPersistentContext(folder, {
      ...chromiumOptions('whole'),
      ignoreDefaultArgs: [...without],
      viewport: screens.phone,
      reducedMotion: 'reduce',
    });
    after(() => context.close());
    context.setDefaultTimeout(45_000);
    return context;
  };
}

/** Opens the landing page, and waits until the form is completely loaded. */
export async function openPage(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await Promise.all([page.waitForResponse(/\/later-/), page.goto(url)]);
  return page;
}

export const phone = '62811111111';

/** Fills in the form without sending it. */
export async function fillForm(page: Page): Promise<void> {
  await fillLead(page, { phone });
  await page.getByRole('checkbox', { name: 'I agree' }).check();
}

export async function order(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Order', exact: true }).click();
}
