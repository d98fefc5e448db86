import { expect } from '@open-wc/testing';
import type { ConsoleSettleLead } from '../../src/console/leads/settle-lead.ts';
import { type Language, languages } from '../../src/console/parts/language.ts';
import type {
  CodeProviderKind,
  ContactProviderKind,
  OwnerProviders,
} from '../../src/contract/owner/setup.ts';
import { OwnerStub, renderPage, wordsOf } from './owner-stub.ts';

const at = (
  codes: CodeProviderKind,
  contacts: ContactProviderKind,
  name = 'crm.mjs',
): OwnerProviders => ({
  promo_codes: { kind: codes, name },
  contacts: { kind: contacts, name },
});
const use = { id: '1', company: 'a', code: 'X', state: 'unconfirmed', lead: null, detail: null };
const noClients = { tokens: [], contact_clients: [] };
const ofVendors = ['promos-seru', 'promoholder', 'PROMOS_SERU'];

let owner: OwnerStub;
beforeEach(() => {
  const uses = [{ ...use, updated_at: '2026-11-29T03:00:00.000Z' }];
  owner = new OwnerStub()
    .setUp()
    .on('GET /uses', () => Response.json({ uses }))
    .on('GET /companies', () => Response.json({ companies: [], read_only: true }));
  called({ promoholder: false, promos_seru: false });
});
afterEach(() => owner.restore());

function called(callable: object): void {
  owner.on('GET /clients', () => Response.json({ callable, ...noClients }));
}

/** The text of the pages that say where something is kept. */
async function said(providers: OwnerProviders, language: Language = 'en'): Promise<string> {
  const given = { providers, language };
  const dialog = await renderPage<ConsoleSettleLead>('console-settle-lead', given);
  await dialog.open({ ref: 'REF' });
  const pages = [
    await renderPage('console-contacts', given),
    await renderPage('console-codes', given),
    dialog,
  ];
  return pages.map(wordsOf).join(' ');
}

describe('where promo codes and contacts are', () => {
  for (const language of Object.keys(languages) as Language[]) {
    it(`is never said to be an unrelated vendor (${language})`, async () => {
      for (const providers of [at('file', 'webhook'), at('module', 'module')]) {
        const words = await said(providers, language);
        expect(words).to.contain('crm.mjs');
        expect(ofVendors.filter((name) => words.includes(name))).to.deep.equal([]);
      }
    });
  }

  it('is said to be a webhook or a file if it is one', async () => {
    const words = await said(at('file', 'webhook', 'codes.csv'));
    expect(words).to.contain('Your leads go to your webhook.');
    expect(words).to.contain('where your webhook takes the leads first');
    expect(words).to.contain('kept in the file codes.csv. Change them there.');
    expect(words).to.contain('“promo-lead journal” lists what was used');
  });

  it('is shown with a vendor’s name', async () => {
    const words = await said(at('vendor', 'vendor', 'the vendor'));
    expect(words).to.contain('Your contacts are made at the vendor. Look there.');
    expect(words).to.contain('Look the phone up at the vendor first.');
    expect(words).to.contain('Your promo codes are kept at the vendor. Change them there.');
    expect(words).to.contain('the vendor was asked to use these up');
  });
});

describe('<console-clients>', () => {
  const words = async (): Promise<string> => wordsOf(await renderPage('console-clients', {}));

  it('has a card for each API that the server serves', async () => {
    expect((await words()).trim()).to.equal('');
    called({ promoholder: true, promos_seru: false });
    expect(await words())
      .to.contain('Make a token')
      .and.not.to.contain('Who makes contacts');
    called({ promoholder: false, promos_seru: true });
    expect(await words())
      .to.contain('PROMOS_SERU_SECRET_KEY')
      .and.not.to.contain('Make a token');
  });
});
