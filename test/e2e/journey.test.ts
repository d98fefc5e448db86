import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { chromium, type Page } from 'playwright-core';
import type { Attribution } from '../../src/contract/index.ts';
import { chromiumOptions } from '../support/browsers/chromium.ts';
import { promoLead } from '../support/command/promo-lead.ts';
import { spawnServer } from '../support/command/spawn.ts';
import { eventually } from '../support/poll.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { servePage } from './page-server.ts';
import { fillLead, visitAtDesk } from './visit.ts';

interface StoredLead {
  readonly ref: string;
  readonly click_id: string;
  readonly attribution: Attribution | null;
}

interface Shop {
  readonly url: string;
  /** The only lead that came in, as the owner sees it. */
  lead(): Promise<StoredLead>;
}

/** A shop of several pages on one origin, and a proxy that accepts its leads. */
async function openShop(pages: Readonly<Record<string, string>>): Promise<Shop> {
  const data = temporaryFolder();
  let proxyUrl = '';
  const url = await servePage((path) => (pages[path] ?? '').replaceAll('PROXY', proxyUrl));
  const { url: serverUrl } = await spawnServer(['--demo', '--data', data], {
    PROMO_LEAD_ORIGINS: url,
  });
  proxyUrl = serverUrl;
  const lead = async (): Promise<StoredLead> => {
    const list = await promoLead(['leads', 'list', '--json', '--data', data]);
    const [{ ref }, ...others] = JSON.parse(list.stdout) as [StoredLead, ...StoredLead[]];
    assert.deepEqual(others, []);
    const shown = await promoLead(['leads', 'show', ref, '--json', '--data', data]);
    return JSON.parse(shown.stdout) as StoredLead;
  };
  return { url, lead };
}

const script = '<script type="module" src="PROXY/widget/lead-form.js"></script>';
const form = (attributes = ''): string =>
  `${script}<lead-form endpoint="PROXY" product="blackmask" ${attributes}></lead-form>`;

/** Sends a lead, once everything that is loaded in idle time is there. */
async function order(page: Page): Promise<void> {
  await page.locator('lead-form [name=trap]').waitFor({ state: 'attached' });
  await fillLead(page, { phone: '62855555555' });
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('Thank you!').waitFor();
}

/** What the shop's origin stores in this browser. */
function stored(page: Page): Promise<readonly (string | null)[]> {
  return page.evaluate(() =>
    [sessionStorage, localStorage].map((storage) => storage.getItem('promo-lead:touches')),
  );
}

describe('A click id over several pages', () => {
  it('is carried from a page without a form to the one with it, with the first and the last touch', async () => {
    const shop = await openShop({
      '/': `<script type="module">
          import { rememberTouch } from 'PROXY/widget/remember-touch.js';
          rememberTouch({ days: 30 });
        </script><a href="/about">About</a>`,
      '/about': '<p>About us</p>',
      '/order': form('remember="30"'),
    });
    const { page, complaints } = await visitAtDesk(`${shop.url}/?gclid=Gq-1_x&utm_source=search`);
    await eventually(async () => (await stored(page))[1] ?? undefined);
    await page.getByRole('link').click();
    await page.getByText('About us').waitFor();
    await page.goto(`${shop.url}/order?utm_source=mail&utm_campaign=may`);
    await order(page);
    const { click_id, attribution } = await shop.lead();
    assert.equal(click_id, 'Gq-1_x');
    assert.partialDeepStrictEqual(attribution, {
      first: { click_id: 'Gq-1_x', click_id_source: 'gclid', utm_source: 'search' },
      last: { utm_source: 'mail', utm_campaign: 'may' },
    });
    assert.deepEqual(complaints, []);
  });

  it('is stored once the visitor agrees, and erased when consent is withdrawn', async () => {
    const shop = await openShop({
      '/': form(),
      '/order': form('remember'),
    });
    const { page } = await visitAtDesk(`${shop.url}/?fbclid=F-1`);
    const consent = (isGiven: boolean): Promise<void> =>
      page.locator('lead-form').evaluate((el, given) => {
        el.toggleAttribute('remember', given);
      }, isGiven);
    await page.locator('lead-form [name=trap]').waitFor({ state: 'attached' });
    assert.deepEqual(await stored(page), [null, null]);
    await consent(true);
    await eventually(async () => (await stored(page))[0] ?? undefined);
    await consent(false);
    await eventually(async () => ((await stored(page))[0] === null ? true : undefined));
    await consent(true);
    await eventually(async () => (await stored(page))[0] ?? undefined);
    await page.goto(`${shop.url}/order`);
    await order(page);
    assert.equal((await shop.lead()).click_id, 'F-1');
  });

  it('survives a script that rewrites the page’s address before there is a form', async () => {
    const shop = await openShop({
      '/': `<script>history.replaceState(null, '', '/step-2');</script>${form()}`,
    });
    const { page } = await visitAtDesk(`${shop.url}/?ttclid=T-1`);
    await order(page);
    assert.equal((await shop.lead()).click_id, 'T-1');
  });

  it('survives one navigation within the site if the browser stores nothing', async () => {
    const shop = await openShop({ '/': '<a href="/order">Order</a>', '/order': form('remember') });
    const profile = temporaryFolder();
    // As "block all cookies" in the browser's settings, which denies storage too.
    mkdirSync(join(profile, 'Default'));
    writeFileSync(
      join(profile, 'Default', 'Preferences'),
      JSON.stringify({ profile: { default_content_setting_values: { cookies: 2 } } }),
    );
    const context = await chromium.launchPersistentContext(profile, chromiumOptions('whole'));
    after(() => context.close());
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    await page.goto(`${shop.url}/?subid=S-1`);
    await assert.rejects(stored(page), /SecurityError|denied/);
    await page.getByRole('link').click();
    await order(page);
    const { click_id, attribution } = await shop.lead();
    assert.equal(click_id, 'S-1');
    assert.equal(attribution?.last?.click_id_source, 'subid');
    assert.deepEqual(errors, []);
  });

  it('breaks no form in a sandbox that has no storage', async () => {
    const shop = await openShop({
      '/': '<iframe sandbox="allow-scripts allow-forms" src="/order?gclid=G-1"></iframe>',
      '/order': form('remember data-layer'),
    });
    const { page, complaints } = await visitAtDesk(shop.url);
    const frame = page.frameLocator('iframe');
    await frame.locator('lead-form [name=trap]').waitFor({ state: 'attached' });
    await frame.getByRole('textbox', { name: 'First name' }).fill('Ana');
    await frame.getByRole('button', { name: 'Send' }).click();
    await frame.getByText('Please enter your last name.').first().waitFor();
    assert.deepEqual(complaints, []);
  });
});

describe('The trap of a lead form', () => {
  it('is not reached by a visitor who goes through the form by keyboard', async () => {
    const shop = await openShop({ '/': form() });
    const { page } = await visitAtDesk(shop.url);
    await page.locator('lead-form [name=trap]').waitFor({ state: 'attached' });
    const met: string[] = [];
    for (let steps = 0; steps < 6; steps += 1) {
      await page.keyboard.press('Tab');
      met.push(
        await page.evaluate(() => {
          const inner = document.activeElement?.shadowRoot?.activeElement;
          return inner?.getAttribute('name') ?? inner?.localName ?? 'page';
        }),
      );
    }
    assert.deepEqual(met.slice(0, 4), ['first_name', 'last_name', 'phone', 'button']);
    assert.ok(!met.includes('trap'));
  });
});
