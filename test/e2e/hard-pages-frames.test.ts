import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Frame, Page } from 'playwright-core';
import { openSite, type Site } from './hard-pages-site.ts';
import { sendLead } from './hard-pages-visitor.ts';
import { fillLead, visitAtDesk } from './visit.ts';

const content = `<!doctype html><html lang="en"><body>
  <lead-form endpoint="/" product="blackmask" promo></lead-form>
  <script src="/cdn/promo-lead.classic.js"></script>`;
const srcdoc = content.replaceAll('"', '&quot;');

const frames: Readonly<Record<string, string>> = {
  'of a srcdoc': `<iframe srcdoc="${srcdoc}"></iframe>`,
  'without a document of its own, which the page writes': `<iframe></iframe><script>
    const { contentDocument } = document.querySelector('iframe');
    contentDocument.open();
    contentDocument.write(${JSON.stringify(content).replaceAll('</script', '<\\/script')});
    contentDocument.close();
  </script>`,
  'that is sandboxed without forms':
    '<iframe sandbox="allow-scripts allow-same-origin" src="/inside"></iframe>',
};

async function openPage(frame: string): Promise<Site> {
  const style = '<style>iframe { width: 600px; height: 900px }</style>';
  return openSite({
    '/page': { html: `<!doctype html><html lang="en">${style}${frame}` },
    '/inside': { html: content },
  });
}

async function frameOf(page: Page): Promise<Frame> {
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  if (!frame) throw new Error('Cannot find the frame');
  return frame;
}

describe('A frame', () => {
  for (const [which, html] of Object.entries(frames)) {
    it(`takes one lead: ${which}`, async () => {
      const site = await openPage(html);
      const { page, complaints } = await visitAtDesk(`${site.url}/page`);
      await sendLead(await frameOf(page), site);
      // Chromium warns about every sandbox with both.
      assert.deepEqual(
        complaints.filter((one) => !/can escape its sandboxing/.test(one)),
        [],
      );
    });
  }

  it('sandboxed without allow-forms sends on Enter too', async () => {
    const site = await openPage(frames['that is sandboxed without forms'] ?? '');
    const { page } = await visitAtDesk(`${site.url}/page`);
    const frame = await frameOf(page);
    await fillLead(frame, { phone: '62811111111' });
    await frame.getByRole('textbox', { name: 'Phone' }).press('Enter');
    await frame.getByText('Thank you!').waitFor();
    assert.equal(await site.storedLeads(), 1);
  });

  it('sandboxed without an origin says that nothing was sent, and loses nothing', async () => {
    const site = await openPage('<iframe sandbox="allow-scripts" src="/inside"></iframe>');
    const { page } = await visitAtDesk(`${site.url}/page`);
    const frame = await frameOf(page);
    await fillLead(frame, { phone: '62811111111' });
    await frame.getByRole('button', { name: 'Send' }).click();
    await frame.getByText('That didn’t go through.').last().waitFor();
    const phone = frame.getByRole('textbox', { name: 'Phone' });
    assert.equal(await phone.inputValue(), '62811111111');
    assert.equal(await site.storedLeads(), 0);
  });
});
