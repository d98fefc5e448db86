import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BrowserContext, Page, Route } from 'playwright-core';
import { eventually } from '../support/poll.ts';
import { servePage } from './page-server.ts';
import { createProfile, fillForm, openPage, order, phone, Shop } from './queue-stage.ts';
import { newVisitor } from './visit.ts';

const waiting = 'Your request is saved here, but not sent yet.';
const sentLater = 'Your earlier request has been sent.';

interface Stage {
  readonly shop: Shop;
  readonly context: BrowserContext;
  readonly page: Page;
}

async function open(): Promise<Stage> {
  const shop = await Shop.open();
  const context = await newVisitor();
  return { shop, context, page: await openPage(context, shop.url) };
}

async function says(page: Page, text: string): Promise<void> {
  await page.getByText(text).first().waitFor();
}

/** Counts the page's events about accepted leads. */
async function countAccepted(page: Page): Promise<() => Promise<number>> {
  const times = await page.evaluateHandle(() => {
    const counter = { accepted: 0 };
    addEventListener('lead-accepted', () => (counter.accepted += 1));
    return counter;
  });
  return () => times.evaluate(({ accepted }) => accepted);
}

/** Runs in the page. */
async function countKeptLeads(): Promise<number> {
  // Opening a database would create it.
  if ((await indexedDB.databases()).length === 0) return 0;
  const opening = indexedDB.open('promo-lead');
  await new Promise((resolve) => opening.addEventListener('success', resolve));
  const counting = opening.result.transaction('leads').objectStore('leads').count();
  await new Promise((resolve) => counting.addEventListener('success', resolve));
  opening.result.close();
  return counting.result;
}

