import { expect } from '@open-wc/testing';
import '../../../src/promo-code-input.ts';
import { ProxyStub, reply } from '../../support/elements/proxy-stub.ts';
import { messageOf, renderField, type } from './promo-code-stage.ts';

const expired = reply({ status: 'invalid', reason: 'expired' });

describe('<promo-code-input> whose page changes', () => {
  it('shows nothing about a code that the attribute no longer has', async () => {
    const proxy = new ProxyStub().answer(expired);
    const el = await renderField(proxy, { value: 'OLD' });
    await el.apply();
    expect([el.status, el.checkValidity()]).to.deep.equal(['invalid', false]);
    el.setAttribute('value', 'NEW');
    expect([el.status, el.checkValidity()]).to.deep.equal(['typed', true]);
    expect(await messageOf(el)).to.equal('');
  });

  it('is free for the next code once one was redeemed', async () => {
    const proxy = new ProxyStub().answer(reply({ status: 'redeemed', code: 'OLD' }));
    const el = await renderField(proxy, { value: 'old', consume: '' });
    await el.apply();
    // As the proxy spells it: still that code.
    el.setAttribute('value', 'OLD');
    expect(el.status).to.equal('redeemed');
    el.setAttribute('value', 'NEW');
    await el.apply();
    expect(proxy.sent.map(({ body }) => body['code'])).to.deep.equal(['old', 'NEW']);
  });

  it('keeps the outcome of a code that was typed over the attribute', async () => {
    const el = await renderField(new ProxyStub().answer(expired), { value: 'OLD' });
    type(el, 'typed');
    await el.apply();
    el.setAttribute('value', 'NEW');
    expect([el.value, el.status]).to.deep.equal(['typed', 'invalid']);
  });
});
