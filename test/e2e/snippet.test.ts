import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { promoLead, spawnServer, temporaryFolder } from '../node/harness.ts';
import { servePage } from './page-server.ts';
import { fillLead, visit } from './visit.ts';

/** The first block of HTML in the README, as somebody pastes it. */
function snippetFor(proxyUrl: string): string {
  const [, snippet = ''] = /```html\n([^]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
  assert.match(snippet, /<lead-form/);
  return snippet.replaceAll('https://leads.example', proxyUrl);
}

describe("The README's two lines of HTML", () => {
  it('take a lead on a page of another origin', async () => {
    const data = temporaryFolder();
    let proxyUrl = '';
    const pageUrl = await servePage(() => snippetFor(proxyUrl));
    const origins = { PROMO_LEAD_ORIGINS: pageUrl };
    proxyUrl = (await spawnServer(['--demo', '--data', data], origins)).url;
    const { page, complaints } = await visit(`${pageUrl}/?gclid=G-1&promo=welcome10`);
    assert.equal(
      await page.getByRole('textbox', { name: 'Promo code' }).inputValue(),
      'welcome10',
      'the code of the URL',
    );
    await fillLead(page, { phone: '62844444444' });
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Thank you!').waitFor();
    const { stdout } = await promoLead(['leads', 'list', '--json', '--data', data]);
    assert.partialDeepStrictEqual(JSON.parse(stdout), [
      { phone: '62844444444', click_id: 'G-1', promo_code: 'welcome10' },
    ]);
    assert.deepEqual(complaints, []);
  });

  it('say so in the form where the page is not on the list, and keep what was typed', async () => {
    let proxyUrl = '';
    const pageUrl = await servePage(() => snippetFor(proxyUrl));
    proxyUrl = (await spawnServer(['--demo', '--data', temporaryFolder()])).url;
    const { page } = await visit(pageUrl);
    await fillLead(page, { phone: '62844444444' });
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Phone' }).inputValue(), '62844444444');
  });
});
