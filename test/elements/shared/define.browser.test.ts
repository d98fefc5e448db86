import { expect } from '@open-wc/testing';
import { define } from '../../../src/elements/shared/define.ts';

function element(version: string): typeof HTMLElement & { version: string } {
  return class extends HTMLElement {
    static readonly version = version;
  };
}

describe('define()', () => {
  const warnings: string[] = [];
  const { warn } = console;
  beforeEach(() => {
    warnings.length = 0;
    console.warn = (text: string) => warnings.push(text);
  });
  afterEach(() => {
    console.warn = warn;
  });

  it('registers once, and says nothing of a second copy of the same version', () => {
    const first = element('1.0.0');
    define('x-one', first);
    define('x-one', element('1.0.0'));
    expect(customElements.get('x-one')).to.equal(first);
    expect(warnings).to.be.empty;
  });

  it('warns if another version was first, and does not throw', () => {
    define('x-two', element('1.0.0'));
    define('x-two', element('2.0.0'));
    expect(warnings.join()).to.contain('promo-lead 1.0.0');
  });

  it('warns if another script has the name', () => {
    customElements.define('x-three', class extends HTMLElement {});
    define('x-three', element('1.0.0'));
    expect(warnings.join()).to.contain('another script');
  });
});
