import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { promoLead } from '../support/command/promo-lead.ts';
import { spawnServer } from '../support/command/spawn.ts';
import { codeBlocks } from '../support/documents/code-blocks.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { servePage } from './page-server.ts';
import { fillLead, visit } from './visit.ts';

/** The first block of HTML in the README, as pasted by a page's author. */
function snippetFor(proxyUrl: string): string {
  const [, snippet = ''] = /```html\n([^]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
  assert.match(snippet, /<lead-form/);
  return snippet.replaceAll('https://leads.example', proxyUrl);
}

describe("The README's two lines of HTML", () => {
  it('send a lead from a page of another origin', async () => {
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

  it('keep the lead if the page is not on the list, until the owner has added it', async () => {
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

describe('The HTML of the guides and of the README', () => {
  it('shows its elements without an error under the policy of its guide', async () => {
    let blocks: ReturnType<typeof codeBlocks> = [];
    let pages: readonly Pick<(typeof blocks)[number], 'file' | 'text'>[] = [];
    const pageOf = (path: string): (typeof pages)[number] | undefined =>
      pages[Number(path.slice(1))];
    const origin = await servePage(
      (path) => pageOf(path)?.text ?? '',
      (path) => {
        const policy = blocks.find(
          ({ lang, file }) => lang === 'http' && file === pageOf(path)?.file,
        );
        const [, name = '', value = ''] = /^([^:]+): (.+)$/.exec(policy?.text ?? '') ?? [];
        return name === '' ? {} : { [name]: value };
      },
    );
    // A page that may not call the server logs an error as soon as its form is seen.
    const { url } = await spawnServer(['--demo', '--data', temporaryFolder()], {
      PROMO_LEAD_ORIGINS: origin,
    });
    blocks = codeBlocks('{README.md,demo/docs/**/*.md}', (text) =>
      text.replaceAll('https://leads.example', url),
    );
    const start = snippetFor(url);
    pages = blocks
      .filter(({ lang }) => lang === 'html')
      // A block without a script continues the README's two lines.
      .map(({ file, text }) => ({
        file,
        text: /<script\s[^>]*\bsrc=/.test(text) ? text : start + text,
      }));
    assert.ok(pages.length > 11);
    const { page, complaints } = await visit('about:blank');
    for (const [index, { file, text }] of pages.entries()) {
      await page.goto(`${origin}/${index}`);
      for (const [, tag = ''] of text.matchAll(/<(lead-form|promo-code-input)/g)) {
        await page.locator(`${tag}:defined`).getByRole('textbox').first().waitFor();
      }
      assert.deepEqual(complaints, [], `${file}: ${text}`);
    }
  });
});
