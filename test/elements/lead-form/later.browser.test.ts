import { expect } from '@open-wc/testing';
import { waitUntil } from '../../support/elements/wait-until.ts';

let frame: HTMLIFrameElement;
afterEach(() => frame.remove());

interface Parts {
  /** Of the form. */
  readonly attributes?: string;
  readonly content?: string;
}

/** A second never passes on it. */
const neverASecond = `<script>
  const { setTimeout: native } = window;
  window.setTimeout = (run, ms) => (ms >= 1_000 ? 0 : native(run, ms));
</script>`;

/** A second passes on it sooner than anything else that takes time. */
const aSecondIsShort = `<script>
  const { setTimeout: native } = window;
  window.setTimeout = (run, ms) => native(run, ms >= 1_000 ? 0 : 50);
</script>`;

/** A page of its own with a lead form: a module is loaded once in a page. */
async function open(head = '', { attributes = '', content = '' }: Parts = {}): Promise<Document> {
  frame = document.createElement('iframe');
  frame.srcdoc = `<!doctype html>${head}
    <lead-form endpoint="${location.origin}" product="x" ${attributes}>${content}</lead-form>`;
  document.body.append(frame);
  await new Promise((resolve) => frame.addEventListener('load', resolve));
  return frame.contentDocument as Document;
}

async function define(page: Document, file = '/src/lead-form.ts'): Promise<HTMLInputElement> {
  const script = page.createElement('script');
  script.type = 'module';
  script.src = location.origin + file;
  page.body.append(script);
  const form = page.querySelector('lead-form');
  await waitUntil(() => form?.shadowRoot?.querySelector('input'), 'the form');
  return form?.shadowRoot?.querySelector('input') as HTMLInputElement;
}

function isLoaded(): boolean {
  const files = frame.contentWindow?.performance.getEntriesByType('resource') ?? [];
  return files.some(({ name }) => name.includes('/later.ts'));
}

const untilLoaded = (): Promise<void> => waitUntil(isLoaded, 'the rest is loaded');

describe('<lead-form> loads what it does not need at once', () => {
  it('a moment after it is there', async () => {
    await define(await open());
    expect(isLoaded()).to.be.false;
    await untilLoaded();
  });

  for (const type of ['focusin', 'input']) {
    it(`when the visitor comes to a field: ${type}`, async () => {
      const field = await define(await open(neverASecond));
      expect(isLoaded()).to.be.false;
      field.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
      await untilLoaded();
    });
  }

  it('with it if the visitor, who may leave at once, is to be remembered', async () => {
    await define(await open(neverASecond, { attributes: 'remember' }));
    await untilLoaded();
  });

  it('as soon as the visitor, who may leave at once, has agreed to be remembered', async () => {
    const page = await open(neverASecond);
    await define(page);
    expect(isLoaded()).to.be.false;
    page.querySelector('lead-form')?.setAttribute('remember', '');
    await untilLoaded();
  });

  it('not before a form among many has had its turn: its trap comes last', async () => {
    const page = await open(aSecondIsShort);
    const [form] = page.querySelectorAll('lead-form');
    for (let more = 5; more > 0; more -= 1) form?.after(form.cloneNode());
    // As a file of its own, the rest has turns of its own.
    await define(page, '/dist/cdn/lead-form.js');
    const roots = Array.from(page.querySelectorAll('lead-form'), (one) => one.shadowRoot);
    for (const root of roots) await waitUntil(() => root?.querySelector('[name=trap]'), 'the trap');
    await waitUntil(() => roots.every((root) => root?.querySelector('form')), 'the forms');
    for (const root of roots) expect(root?.lastElementChild?.matches('[name=trap]')).to.be.true;
  });

  it('with it if the visitor is in the page’s own form already', async () => {
    const page = await open(neverASecond, { content: '<form><button>Send</button></form>' });
    page.querySelector('button')?.focus();
    await define(page);
    await untilLoaded();
  });
});
