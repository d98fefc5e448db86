import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { launchChromium } from '../support/browsers/chromium.ts';
import { promoLead } from '../support/command/promo-lead.ts';
import { spawnServer } from '../support/command/spawn.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { apps } from './apps.ts';
import { journeys } from './journeys.ts';
import { scenarios } from './scenarios.ts';
import { Site } from './site.ts';

const data = temporaryFolder();
const site = new Site(apps);
const origin = await site.start();
const env = { PROMO_LEAD_ORIGINS: origin, PROMO_LEAD_LIMITS: 'off' };
site.proxyUrl = (await spawnServer(['--demo', '--data', data], env)).url;
const browser = await launchChromium();
let phones = 0;

after(async () => {
  await browser.close();
  site[Symbol.dispose]();
});

for (const app of apps) {
  describe(app.name, () => appSuite(`/${app.name}/`));
  if (app.isServed) {
    describe(`${app.name}, rendered by its server first`, () => {
      appSuite(`/${app.name}/served`);

      it('is in the page before any script runs', async () => {
        const text = await (await fetch(`${origin}/${app.name}/served`)).text();
        assert.match(text, /<lead-form\s[^>]*product="blackmask"/);
        assert.match(text, /<promo-code-input\s[^>]*name="code"/);
        assert.equal(/<template [^>]*shadowroot/.test(text), app.hasShadow === true);
      });
    });
  }
}

function appSuite(path: string): void {
  const complaints: string[] = [];
  let shared: Page;

  async function open(): Promise<Page> {
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/error|warning/.test(message.type())) complaints.push(message.text());
    });
    assert.equal((await page.goto(origin + path))?.status(), 200);
    return page;
  }

  before(async () => {
    shared = await open();
  });
  after(() => shared.context().close());

  for (const { fact, holds } of scenarios) it(fact, () => holds(shared));

  for (const { fact, leads, goes } of journeys) {
    it(fact, async () => {
      const page = await open();
      phones += 1;
      const phone = `6281000${String(phones).padStart(5, '0')}`;
      await goes(page, phone);
      await page.context().close();
      const { stdout } = await promoLead(['leads', 'list', '--json', '--data', data]);
      const sent = (JSON.parse(stdout) as readonly { phone: string }[]).filter(
        (lead) => lead.phone === phone,
      );
      assert.equal(sent.length, leads);
    });
  }

  it('logs no errors', () => {
    assert.deepEqual(complaints, []);
  });
}
