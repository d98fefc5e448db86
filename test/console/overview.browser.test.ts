import { expect } from '@open-wc/testing';
import { OwnerStub, button, press, renderPage, settled, wordsOf } from './owner-stub.ts';

const overview = (due: number): object => ({
  slots: [],
  products: [],
  languages: [],
  sources: [],
  views: { shown: 0, started: 0, since: null },
  used: 0,
  waiting: { due, oldest_at: null, held: 0, dead: 0, unconfirmed: 0 },
  delay: null,
  upstreams: { contacts: 'ok', promo_codes: 'ok' },
});

describe('<console-overview>', () => {
  let owner: OwnerStub;
  beforeEach(() => (owner = new OwnerStub()));
  afterEach(() => owner.restore());

  it('says as of when it is, and looks again where that is wanted', async () => {
    owner.on('GET /overview', () => Response.json(overview(4321)));
    const page = await renderPage('console-overview', {});
    expect(wordsOf(page)).to.match(/As of \w+ \d+, \d{4}.* Waiting to be sent 4,321 /);
    owner.on('GET /overview', () => Response.json(overview(0)));
    press(await button(page, 'Look again'));
    await settled(page);
    expect(wordsOf(page)).to.match(/Waiting to be sent 0 /);
  });
});
