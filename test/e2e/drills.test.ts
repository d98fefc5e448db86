import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { spawnServer } from '../support/command/spawn.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { servePage } from './page-server.ts';
import { fillLead, visit } from './visit.ts';

/** The README's first block of HTML, and the one with the drill. */
function snippetsFor(proxyUrl: string): string {
  const blocks = readFileSync('README.md', 'utf8').match(/(?<=```html\n)[^]*?(?=```)/g) ?? [];
  const drill = blocks.find((block) => block.includes('createDrillClient')) ?? '';
  assert.match(drill, /<script type="module">/);
  return `${blocks[0]}${drill}`.replaceAll('https://leads.example', proxyUrl);
}

describe("The README's drill", () => {
  it('shows its state on a page of another origin, over the script-tag files', async () => {
    const { url } = await spawnServer(['--demo', '--data', temporaryFolder()]);
    const pageUrl = await servePage(() => snippetsFor(url));
    const { page, complaints } = await visit(pageUrl);
    await fillLead(page, { phone: '62844444444', code: 'SPRING' });
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('Too many tries.').waitFor();
    await page.getByText(/Try again in \d+ seconds/).waitFor();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('saved here, but not sent yet').waitFor();
    assert.deepEqual(complaints, []);
  });
});
