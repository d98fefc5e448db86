import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { languages } from '../../src/elements/shared/languages.ts';
import { spawnServer } from '../support/command/spawn.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { changedHeights } from './form-heights.ts';
import { shiftMax, shiftObserver, takeShift } from './layout-shift.ts';
import { servePage } from './page-server.ts';
import { fillLead, screens, visit } from './visit.ts';

interface PageOptions {
  /** URL of the folder with the script-tag files. */
  readonly widget: string;
  readonly lang?: string;
  /** Scripts before the form's. */
  readonly before?: string;
  /** The height that the page reserves for the form until its script is there, in CSS pixels. */
  readonly room?: number;
  readonly drills?: readonly string[];
}

/** A page with the documented lines and content below them. */
function pageWith(options: PageOptions): string {
  const { widget, lang = 'en', before = '', room = 0, drills = ['accepted'] } = options;
  return `<script>${shiftObserver}</script><meta name="viewport" content="width=device-width">
    <style>
      body { font: 16px/1.5 sans-serif } .swapped body { font-family: serif }
      lead-form:not(:defined) { display: block; min-height: ${room}px }
    </style>
    <div lang="${lang}"><lead-form product="blackmask" promo consent no-queue></lead-form></div>
    <p>Below it, the page goes on.</p>
    ${before}<script type="module" src="${widget}/promo-lead.js"></script>
    <script type="module">
      import { createDrillClient } from '${widget}/testing.js';
      const client = createDrillClient(${JSON.stringify(drills)});
      document.querySelector('lead-form').client = client;
    </script>`;
}

async function startWidget(): Promise<string> {
  const { url } = await spawnServer(['--demo', '--data', temporaryFolder()]);
  return `${url}/widget`;
}

async function heightOf(page: Page): Promise<number> {
  return page.locator('lead-form').evaluate((form: HTMLElement) => form.offsetHeight);
}

/** Waits until what is due is painted. */
async function waitFrames(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (const _ of [1, 2, 3]) await new Promise(requestAnimationFrame);
  });
}

for (const [screen, viewport] of Object.entries(screens)) {
  describe(`A page with a lead form on a ${screen}`, () => {
    it('shifts nothing from load to thanks', async () => {
      const widget = await startWidget();
      let room = 0;
      const drills = ['expired', 'valid-until', 'unavailable', 'accepted'];
      const pageUrl = await servePage(() => pageWith({ widget, room, drills }));
      const first = await visit(pageUrl, { viewport });
      await first.page.getByRole('button', { name: 'Send' }).waitFor();
      room = await heightOf(first.page);

      const { page } = await visit(pageUrl, { viewport });
      const scores: Record<string, number> = {};
      await page.getByRole('button', { name: 'Send' }).waitFor();
      scores['load'] = await takeShift(page);
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('Please enter your first name.').last().waitFor();
      scores['errors'] = await takeShift(page);
      await fillLead(page, { phone: '12', code: 'LASTYEAR' });
      await page.getByText('This number is too short').last().waitFor();
      scores['two lines'] = await takeShift(page);
      await page.getByRole('button', { name: 'Apply' }).click();
      await page.getByText('This code has expired.').waitFor();
      scores['refused code'] = await takeShift(page);
      await fillLead(page, { phone: '62844444444', code: 'SPRING' });
      await page.getByRole('button', { name: 'Apply' }).click();
      await page.getByText('Code SPRING applied. Valid until').waitFor();
      scores['accepted code'] = await takeShift(page);
      await page.getByRole('checkbox').check();
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('That didn’t go through.').waitFor();
      scores['failure'] = await takeShift(page);
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('Thank you!').waitFor();
      scores['thanks'] = await takeShift(page);

      const total = Object.values(scores).reduce((sum, score) => sum + score, 0);
      assert.ok(total < shiftMax, JSON.stringify(scores));
    });

    it('shifts nothing when another font arrives', async () => {
      const widget = await startWidget();
      const pageUrl = await servePage(() => pageWith({ widget }));
      const { page } = await visit(pageUrl, { viewport });
      await page.getByRole('button', { name: 'Send' }).waitFor();
      await takeShift(page);
      const height = await heightOf(page);
      await page.evaluate(() => document.documentElement.classList.add('swapped'));
      const shift = await takeShift(page);
      assert.ok(shift < shiftMax, String(shift));
      assert.equal(await heightOf(page), height);
    });
  });
}

