import { expect } from '@open-wc/testing';
import { fillAndSend, HardPage, reached, visitor } from './hard-page.ts';

/** What other scripts of a page do to the language and the browser before ours loads. */
const libraries: Readonly<Record<string, string>> = {
  'Prototype.js: Array.from() knows no mapping, arrays have toJSON()': `
    Array.from = (items) => Array.prototype.slice.call(items);
    Array.prototype.toJSON = function () { return '[' + this.join() + ']'; };
    for (const name of ['each', 'inspect', 'collect', 'include']) Array.prototype[name] = () => {};
    for (const name of ['show', 'hide', 'visible', 'up', 'down']) Element.prototype[name] = () => {};`,
  'MooTools: Event is a class of its own, bind() another one': `
    window.Event = function Event(event) { this.event = event; };
    Function.prototype.bind = function (that, ...first) {
      return (...rest) => this.apply(that, [...first, ...rest]);
    };`,
  'old habits: enumerable methods of every object': `
    for (const name of ['extend', 'clone', 'each', 'keys', 'merge', 'toJSON', 'isEmpty', 'size']) {
      Object.prototype[name] = function () { return {}; };
    }`,
  'zone.js: promises, timers and listeners are wrapped': `
    const Native = Promise;
    window.Promise = class ZoneAwarePromise extends Native {};
    const { addEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (type, listener, ...rest) {
      return addEventListener.call(this, type, listener && function (event) {
        return listener.handleEvent ? listener.handleEvent(event) : listener.call(this, event);
      }, ...rest);
    };
    const { setTimeout } = window;
    window.setTimeout = (run, ...rest) => setTimeout(() => run(), ...rest);`,
  'monitoring: fetch and JSON are wrapped': `
    const { fetch } = window;
    window.fetch = function (...call) { return fetch.apply(this, call).then((reply) => reply); };
    const { stringify } = JSON;
    JSON.stringify = (...call) => stringify(...call);`,
  'polyfills: iterators, trim(), normalize() and define() of their own': `
    const values = Array.prototype.values;
    Array.prototype[Symbol.iterator] = function () { return values.call(this); };
    String.prototype.trim = function () { return this.replace(/^\\s+|\\s+$/g, ''); };
    String.prototype.normalize = function () { return String(this); };
    const { define } = CustomElementRegistry.prototype;
    CustomElementRegistry.prototype.define = function (...call) { return define.apply(this, call); };`,
  'extensions: every shadow root is open': `
    const { attachShadow } = Element.prototype;
    Element.prototype.attachShadow = function (init) {
      return attachShadow.call(this, { ...init, mode: 'open' });
    };`,
};

describe('<lead-form> in a page with', () => {
  for (const [what, script] of Object.entries(libraries)) {
    it(what, async () => {
      const page = await HardPage.open({ head: `<script>{${script}}</script>` });
      fillAndSend(page.form);
      await reached(page.form, 'accepted');
      const [lead, ...more] = await page.recorder.leads();
      expect(more).to.deep.equal([]);
      expect(lead?.isLead).to.be.true;
      expect(lead?.body).to.include(visitor);
      expect(lead?.key).to.match(/^[0-9a-f]{32}$/);
      expect(page.complaints).to.deep.equal([]);
      page.close();
    });
  }
});
