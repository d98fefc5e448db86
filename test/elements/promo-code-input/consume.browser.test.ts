import { expect } from '@open-wc/testing';
import '../../../src/index.ts';
import { ProxyStub, reply } from '../../support/elements/proxy-stub.ts';
import { inputOf, messageOf, renderField, type } from './promo-code-stage.ts';

let proxy: ProxyStub;
beforeEach(() => {
  proxy = new ProxyStub();
});

describe('<promo-code-input consume>', () => {
  it('redeems, once and for all', async () => {
    proxy.answer(reply({ status: 'redeemed', code: 'ONCE' }));
    const el = await renderField(proxy, { value: 'once', consume: '' });
    expect(await el.apply()).to.equal('redeemed');
    expect(proxy.sent[0]?.path).to.equal('/v1/promo-codes/redeem');
    expect(await messageOf(el)).to.equal('Code ONCE has been redeemed.');
    expect(inputOf(el).readOnly).to.be.true;
    await el.apply();
    expect(proxy.sent).to.have.length(1);
  });

  it('does not redeem again if the page writes the code as the proxy spells it', async () => {
    proxy.answer(reply({ status: 'redeemed', code: 'ONCE' }));
    const el = await renderField(proxy, { value: 'once', consume: '' });
    el.addEventListener('promo-code-verdict', ({ verdict }) => {
      if ('code' in verdict) el.value = verdict.code;
    });
    expect(await el.apply()).to.equal('redeemed');
    expect(inputOf(el).value).to.equal('ONCE');
    await el.apply();
    expect(proxy.sent).to.have.length(1);
  });

  it('uses no code twice after a lost answer, however it is typed again', async () => {
    proxy.answer(new TypeError('the answer was lost'));
    const el = await renderField(proxy, { value: 'once', consume: '' });
    await el.apply();
    for (const code of ['onceX', 'TWICE', 'ONCE']) {
      type(el, code);
      await el.apply();
    }
    el.clear();
    proxy.answer(reply({ status: 'redeemed', code: 'ONCE' }));
    type(el, 'ONCE');
    await el.apply();
    const keysOf = (code: string): readonly (string | null)[] =>
      proxy.sent.filter(({ body }) => body['code'] === code).map(({ key }) => key);
    expect(new Set([...keysOf('once'), ...keysOf('ONCE')]).size).to.equal(1);
    expect(new Set(proxy.sent.map(({ key }) => key)).size).to.equal(3);
    // Now it was used: typing it after that means another use.
    el.clear();
    type(el, 'ONCE');
    await el.apply();
    expect(keysOf('ONCE').at(-1)).not.to.equal(keysOf('ONCE')[0]);
  });

  it('means another use after the form was reset, for another order', async () => {
    proxy.answer(reply({ status: 'unconfirmed' }));
    const el = await renderField(proxy, { consume: '' });
    for (let order = 0; order < 2; order += 1) {
      type(el, 'ONCE');
      await el.apply();
      el.formResetCallback();
    }
    expect(new Set(proxy.sent.map(({ key }) => key)).size).to.equal(2);
  });

  it('redeems again after the form was reset to the code that was used up', async () => {
    proxy.answer(reply({ status: 'redeemed', code: 'ONCE' }));
    const el = await renderField(proxy, { value: 'ONCE', consume: '' });
    for (let order = 0; order < 2; order += 1) {
      expect(await el.apply()).to.equal('redeemed');
      el.formResetCallback();
      expect(el.status).to.equal('typed');
    }
    expect(new Set(proxy.sent.map(({ key }) => key)).size).to.equal(2);
  });

  it('keeps its key when it is tried again, and has another one for another code', async () => {
    proxy.answer(reply({ status: 'unconfirmed' }));
    const el = await renderField(proxy, { value: 'ONCE', consume: '' });
    await el.apply();
    await el.apply();
    el.value = 'TWICE';
    await el.apply();
    const [first, second, third] = proxy.sent.map(({ key }) => key);
    expect(first).to.match(/^[0-9a-f]{32}$/);
    expect(second).to.equal(first);
    expect(third).not.to.equal(first);
  });
});