describe('A lead form', () => {
  it('shifts nothing if its language loads slowly', async () => {
    const widget = await startWidget();
    let room = 0;
    const pageUrl = await servePage(() => pageWith({ widget, room, lang: 'de' }));
    const { page } = await visit('about:blank');
    const isThere = (): Promise<void> => page.getByRole('button', { name: 'Absenden' }).waitFor();
    await page.route('**/locales/de.js', async (route) => {
      await waitFrames(page);
      await route.continue();
    });
    for (const width of [320, 390, 1280]) {
      room = 0;
      await page.setViewportSize({ width, height: 844 });
      await page.goto(pageUrl);
      await isThere();
      room = await heightOf(page);
      await page.goto(pageUrl);
      await isThere();
      assert.equal(await takeShift(page), 0, `${width} px wide`);
      assert.equal(await heightOf(page), room);
    }
  });

  it('is no wider than a small phone, however long the page’s own words are', async () => {
    const widget = await startWidget();
    const word = 'Donaudampfschifffahrtsgesellschaftskapitänsanmeldung';
    const pageUrl = await servePage(
      () => `<meta name="viewport" content="width=device-width">
        <lead-form endpoint="${new URL(widget).origin}" product="blackmask" consent>
          <span slot="consent">${word}</span><span slot="submit">${word}</span>
        </lead-form>
        <script type="module" src="${widget}/lead-form.js"></script>`,
    );
    const { page } = await visit(pageUrl, { viewport: { width: 320, height: 640 } });
    await page.getByRole('button').waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  });

  it('is shown in English if its language takes too long, and switches when that arrives', async () => {
    const widget = await startWidget();
    const pageUrl = await servePage(() => pageWith({ widget, lang: 'de' }));
    const { page } = await visit('about:blank');
    const { promise: isRead, resolve: read } = Promise.withResolvers<void>();
    await page.route('**/locales/de.js', async (route) => {
      await isRead;
      await route.continue();
    });
    await page.goto(pageUrl);
    await page.getByRole('button', { name: 'Send' }).waitFor();
    read();
    await page.getByRole('button', { name: 'Absenden' }).waitFor();
  });

  it('is in its language at the first paint if the language’s script precedes the form’s', async () => {
    const widget = await startWidget();
    const before = `<script type="module" src="${widget}/locales/de.js"></script>`;
    const pageUrl = await servePage(() => pageWith({ widget, before, lang: 'de' }));
    const { page } = await visit('about:blank');
    const script = page.waitForResponse('**/promo-lead.js');
    await page.route('**/locales/de.js', async (route) => {
      // Without the language the form would have been painted by now.
      await script;
      await waitFrames(page);
      await route.continue();
    });
    await page.goto(pageUrl, { waitUntil: 'commit' });
    const painted = await page.evaluate(async () => {
      await customElements.whenDefined('lead-form');
      for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
      return document.querySelector('lead-form')?.shadowRoot?.querySelector('button')?.innerText;
    });
    assert.equal(painted, 'Absenden');
  });

  for (const width of [320, 390, 1280]) {
    it(`has the same height in every state, in every language, ${width} px wide`, async () => {
      const widget = await startWidget();
      const pageUrl = await servePage(() => pageWith({ widget }));
      const { page } = await visit(pageUrl, { viewport: { width, height: 844 } });
      await page.getByRole('button', { name: 'Send' }).waitFor();
      const moved: string[] = [];
      for (const [lang, load] of Object.entries(languages)) {
        const { leadForm, promoCode } = await load();
        const texts = { phone: leadForm.phone, room: promoCode.unchecked };
        const wanted = { lang, ...texts, module: `${widget}/testing.js` };
        const changes = await page.evaluate(changedHeights, wanted);
        if (changes.length > 0) moved.push(`${lang}: ${changes.join(', ')}`);
      }
      assert.deepEqual(moved, []);
    });
  }
});
