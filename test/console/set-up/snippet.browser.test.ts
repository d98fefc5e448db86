import { expect } from '@open-wc/testing';
import { renderPage, within } from '../owner-stub.ts';

const setup = {
  products: [{ slug: 'soap', title: 'Soap', aliases: [] }],
  widget: { path: '/widget/1.0.0-abcdefgh/promo-lead.js', integrity: 'sha384-x' },
};

describe('<console-snippet>', () => {
  const { href } = location;
  afterEach(() => history.replaceState(null, '', href));

  for (const place of ['', '/promo', '/a/b']) {
    it(`names the server by the address that its owner uses, at ${place || 'the root'}`, async () => {
      history.replaceState(null, '', `${place}/console/#/setUp`);
      const page = await renderPage('console-snippet', { setup });
      const server = `${location.origin}${place}`;
      const texts = within(page).map(({ textContent }) => textContent);
      expect(texts).to.satisfy((all: string[]) =>
        all.some((text) => text.includes(`src="${server}/widget/1.0.0-abcdefgh/promo-lead.js"`)),
      );
      expect(texts).to.satisfy((all: string[]) =>
        all.some((text) => text.includes(`endpoint="${server}"`)),
      );
    });
  }
});