describe('One lead results', () => {
  it('from two clicks', async () => {
    const { shop, page } = await open();
    await fillForm(page);
    await page.getByRole('button', { name: 'Order', exact: true }).dblclick();
    await says(page, 'Thank you!');
    assert.deepEqual(await shop.phones(), [phone]);
  });

  it('from two tabs that send the same at once', async () => {
    const { shop, context, page } = await open();
    const other = await openPage(context, shop.url);
    for (const tab of [page, other]) await fillForm(tab);
    await Promise.all([order(page), order(other)]);
    await Promise.all([says(page, 'Thank you!'), says(other, 'Thank you!')]);
    assert.deepEqual(await shop.phones(), [phone]);
  });

  it('from the same lead, sent again after a reload', async () => {
    const { shop, page } = await open();
    for (let times = 0; times < 2; times += 1) {
      await fillForm(page);
      await order(page);
      await says(page, 'Thank you!');
      await page.reload();
    }
    assert.deepEqual(await shop.phones(), [phone]);
  });

  for (const [moment, reaches] of [
    ['before the request has arrived', false],
    ['before its answer is back', true],
  ] as const) {
    it(`from a reload ${moment}`, async () => {
      const { shop, page } = await open();
      await fillForm(page);
      const underway = Promise.withResolvers<void>();
      const neverAnswer = async (route: Route): Promise<void> => {
        if (reaches) await route.fetch();
        underway.resolve();
      };
      await page.route('**/v1/leads', neverAnswer, { times: 1 });
      await order(page);
      await underway.promise;
      assert.equal((await shop.phones()).length, reaches ? 1 : 0);
      await page.reload();
      await says(page, sentLater);
      assert.deepEqual(await shop.phones(), [phone]);
    });
  }

  it('after the server dies and comes back, without the visitor doing anything', async () => {
    const { shop, page } = await open();
    const accepted = await countAccepted(page);
    await fillForm(page);
    await shop.kill();
    await order(page);
    await says(page, waiting);
    await shop.start();
    await says(page, 'Thank you!');
    assert.deepEqual(await shop.phones(), [phone]);
    assert.equal(await accepted(), 1);
  });

  it('after the network is lost and comes back', async () => {
    const { shop, context, page } = await open();
    const accepted = await countAccepted(page);
    await fillForm(page);
    await context.setOffline(true);
    await order(page);
    await says(page, waiting);
    await context.setOffline(false);
    await says(page, 'Thank you!');
    assert.deepEqual(await shop.phones(), [phone]);
    assert.equal(await accepted(), 1);
  });

  it('from two tabs that wait to send it, and each says thanks', async () => {
    const { shop, context, page } = await open();
    const other = await openPage(context, shop.url);
    const counts = await Promise.all([countAccepted(page), countAccepted(other)]);
    for (const tab of [page, other]) await fillForm(tab);
    await context.setOffline(true);
    for (const tab of [page, other]) {
      await order(tab);
      await says(tab, waiting);
    }
    await context.setOffline(false);
    await Promise.all([says(page, 'Thank you!'), says(other, 'Thank you!')]);
    assert.deepEqual(await shop.phones(), [phone]);
    const [one = 0, another = 0] = await Promise.all(counts.map((count) => count()));
    assert.equal(one + another, 1);
  });

  it('from a page that is closed while it waits, in a browser that is then closed', async () => {
    const shop = await Shop.open();
    const openBrowser = createProfile();
    const before = await openBrowser();
    const page = await openPage(before, shop.url);
    await fillForm(page);
    await before.setOffline(true);
    await order(page);
    await says(page, waiting);
    await page.close();
    await before.close();

    const context = await openBrowser();
    const next = await openPage(context, shop.url);
    await says(next, sentLater);
    assert.equal(await next.getByRole('textbox', { name: 'Phone' }).inputValue(), '');
    assert.deepEqual(await shop.phones(), [phone]);
  });

  it('from a page that is closed while its promo code is checked', async () => {
    const { shop, context, page } = await open();
    await fillForm(page);
    await page.getByRole('textbox', { name: 'Promo code' }).fill('WELCOME10');
    await page.route('**/v1/promo-codes/validate', () => undefined);
    await order(page);
    await eventually(async () => (await page.evaluate(countKeptLeads)) || undefined);
    await page.close();
    assert.deepEqual(await shop.phones(), []);

    await says(await openPage(context, shop.url), sentLater);
    assert.deepEqual(await shop.phones(), [phone]);
  });

  it('from a page that is closed as soon as it is sent', async () => {
    const { shop, page } = await open();
    await fillForm(page);
    const sent = page.waitForRequest('**/v1/leads');
    await order(page);
    await sent;
    await page.close();
    await eventually(async () => ((await shop.phones()).length > 0 ? true : undefined));
    assert.deepEqual(await shop.phones(), [phone]);
  });

  it('from a page that went into the back-forward cache while it waited', async () => {
    const shop = await Shop.open();
    const context = await createProfile({ without: ['--disable-back-forward-cache'] })();
    const page = await openPage(context, shop.url);
    await page.evaluate(() => {
      addEventListener('pageshow', ({ persisted }) => {
        document.title = persisted ? 'kept' : 'loaded';
      });
    });
    const elsewhere = await servePage(() => '');
    await fillForm(page);
    await shop.kill();
    await order(page);
    await says(page, waiting);
    // At once: a page with a running request is not cached.
    await page.goto(elsewhere);
    await shop.start();
    await page.goBack({ waitUntil: 'commit' });
    await page.waitForFunction(() => document.title === 'kept');
    await says(page, 'Thank you!');
    assert.deepEqual(await shop.phones(), [phone]);
  });

  it('from a browser whose storage is full', async () => {
    const { shop, context, page } = await open();
    const devTools = await context.newCDPSession(page);
    const { origin } = new URL(shop.url);
    await devTools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
    await fillForm(page);
    await shop.kill();
    await order(page);
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await shop.start();
    await page.getByRole('button', { name: 'Try again' }).click();
    await says(page, 'Thank you!');
    assert.deepEqual(await shop.phones(), [phone]);
  });
});
