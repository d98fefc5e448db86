import { expect } from '@open-wc/testing';
import { waitUntil } from '../support/elements/wait-until.ts';

const policy = [
  "default-src 'none'",
  // Engines differ in what `'self'` means in a document without a URL of its own.
  `script-src ${location.origin}`,
  `style-src ${location.origin}`,
  `connect-src ${location.origin}`,
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

describe('promo-lead under a strict Content-Security-Policy with Trusted Types', () => {
  it('renders styled and works, and violates nothing', async () => {
    const violations: string[] = [];
    const frame = document.createElement('iframe');
    frame.srcdoc = `<!doctype html>
      <meta http-equiv="content-security-policy" content="${policy}" />
      <lead-form endpoint="${location.origin}" product="x" promo></lead-form>
      <script type="module" src="${location.origin}/src/index.ts"></script>`;
    document.body.append(frame);
    await new Promise((resolve) => frame.addEventListener('load', resolve));
    const page = frame.contentDocument as Document;
    page.addEventListener('securitypolicyviolation', ({ violatedDirective, sourceFile }) => {
      violations.push(`${violatedDirective} ${sourceFile}`);
    });
    const form = page.querySelector('lead-form');
    await waitUntil(() => form?.shadowRoot?.querySelector('promo-code-input')?.shadowRoot);
    const button = form?.shadowRoot?.querySelector('[part=submit]') as HTMLElement;
    expect(getComputedStyle(button).fontWeight).to.equal('600');
    await form?.submit();
    await form?.updateComplete;
    expect(form?.shadowRoot?.querySelector('#phone-message')?.textContent?.trim()).to.equal(
      'Please enter your phone number.',
    );
    expect(violations).to.deep.equal([]);
    frame.remove();
  });
});
