import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { promoLead } from '../support/command/promo-lead.ts';
import { spawnServer } from '../support/command/spawn.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { axePath, violations } from './axe-violations.ts';
import { shiftMax, shiftObserver, takeShift } from './layout-shift.ts';
import { screens, visit, type Visit } from './visit.ts';

const pages = ['', ...globSync('landing/*.html', { cwd: 'demo' }).toSorted()];
const axe = readFileSync(axePath, 'utf8');

interface SlowVisit extends Visit {
  /** Loads the page with delayed scripts, so that its own form is painted first. */
  load(url: string): Promise<void>;
}

async function visitSlowly(): Promise<SlowVisit> {
  const { page, complaints } = await visit('about:blank');
  await page.addInitScript(shiftObserver);
  let gate = Promise.withResolvers<void>();
  await page.route('**/*.js', async (route) => {
    await gate.promise;
    await route.continue();
  });
  const load = async (url: string): Promise<void> => {
    gate = Promise.withResolvers<void>();
    await page.goto(url, { waitUntil: 'commit' });
    await page.locator('lead-form > form button').scrollIntoViewIfNeeded();
    await takeShift(page);
    const plain = await heightOf(page);
    gate.resolve();
    await page.locator('[part~=alert]').waitFor({ state: 'attached' });
    assert.ok((await takeShift(page)) < shiftMax, 'the form takes its place');
    const grown = (await heightOf(page)) - plain;
    assert.ok(Math.abs(grown) < 1, `${grown} px: a browser shows no parts of one`);
  };
  return { page, complaints, load };
}

async function heightOf(page: Page): Promise<number> {
  return page.locator('lead-form').evaluate((form) => form.getBoundingClientRect().height);
}

/** axe checks the contrast of Latin letters only. */
async function spellInLatin(page: Page): Promise<void> {
  await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { currentNode } = walker;
      const text = currentNode.textContent ?? '';
      currentNode.textContent = text.replace(/\p{Script=Arabic}/gu, 'a');
    }
  });
}

async function sendLead(page: Page, phone: string): Promise<void> {
  const fields = { first_name: 'Ana', last_name: 'Wijaya', phone };
  for (const [name, value] of Object.entries(fields)) {
    await page.locator(`[part~=input][name=${name}]`).fill(value);
  }
  await page.locator('lead-form #consent').check();
  await page.locator('[part~=submit]').click();
  await page.locator('[part~=thanks]').waitFor();
  assert.ok((await takeShift(page)) < shiftMax, 'from the form to the thanks');
}

describe('The landing pages', () => {
  it('take leads, shift nothing, fit on every screen, and pass axe', async (t) => {
    assert.equal(pages.length, 5);
    const data = temporaryFolder();
    const { url } = await spawnServer(['--demo', '--data', data]);
    for (const [index, path] of pages.entries()) {
      await t.test(`/${path}`, async () => {
        const { page, complaints, load } = await visitSlowly();
        await load(`${url}/${path}`);
        await spellInLatin(page);
        await page.evaluate(axe);
        // None of their colours depends on the width of the screen.
        assert.deepEqual(await violations(page), [], 'light, on a phone');
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.setViewportSize(screens.desktop);
        assert.deepEqual(await violations(page), [], 'dark, on a desktop');
        await load(`${url}/${path}?gclid=AD-${index}`);
        await sendLead(page, `6281234567${index}`);
        await page.setViewportSize({ width: 320, height: 640 });
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.equal(width, 320, 'nothing to scroll aside');
        assert.deepEqual(complaints, []);
      });
    }
    const { stdout } = await promoLead(['leads', 'list', '--json', '--data', data]);
    const sent = pages.map((_, index) => ({
      phone: `6281234567${index}`,
      click_id: `AD-${index}`,
    }));
    assert.partialDeepStrictEqual(JSON.parse(stdout), sent);
  });
});
