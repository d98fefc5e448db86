import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const elements = await import('../../src/elements/index.ts');

describe('promo-lead in Node', () => {
  it('can be imported without a document, and defines nothing by its classes', () => {
    assert.equal(typeof elements.LeadForm, 'function');
    assert.equal(typeof elements.PromoCodeInput, 'function');
    assert.equal(globalThis.customElements.get('lead-form'), undefined);
  });

  it('has its elements say the version of the package', () => {
    const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    const { version } = JSON.parse(manifest) as { version: string };
    assert.equal(elements.LeadForm.version, version);
    assert.equal(elements.PromoCodeInput.version, version);
  });
});
