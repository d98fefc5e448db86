import { expect } from '@open-wc/testing';
import type { ConsolePage } from '../../../src/console/parts/console-page.ts';
import { problem } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import { OwnerStub, press, renderPage, settled, within } from '../owner-stub.ts';

let owner: OwnerStub;
beforeEach(() => {
  owner = new OwnerStub()
    .on('GET /contacts', () => Response.json({ contacts: [], next: null }))
    .on('GET /clients', () =>
      Response.json({ callable: { promoholder: false, promos_seru: false } }),
    );
});
afterEach(() => owner.restore());

/** The link to a file of the contacts that are shown. */
function link(page: ConsolePage): HTMLAnchorElement {
  const found = within(page).find((each) => each instanceof HTMLAnchorElement);
  if (!found) throw new Error('Cannot find the link');
  return found;
}

describe('<console-contacts>', () => {
  it('downloads those that the search finds, and says if the session has ended', async () => {
    const page: ConsolePage = await renderPage('console-contacts', {});
    const field = page.shadowRoot?.querySelector<HTMLInputElement>('[name=search]');
    if (field) field.value = 'Budi';
    field?.form?.requestSubmit();
    await settled(page);
    const { searchParams } = new URL(link(page).href);
    expect(searchParams.get('search')).to.equal('Budi');
    owner.on(`GET /downloads/${searchParams.get('download')}`, problem(401, 'unauthorized'));
    let isOut = false;
    page.addEventListener('console-signed-out', () => (isOut = true));
    // Nothing is downloaded here.
    page.parentElement?.addEventListener('click', (event) => event.preventDefault());
    press(link(page));
    await waitUntil(() => isOut, 'nobody is told');
  });
});
