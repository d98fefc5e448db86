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

  it('keep the lead where the page is not on the list, until its owner has put it there', async () => {
    const data = temporaryFolder();
    let proxyUrl = '';
    const pageUrl = await servePage(() => snippetFor(proxyUrl));
    const { url, child, ended } = await spawnServer(['--demo', '--data', data]);
    proxyUrl = url;
    const { page } = await visit(pageUrl);
    await fillLead(page, { phone: '62844444444' });
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Your request is saved here, but not sent yet.').waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Phone' }).inputValue(), '62844444444');

    child.kill();
    await ended;
    const args = ['--demo', '--data', data, '--port', new URL(url).port];
    await spawnServer(args, { PROMO_LEAD_ORIGINS: pageUrl });
    await page.getByRole('button', { name: 'Send now' }).click();
    await page.getByText('Thank you!').waitFor();
    const { stdout } = await promoLead(['leads', 'list', '--json', '--data', data]);
    assert.partialDeepStrictEqual(JSON.parse(stdout), [{ phone: '62844444444' }]);
  });
});
