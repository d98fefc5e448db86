import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { spawnServer } from '../support/command/spawn.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { axePath, violations } from './axe-violations.ts';
import { servePage } from './page-server.ts';
import { screens, visit } from './visit.ts';

describe("The elements' page", () => {
  it('shows states and events as they happen', async () => {
    const { url } = await spawnServer(['--demo', '--data', temporaryFolder()]);
    const { page, complaints } = await visit(`${url}/elements.html`, { viewport: screens.desktop });
    const [validating, consuming] = [
      page.locator('.specimen').nth(0),
      page.locator('.specimen').nth(1),
    ];

    await validating.getByRole('button', { name: 'PAUSED' }).click();
    await validating.getByText(':state(invalid)').waitFor();
    const [newest] = await validating.locator('.events li').allTextContents();
    assert.match(newest ?? '', /^promo-code-verdict .*"reason":"inactive"/);

    await consuming.getByRole('button', { name: 'ONCE' }).click();
    await consuming.getByText(':state(redeemed)').waitFor();
    assert.deepEqual(complaints, []);
  });

  it('shows the drill named in its address, without a server', async () => {
    const { url } = await spawnServer(['--demo', '--data', temporaryFolder()]);
    const { page, complaints } = await visit(`${url}/elements.html?drill=expired`);
    await page.locator('.specimen').first().getByRole('button', { name: 'WELCOME10' }).click();
    await page.getByText('This code has expired.').waitFor();
    assert.deepEqual(complaints, []);
  });
});

/** An element is inert until its outcome is shown: no refused one scrolls the page to itself. */
const inert = 'main [inert]:not(:state(checking), :state(submitting))';

describe('The pages that show every state and six themes', () => {
  for (const [what, path] of Object.entries({
    'every state': '/states.html',
    'every state in Arabic': '/states.html?lang=ar',
    'six themes': '/themes.html',
  })) {
    it(`log no errors under their policy, fit on a phone, and begin at their top: ${what}`, async () => {
      const { url } = await spawnServer(['--demo', '--data', temporaryFolder()]);
      const { page, complaints } = await visit(url + path);
      const specimens = page.locator('promo-code-input, lead-form');
      await specimens.locator('.thanks').first().waitFor();
      await page.waitForFunction((one) => document.querySelector(one) === null, inert);
      assert.ok((await specimens.count()) > 30);
      assert.equal(await page.evaluate(() => scrollY), 0);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
      assert.deepEqual(complaints, []);
    });

    it(`pass axe, light and dark: ${what}`, async () => {
      const { url } = await spawnServer(['--demo', '--data', temporaryFolder()]);
      // A test cannot add a script to a page with its policy on.
      const { page } = await visit(url + path, { bypassCSP: true });
      await page.locator('.thanks').first().waitFor();
      await page.waitForFunction((one) => document.querySelector(one) === null, inert);
      await page.addScriptTag({ path: axePath });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await violations(page), [], colorScheme);
      }
    });
  }
});

describe('The playground', () => {
  it('makes HTML that works on a page of another origin, with the script pinned', async () => {
    let snippet = '';
    const origin = await servePage(() => snippet);
    const { url } = await spawnServer(['--demo', '--data', temporaryFolder()], {
      PROMO_LEAD_ORIGINS: origin,
    });
    const { page, complaints } = await visit(`${url}/playground.html?promo=expired`);
    await page.getByRole('combobox', { name: 'Language', exact: true }).selectOption('de');
    await page.getByLabel('Products, slugs').fill('blackmask, hallupro');
    await page.getByLabel('A field of your own').fill('Stadt');
    await page.getByLabel('Consent box').check();
    await page.getByLabel('Accent colour').fill('#ffe14a');
    await page.locator('#preview').getByRole('button', { name: 'Absenden' }).waitFor();
    const shared = new URL(page.url()).searchParams;
    assert.deepEqual(Object.fromEntries(shared), {
      lang: 'de',
      products: 'blackmask, hallupro',
      consent: 'on',
      own: 'Stadt',
      accent: '#ffe14a',
    });
    assert.match(await page.locator('#css-code').innerText(), /accent-text-color: #000;/);

    snippet = await page.locator('#script-code').innerText();
    assert.match(snippet, /widget\/0[^"]+\/promo-lead\.js" integrity="sha384-[^"]+" crossorigin>/);
    const elsewhere = await visit(origin);
    await elsewhere.page.getByRole('button', { name: 'Absenden' }).waitFor();
    await elsewhere.page.getByRole('checkbox').waitFor();
    await elsewhere.page.getByRole('textbox', { name: 'Stadt' }).waitFor();
    const product = elsewhere.page.getByRole('combobox', { name: 'Produkt' });
    assert.deepEqual(await product.locator('option').allInnerTexts(), [
      'Bitte wählen',
      'Blackmask',
      'Hallupro',
    ]);
    assert.deepEqual([...complaints, ...elsewhere.complaints], []);
  });

  it('takes the choices from its address, fits on a phone, and passes axe', async () => {
    const { url } = await spawnServer(['--demo', '--data', temporaryFolder()]);
    // A test cannot add a script to a page with its policy on.
    const { page, complaints } = await visit(
      `${url}/playground.html?element=promo-code-input&lang=ar&answer=expired`,
      { bypassCSP: true },
    );
    await page.locator('#preview').getByRole('textbox').fill('SPRING');
    await page.keyboard.press('Enter');
    await page.locator('#preview promo-code-input:state(invalid)').waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
    await page.addScriptTag({ path: axePath });
    for (const scheme of ['light', 'dark']) {
      await page.getByLabel('Colours').selectOption(scheme);
      assert.deepEqual(await violations(page), [], scheme);
    }
    await page.getByRole('button', { name: 'Begin anew' }).click();
    await page.locator('#preview lead-form').waitFor();
    assert.equal(new URL(page.url()).search, '');
    assert.deepEqual(complaints, []);
  });
});

describe('The documents', () => {
  it('follow what is typed into an example, fit on a phone, and pass axe', async () => {
    const { url } = await spawnServer(['--demo', '--data', temporaryFolder()]);
    const { page, complaints } = await visit(`${url}/docs/promo-code-input.html`, {
      bypassCSP: true,
    });
    const source = page.getByRole('textbox', { name: 'HTML, which you can change' });
    await page.getByRole('combobox', { name: 'What the server answers' }).selectOption('expired');
    await source.fill('<promo-code-input lang="de" value="SPRING"></promo-code-input>');
    await page.getByRole('button', { name: 'Anwenden' }).click();
    await page.locator('.stage promo-code-input:state(invalid)').waitFor();
    await page.locator('.events li').filter({ hasText: 'promo-code-verdict' }).waitFor();

    await source.fill('<script>alert(1)</script>');
    await page.getByText('Cannot show <script> here.').waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
    await page.addScriptTag({ path: axePath });
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(complaints, []);
  });
});
