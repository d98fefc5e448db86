import { expect } from '@open-wc/testing';
import type { ConsoleDownload } from '../../../src/console/parts/download.ts';
import { problem } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import { OwnerStub, renderPage, within, wordsOf } from '../owner-stub.ts';

let owner: OwnerStub;
let id = '';
beforeEach(() => {
  owner = new OwnerStub();
});
afterEach(() => owner.restore());

/** Links of downloads that the browser does not begin. */
async function render(): Promise<ConsoleDownload> {
  const urlOf = ({ download }: { readonly download: string }): string => `#${(id = download)}`;
  const done = (rows: string): string => `Rows: ${rows}`;
  const page = await renderPage<ConsoleDownload>('console-download', { urlOf, done, everyMs: 1 });
  page.parentElement?.addEventListener('click', (event) => event.preventDefault());
  return page;
}

function click(page: ConsoleDownload, detail = 1): void {
  const link = within(page).find((each) => each.matches('a'));
  const init = { bubbles: true, composed: true, cancelable: true, detail };
  link?.dispatchEvent(new MouseEvent('click', init));
}

describe('<console-download>', () => {
  it('says how many are in the file', async () => {
    const page = await render();
    owner.on(`GET /downloads/${id}`, () => Response.json({ state: 'done', rows: 7 }));
    click(page);
    await waitUntil(() => wordsOf(page).includes('Rows: 7'), 'it says nothing');
  });

  it('stops asking after a minute without an answer, and says that it does not know', async () => {
    const page = await render();
    click(page);
    await waitUntil(() => wordsOf(page).includes('Your browser shows it.'), 'it asks for good');
    expect(owner.calls).to.have.length(7);
  });

  it('begins one download on a double click', async () => {
    const page = await render();
    let begun = 0;
    page.parentElement?.addEventListener('click', (event) => {
      const link = event.composedPath().find((each) => each instanceof HTMLAnchorElement);
      if (link) begun += 1;
    });
    click(page);
    click(page, 2);
    expect(begun).to.equal(1);
  });

  it('says that the owner has to sign in again', async () => {
    const page = await render();
    owner.on(`GET /downloads/${id}`, problem(401, 'unauthorized'));
    let isOut = false;
    page.addEventListener('console-signed-out', () => (isOut = true));
    click(page);
    await waitUntil(() => isOut, 'nobody is told');
  });
});
