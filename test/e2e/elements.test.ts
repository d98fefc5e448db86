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
});
