import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { spawnServer, temporaryFolder } from '../node/harness.ts';
import { shareBrowser } from './hard-pages-visitor.ts';
import { servePage } from './page-server.ts';

const visit = shareBrowser();

const page = (proxyUrl: string): string => `<!doctype html>
  <meta http-equiv="Content-Security-Policy"
    content="default-src 'none'; script-src ${proxyUrl}; connect-src ${proxyUrl};
      require-trusted-types-for 'script'; trusted-types lit-html">
  <script type="module" src="${proxyUrl}/widget/promo-code-input.js"></script>
  <promo-code-input endpoint="${proxyUrl}"></promo-code-input>`;

/** Tries a code as a visitor does, and waits for what is said of it. */
async function tryCode(visitor: Page, code: string, verdict: RegExp): Promise<void> {
  await visitor.getByRole('textbox').fill(code);
  await visitor.getByRole('textbox').press('Enter');
  await visitor.getByText(verdict).waitFor();
}

describe('a visitor of an address from which many codes were tried', () => {
  it('gets a verdict still, under a strict policy, for a moment of work', async () => {
    let proxyUrl = '';
    const url = await servePage(() => page(proxyUrl));
    const server = await spawnServer(['--demo', '--data', temporaryFolder()], {
      PROMO_LEAD_ORIGINS: url,
    });
    proxyUrl = server.url;
    const { page: visitor } = await visit(url);
    const statuses: number[] = [];
    visitor.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (pathname === '/v1/promo-codes/validate') statuses.push(response.status());
    });
    for (let i = 0; i < 10; i += 1) await tryCode(visitor, `NO-${i}`, /NO-\d|isn’t|find/);
    statuses.length = 0;
    await tryCode(visitor, 'WELCOME10', /WELCOME10/);
    assert.deepEqual(statuses, [403, 200]);
    const status = await visitor
      .locator('promo-code-input')
      .evaluate((el) => 'status' in el && el.status);
    assert.equal(status, 'valid');
  });
});
