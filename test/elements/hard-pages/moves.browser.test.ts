import { expect } from '@open-wc/testing';
import type { LeadForm } from '../../../src/index.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import {
  fillAndSend,
  HardPage,
  inputOf,
  partOf,
  promoOf,
  reached,
  type,
  visitor,
} from './hard-page.ts';

/** What a page does to an element while its lead is being sent; returns the element. */
type Move = (form: LeadForm, page: HardPage) => LeadForm | Promise<LeadForm>;

const into = (parent: Node, form: LeadForm): LeadForm => parent.appendChild(form);

const moves: Readonly<Record<string, Move>> = {
  'appended elsewhere': (form, { document }) => into(document.createElement('div'), form),
  'appended elsewhere, connected': (form, { document: { body } }) => {
    const parent = body.appendChild(body.ownerDocument.createElement('section'));
    return into(parent, form);
  },
  'moved by moveBefore(), or by insertBefore() where the engine has none': (form, page) => {
    const { body } = page.document;
    const parent = body.appendChild(page.document.createElement('section'));
    if ('moveBefore' in parent) parent.moveBefore(form, null);
    else body.insertBefore(form, null);
    return form;
  },
  'moved into a shadow root': (form, { document: { body } }) => {
    const host = body.appendChild(body.ownerDocument.createElement('div'));
    return into(host.attachShadow({ mode: 'open' }), form);
  },
  'moved into another document': (form) => into(document.body, form),
  'adopted by another document, and put back': (form, page) => {
    document.adoptNode(form);
    return into(page.document.body, form);
  },
  'put into a template, and back': (form, page) => {
    page.document.createElement('template').content.append(form);
    return into(page.document.body, form);
  },
  'put into a document without a window, and back': (form, page) => {
    into(page.document.implementation.createHTMLDocument().body, form);
    return into(page.document.body, form);
  },
  'removed and put back before the answer': (form, { document: { body } }) => {
    form.remove();
    return into(body, form);
  },
  'removed and put back 50 times in one task': (form, { document: { body } }) => {
    for (let time = 0; time < 50; time += 1) {
      form.remove();
      body.append(form);
    }
    return form;
  },
  'given new attributes, and the old ones again, by a framework': async (form) => {
    for (const { name, value } of Array.from(form.attributes)) {
      form.removeAttribute(name);
      await form.updateComplete;
      form.setAttribute(name, value);
    }
    return form;
  },
};

describe('<lead-form> whose lead is on its way', () => {
  let page: HardPage;
  beforeEach(async () => {
    page = await HardPage.open();
  });
  afterEach(() => page.close());

  for (const [what, move] of Object.entries(moves)) {
    it(`sends one lead, and shows its thanks, when it is ${what}`, async () => {
      const { form, recorder } = page;
      await recorder.hold();
      fillAndSend(form);
      await recorder.arrived();
      const moved = await move(form, page);
      partOf(moved, '[part=submit]').click();
      await recorder.release();
      await reached(moved, 'accepted');
      expect(partOf(moved, '[part=thanks]').textContent).to.contain('Thank you!');
      expect(await recorder.leads()).to.have.length(1);
      expect((await recorder.leads())[0]?.body).to.include(visitor);
      expect(page.complaints).to.deep.equal([]);
      moved.remove();
    });
  }

  it('shows its thanks if it was out of the page when the answer came', async () => {
    const { form, recorder } = page;
    await recorder.hold();
    fillAndSend(form);
    await recorder.arrived();
    form.remove();
    await recorder.release();
    await reached(form, 'accepted');
    page.document.body.append(form);
    await form.updateComplete;
    expect(partOf(form, '[part=thanks]').checkVisibility()).to.be.true;
    expect(await recorder.leads()).to.have.length(1);
    expect(page.complaints).to.deep.equal([]);
  });

  it('sends its lead although it was removed, and navigates as a native form does', async () => {
    const { form, recorder } = page;
    form.successUrl = '#thanks';
    await recorder.hold();
    fillAndSend(form);
    form.remove();
    await recorder.arrived();
    await recorder.release();
    await reached(form, 'accepted');
    expect(page.window.location.hash).to.equal('#thanks');
    expect(page.complaints).to.deep.equal([]);
  });

  const copies: Readonly<Record<string, (form: LeadForm) => Node>> = {
    'cloneNode()': (form) => form.cloneNode(true),
    'importNode()': (form) => document.importNode(form, true),
    'a template': (form) => {
      const template = form.ownerDocument.createElement('template');
      template.innerHTML = form.outerHTML;
      return template.content.cloneNode(true);
    },
    'its own HTML': (form) => {
      const host = form.ownerDocument.createElement('div');
      host.innerHTML = form.outerHTML;
      return host;
    },
  };

  for (const [how, copy] of Object.entries(copies)) {
    it(`is copied empty by ${how}: another form, with a lead of its own`, async () => {
      const {
        form,
        recorder,
        document: { body },
      } = page;
      await recorder.hold();
      fillAndSend(form);
      await recorder.arrived();
      const holder = body.ownerDocument.createElement('section');
      holder.append(copy(form));
      body.append(holder);
      const other = holder.querySelector('lead-form') as LeadForm;
      await other.updateComplete;
      expect(other.status).to.equal('editing');
      expect(inputOf(other, '#phone').value).to.equal('');
      // The same fields would be the same lead, with the key that it has.
      fillAndSend(other, { ...visitor, phone: '628999999999' });
      await recorder.arrived(2);
      await recorder.release();
      await reached(form, 'accepted');
      await reached(other, 'accepted');
      const keys = (await recorder.leads()).map(({ key }) => key);
      expect(new Set(keys).size).to.equal(2);
      expect(page.complaints).to.deep.equal([]);
    });
  }
});

