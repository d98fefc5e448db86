import { expect } from '@open-wc/testing';
import '../../../src/index.ts';
import { problem, ProxyStub } from '../../support/elements/proxy-stub.ts';
import {
  accepted,
  field,
  fill,
  renderForm,
  submit,
  textOf,
  visitor,
} from '../lead-form/lead-form-stage.ts';
import { HardPage, partOf, watchPage } from './hard-page.ts';

/** What a translator, a password manager or an old library does to a node. */
const edits: Readonly<Record<string, (node: ChildNode) => void>> = {
  'removed from': (node) => node.remove(),
  'wrapped in': (node) => {
    const wrapper = document.createElement('span');
    node.replaceWith(wrapper);
    wrapper.append(node);
  },
  'put in place of another in': (node) => {
    const translation = document.createElement('span');
    translation.textContent = 'Übersetzt';
    node.replaceWith(translation);
  },
  'put after another in': (node) => node.after(document.createElement('div')),
  'moved to the end of': (node) => node.parentNode?.append(node),
  'emptied in': (node) => {
    node.textContent = '';
  },
};

function everyNode(root: Node): readonly ChildNode[] {
  const nodes: ChildNode[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ALL);
  while (walker.nextNode()) nodes.push(walker.currentNode as ChildNode);
  return nodes;
}

const down = problem(503, 'unavailable');

/** Lit treats a node alike in every engine, so the slower ones try every fifth. */
const step = 'userAgentData' in navigator ? 1 : 5;

describe('<lead-form> whose inside somebody else edits', () => {
  for (const [what, edit] of Object.entries(edits)) {
    it(`sends its lead, once, wherever a node is ${what} its shadow root`, async () => {
      const complaints = watchPage();
      const count = everyNode((await renderForm(new ProxyStub(), { promo: '' })).renderRoot).length;
      for (let index = 0; index < count; index += step) {
        const proxy = new ProxyStub().answer(down, down, down, accepted);
        const el = await renderForm(proxy, { promo: '' });
        fill(el, visitor);
        await el.updateComplete;
        const node = everyNode(el.renderRoot)[index];
        if (node) edit(node);
        await submit(el);
        await submit(el);
        expect(el.status, `node ${index}`).to.equal('accepted');
        expect(new Set(proxy.sent.map(({ key }) => key)).size).to.equal(1);
        el.remove();
      }
      expect(complaints()).to.deep.equal([]);
    });
  }

  it('shows its thanks after the whole of it was replaced', async () => {
    const complaints = watchPage();
    const el = await renderForm(new ProxyStub().answer(accepted));
    fill(el, visitor);
    for (const node of everyNode(el.renderRoot)) {
      if (!(node instanceof Element)) node.remove();
    }
    await submit(el);
    await el.updateComplete;
    expect(textOf(el, '[part=thanks]')).to.contain('Thank you!');
    expect(complaints()).to.deep.equal([]);
  });

  it('sends what a password manager filled in without an event', async () => {
    const proxy = new ProxyStub().answer(accepted);
    const el = await renderForm(proxy);
    for (const [name, text] of Object.entries(visitor)) field(el, name).value = text;
    await submit(el);
    expect(el.status).to.equal('accepted');
    expect(proxy.sent[0]?.body).to.include({ first_name: 'Ayu', phone: '628123456789' });
  });

  it('does not navigate if its listeners are gone', async () => {
    const page = await HardPage.open();
    const form = partOf(page.form, 'form') as HTMLFormElement;
    // A copy has no listeners: submitting it is a native submission.
    const bare = form.cloneNode(true) as HTMLFormElement;
    form.replaceWith(bare);
    let isLeft = false;
    page.window.addEventListener('beforeunload', () => {
      isLeft = true;
    });
    bare.requestSubmit();
    // A native submission begins to navigate in a task of its own.
    await new Promise((resolve) => page.window.setTimeout(resolve));
    await page.recorder.sent();
    expect(isLeft).to.be.false;
    page.close();
  });
});
