import { expect } from '@open-wc/testing';
import { waitUntil } from '../wait-until.ts';

let frame: HTMLIFrameElement;
afterEach(() => frame.remove());

/** A page of its own with a lead form: a module is loaded once in a page. */
async function open(script = ''): Promise<Window> {
  frame = document.createElement('iframe');
  frame.srcdoc = `<!doctype html>
    <script>${script}</script>
    <lead-form endpoint="${location.origin}" product="x"></lead-form>
    <script type="module" src="${location.origin}/src/lead-form.ts"></script>`;
  document.body.append(frame);
  await new Promise((resolve) => frame.addEventListener('load', resolve));
  return frame.contentWindow as Window;
}

function isLoaded({ performance }: Window): boolean {
  return performance.getEntriesByType('resource').some(({ name }) => name.includes('/later.ts'));
}

describe('<lead-form> loads what it does not need at once', () => {
  it('when the page is idle', async () => {
    const page = await open();
    await waitUntil(() => isLoaded(page), 'the rest is loaded');
  });

  it('at last if the page is never idle', async () => {
    // Only callbacks with a timeout are called.
    const page = await open(`requestIdleCallback = (work, options) => {
      if (options?.timeout > 0) setTimeout(work);
    };`);
    await waitUntil(() => isLoaded(page), 'the rest is loaded');
  });

  it('when the visitor comes to a field, however busy the page is', async () => {
    const page = await open('requestIdleCallback = () => 0;');
    const form = page.document.querySelector('lead-form');
    await form?.updateComplete;
    expect(isLoaded(page)).to.be.false;
    form?.shadowRoot
      ?.querySelector('input')
      ?.dispatchEvent(new FocusEvent('focusin', { bubbles: true, composed: true }));
    await waitUntil(() => isLoaded(page), 'the rest is loaded');
  });
});