describe('<promo-code-input> that is moved', () => {
  it('asks once, and shows its verdict', async () => {
    const page = await HardPage.open();
    const { form, recorder } = page;
    const promo = promoOf(form);
    await promo.updateComplete;
    await recorder.hold();
    type(inputOf(promo), 'welcome10');
    partOf(promo, 'button').click();
    form.remove();
    page.document.body.append(form);
    await recorder.release();
    await waitUntil(() => promo.status === 'valid');
    const asked = (await recorder.sent()).filter(({ path }) => path.startsWith('v1/promo-codes'));
    expect(asked).to.have.length(1);
    expect(page.complaints).to.deep.equal([]);
    page.close();
  });

  it('keeps empty what the visitor emptied, whatever the URL says', async () => {
    const page = await HardPage.open({ query: '?promo=WELCOME10' });
    const promo = promoOf(page.form);
    expect(promo.value).to.equal('WELCOME10');
    type(inputOf(promo), '');
    page.document.body.append(page.form);
    expect(promo.value).to.equal('');
    page.close();
  });
});

describe('An element in a document that it was not made for', () => {
  it('<lead-form> has its thanks styled, in each document that it comes to', async () => {
    const page = await HardPage.open();
    const { form } = page;
    const isStyled = (): boolean =>
      getComputedStyle(partOf(form, '[part=thanks]')).textAlign === 'center';
    document.body.append(form);
    fillAndSend(form);
    await reached(form, 'accepted');
    await form.updateComplete;
    await waitUntil(isStyled);
    for (const { body } of [page.document, document, page.document]) {
      body.append(form);
      expect(isStyled()).to.be.true;
    }
    expect(page.complaints).to.deep.equal([]);
    page.close();
  });

  for (const [tag, part] of [
    ['lead-form', '[part=submit]'],
    ['promo-code-input', '[part=button]'],
  ] as const) {
    it(`<${tag}> is styled, made in one document and first connected in another`, async () => {
      const page = await HardPage.open();
      const el = page.document.createElement(tag) as LeadForm;
      document.body.append(el);
      await el.updateComplete;
      expect(getComputedStyle(partOf(el, part)).fontWeight).to.equal('600');
      expect(page.complaints).to.deep.equal([]);
      el.remove();
      page.close();
    });

    it(`<${tag}> is styled after it was moved to another document, and back`, async () => {
      const page = await HardPage.open();
      const el = page.document.body.appendChild(page.document.createElement(tag)) as LeadForm;
      await el.updateComplete;
      document.body.append(el);
      expect(getComputedStyle(partOf(el, part)).fontWeight).to.equal('600');
      page.document.body.append(el);
      expect(getComputedStyle(partOf(el, part)).fontWeight).to.equal('600');
      expect(page.complaints).to.deep.equal([]);
      page.close();
    });
  }
});
