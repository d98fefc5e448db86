import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { spawnServer, temporaryFolder } from '../node/harness.ts';
import { screens, visit } from './visit.ts';

describe("The elements' page", () => {
  it('shows states and events as they come', async () => {
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

  it('shows the drill that its address names, without a server', async () => {
    const { url } = await spawnServer(['--demo', '--data', temporaryFolder()]);
    const { page, complaints } = await visit(`${url}/elements.html?drill=expired`);
    await page.locator('.specimen').first().getByRole('button', { name: 'WELCOME10' }).click();
    await page.getByText('This code has expired.').waitFor();
    assert.deepEqual(complaints, []);
  });
});

describe('The pages that show every state and six themes', () => {
  for (const [what, path] of Object.entries({
    'every state': '/states.html',
    'every state in Arabic': '/states.html?lang=ar',
    'six themes': '/themes.html',
  })) {
    it(`complain of nothing under their policy, and fit on a phone: ${what}`, async () => {
      const { url } = await spawnServer(['--demo', '--data', temporaryFolder()]);
      const { page, complaints } = await visit(url + path);
      const specimens = page.locator('promo-code-input, lead-form');
      await specimens.locator('.thanks').first().waitFor();
      // Made inert until it is seen; a pending one never is, and waits half a second.
      await page.waitForFunction(() => document.querySelector('main [inert]') === null);
      assert.ok((await specimens.count()) > 30);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
      assert.deepEqual(complaints, []);
    });
  }
});
