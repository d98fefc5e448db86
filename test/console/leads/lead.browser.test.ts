import { expect } from '@open-wc/testing';
import type { ConsoleLead } from '../../../src/console/leads/lead.ts';
import type { LeadState } from '../../../src/contract/lead-states.ts';
import type { OwnerLeadStory } from '../../../src/contract/owner/leads.ts';
import { problem } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import {
  button,
  buttons,
  comeBack,
  done,
  OwnerStub,
  press,
  renderPage,
  settled,
  wordsOf,
} from '../owner-stub.ts';
import { leadStory } from './lead-story.ts';

const lead = (state: LeadState, more: Partial<OwnerLeadStory> = {}): Response =>
  leadStory({ state, ...more });

const at = '2026-11-29T03:00:07.000Z';
const postback = {
  state: 'delivered',
  attempts: 1,
  detail: null,
  due_at: at,
  updated_at: at,
} as const;
const use = {
  company: 'a',
  code: 'SPRING',
  reason: null,
  detail: null,
  attempts: 1,
  updated_at: at,
};

let owner: OwnerStub;
beforeEach(() => {
  owner = new OwnerStub().on('GET /leads/REF', () => lead('quarantined'));
});
afterEach(() => owner.restore());

const render = (): Promise<ConsoleLead> => renderPage('console-lead', { subject: 'REF' });
const spam = 'Spam: throw it away';

describe('<console-lead>', () => {
  it('throws a lead away only after a question, and not on a double click', async () => {
    owner.on('POST /leads/REF/purge', done);
    const page = await render();
    const purge = await button(page, spam);
    press(purge);
    await waitUntil(() => buttons(page, spam).length === 2 || owner.changes.length > 0);
    for (const each of buttons(page, spam)) press(each, 2);
    await settled(page);
    expect(owner.changes).to.deep.equal([]);
    expect(wordsOf(page)).to.contain('The lead of Ana Sari, 62811 is deleted');
    for (const each of buttons(page, spam)) if (each !== purge) press(each);
    await waitUntil(() => owner.changes.length > 0, 'it was not thrown away');
    expect(owner.changes).to.deep.equal(['POST /leads/REF/purge']);
  });

  for (const [name, path, state] of [
    ['Not spam: send it', 'release', 'quarantined'],
    ['Send again', 'retry', 'held'],
  ] as const) {
    it(`acts once on a double click on “${name}”, without an error`, async () => {
      owner.on('GET /leads/REF', () => lead(state));
      const answer = owner.hold(`POST /leads/REF/${path}`);
      const page = await render();
      const again = await button(page, name);
      press(again);
      press(again, 2);
      await page.updateComplete;
      press(again);
      expect(owner.changes).to.deep.equal([`POST /leads/REF/${path}`]);
      answer(done());
      await settled(page);
      expect(page.failure).to.equal(undefined);
    });
  }

  for (const [becomes, focused] of [
    ['pending', 'Send again'],
    ['delivered', 'Lead REF'],
  ] as const) {
    it(`keeps the keyboard focus after “Send again” made the lead ${becomes}`, async () => {
      owner.on('GET /leads/REF', () => lead('held'));
      const page = await render();
      const again = await button(page, 'Send again');
      again.focus();
      owner.on('GET /leads/REF', () => lead(becomes));
      owner.on('POST /leads/REF/retry', done);
      press(again);
      const focusedWords = (): string =>
        (page.shadowRoot?.activeElement?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
      await waitUntil(() => page.lead?.state === becomes && focusedWords() !== '');
      expect(focusedWords()).to.equal(focused);
    });
  }

  it('shows the outcome of a lead that is being sent, and then stops polling', async () => {
    const timesOf = (call: string): number => owner.calls.filter((each) => each === call).length;
    const news = (state: LeadState) => (): Response =>
      Response.json({ came: 0, states: { REF: state }, codes: {}, open: [] });
    owner.on('GET /leads/REF', () => lead('sending')).on('GET /leads/news', news('sending'));
    const page = await render();
    comeBack();
    await waitUntil(() => timesOf('GET /leads/news') > 0, 'nobody asks');
    await settled(page);
    expect(timesOf('GET /leads/REF'), 'a look at a person is written down').to.equal(1);
    owner.on('GET /leads/news', news('delivered')).on('GET /leads/REF', () => lead('delivered'));
    await waitUntil(() => {
      comeBack();
      return page.lead?.state === 'delivered';
    }, 'it is being sent for good');
    await settled(page);
    const { length } = owner.calls;
    comeBack();
    expect(owner.calls).to.have.length(length);
  });

  it('asks for the ID of a contact that somebody found', async () => {
    owner.on('GET /leads/REF', () => lead('held')).on('POST /leads/REF/settle', done);
    const page = await render();
    press(await button(page, 'Settle by hand'));
    const isThere = await button(page, 'It is there');
    isThere.click();
    await waitUntil(() => wordsOf(page).includes('Type the contact’s ID'), 'it says nothing');
    const field = isThere.form?.elements.namedItem('contact_id') as HTMLInputElement;
    expect([field.ariaInvalid, field.matches(':focus')]).to.deep.equal(['true', true]);
    expect(field.getAttribute('aria-describedby')).to.equal('missing');
    expect(owner.changes).to.deep.equal([]);
    field.value = ' 77 ';
    isThere.click();
    await waitUntil(() => owner.changes.length > 0, 'it is not settled');
    const body = JSON.stringify({ state: 'delivered', contact_id: '77' });
    expect(owner.changes).to.deep.equal([`POST /leads/REF/settle ${body}`]);
  });

  it('shows no facts about somebody who turns out to be erased', async () => {
    owner.on('POST /leads/REF/erase', problem(404, 'not-found'));
    const page = await render();
    const erase = await button(page, 'Erase this person');
    press(erase);
    await waitUntil(() => buttons(page, 'Erase this person').length === 2);
    for (const each of buttons(page, 'Erase this person')) if (each !== erase) press(each);
    await waitUntil(() => wordsOf(page).includes('It is no longer there.'), 'it says nothing');
    await settled(page);
    expect(wordsOf(page)).not.to.contain('62811');
  });

  for (const [what, before, after, words] of [
    [
      'the tracker was told',
      { postbacks: [{ ...postback, status: 'waiting' }] },
      { postbacks: [{ ...postback, status: 'sent' }] },
      'Postback sent',
    ],
    [
      'its promo code was used',
      { promo_code: 'SPRING', redemption: { ...use, state: 'pending' } },
      { promo_code: 'SPRING', redemption: { ...use, state: 'redeemed' } },
      'State used',
    ],
  ] as const) {
    it(`shows that ${what} after it was delivered`, async () => {
      const news = (open: readonly string[]): Response =>
        Response.json({ came: 0, states: { REF: 'delivered' }, codes: {}, open });
      owner
        .on('GET /leads/REF', () => lead('delivered', before))
        .on('GET /leads/news', () => news(['REF']));
      const page = await render();
      comeBack();
      await waitUntil(() => owner.calls.includes('GET /leads/news'), 'nobody asks');
      await settled(page);
      expect(owner.calls.filter((call) => call === 'GET /leads/REF')).to.have.length(1);
      owner
        .on('GET /leads/REF', () => lead('delivered', after))
        .on('GET /leads/news', () => news([]));
      await waitUntil(() => {
        comeBack();
        return wordsOf(page).includes(words);
      }, 'it is on its way for good');
    });
  }

  it('says that the server does not answer if polling for the outcome fails', async () => {
    owner
      .on('GET /leads/REF', () => lead('sending'))
      .on('GET /leads/news', problem(503, 'unavailable'));
    const page = await render();
    comeBack();
    await waitUntil(() => wordsOf(page).includes('this may not be the latest'), 'it says nothing');
  });

  it('shows after an erasure what is left, and the phones that may be the same person’s', async () => {
    const gone = {
      leads: 1,
      contacts: 1,
      journal: 0,
      codes_left: 1,
      vendor_contacts: [],
      vendor_unnamed: 0,
    };
    owner.on('POST /leads/REF/erase', () =>
      Response.json({ ...gone, similar_phones: ['0811', '811'] }),
    );
    const page = await render();
    const erase = await button(page, 'Erase this person');
    press(erase);
    await waitUntil(() => buttons(page, 'Erase this person').length === 2);
    for (const each of buttons(page, 'Erase this person')) if (each !== erase) press(each);
    await waitUntil(() => wordsOf(page).includes('The person is erased here.'));
    expect(wordsOf(page)).to.contain('A use that is still to be sent has it too.');
    expect(wordsOf(page)).to.contain('and are still here: 0811, 811.');
  });

  for (const [state, heading] of [
    ['quarantined', 'Why it looks like spam'],
    ['delivered', 'Spam check'],
    ['held', 'Spam check'],
  ] as const) {
    it(`shows “${heading}” for a lead that is ${state}, and why in words`, async () => {
      const detail = 'looks like spam: hurry, namesakes';
      const signs = { score: 90, reasons: ['hurry', 'namesakes'], isQuarantined: false };
      owner.on('GET /leads/REF', () =>
        lead(state, { spam: signs, ...(state === 'quarantined' && { detail }) }),
      );
      const words = wordsOf(await render());
      expect(words).to.contain(heading);
      expect(words).to.match(
        /Points 90 .*sooner than people type; many leads came under this name/,
      );
      expect(words).not.to.match(/hurry|namesakes|isQuarantined/);
      expect(words.includes('Why it looks like spam')).to.equal(state === 'quarantined');
    });
  }

  it('shows an unknown sign of spam as it is', async () => {
    const signs = { score: 10, reasons: ['moonlight'] };
    owner.on('GET /leads/REF', () => lead('delivered', { spam: signs }));
    expect(wordsOf(await render())).to.contain('What was noticed moonlight');
  });

  it('shows what was agreed to and when, and no “no” if nothing was asked', async () => {
    expect(wordsOf(await render())).not.to.contain('Consent');
    const consent_at = '2026-11-29T03:00:07.000Z';
    const agreed = { consent: true, consent_text: 'Call me about gyms.', consent_at };
    owner.on('GET /leads/REF', () => lead('delivered', agreed));
    const words = wordsOf(await render());
    expect(words).to.match(/Consent given on .*2026.*:07.* Consent text Call me about gyms\./);
  });

  it('says whether a postback was sent, when it is tried again, and why not', async () => {
    expect(wordsOf(await render())).not.to.contain('tracker');
    const updated_at = '2026-11-29T03:00:07.000Z';
    const once = { attempts: 1, due_at: null, updated_at };
    const detail = 'The tracker answers HTTP 500';
    const due_at = '2026-11-29T04:30:00.000Z';
    owner.on('GET /leads/REF', () =>
      lead('delivered', {
        postbacks: [
          { ...once, state: 'rejected', status: 'sent', detail: null },
          { ...once, state: 'delivered', status: 'waiting', attempts: 2, detail, due_at },
        ],
      }),
    );
    const words = wordsOf(await render());
    expect(words).to.match(/Your tracker .*Postback sent When .*2026.* Attempts 1/);
    expect(words).to.match(
      /Postback not received yet Attempts 2 Why The tracker answers HTTP 500 Next/,
    );
  });

  it('says in one line how the visitor came, even if that cannot be decrypted', async () => {
    const first = { utm_source: 'google', referrer: 'https://search.example' };
    owner.on('GET /leads/REF', () => lead('delivered', { attribution: { first } }));
    expect(wordsOf(await render())).to.contain('first.utm_source google first.referrer');
    const error = '[cannot be decrypted]';
    owner.on('GET /leads/REF', () => lead('delivered', { attribution: { error } }));
    expect(wordsOf(await render())).to.contain(`error ${error}`);
  });
});
