import { expect } from '@open-wc/testing';
import { fillAndSend, HardPage, inputOf, partOf, reached } from './hard-page.ts';

const form = '<lead-form endpoint="ENDPOINT" product="mat" promo></lead-form>';

/** Where a page puts a lead form. */
const places: Readonly<Record<string, string>> = {
  'a modal <dialog>': `<dialog>${form}</dialog><script>document.querySelector('dialog').showModal()</script>`,
  'a form of method dialog in a <dialog>': `<dialog open><form method="dialog">${form}</form></dialog>`,
  'an open <details>': `<details open><summary>Order</summary>${form}</details>`,
  'a closed <details>': `<details><summary>Order</summary>${form}</details>`,
  'a <form> of the page': `<form action="/elsewhere"><input name="q">${form}<button>Go</button></form>`,
  'a <label>': `<label>Order ${form}</label>`,
  'an SVG foreignObject': `<svg width="500" height="700"><foreignObject width="500" height="700">
    <body xmlns="http://www.w3.org/1999/xhtml">${form}</body></foreignObject></svg>`,
  'a popover': `<div popover id="p">${form}</div><script>p.showPopover?.()</script>`,
  'what is not displayed': `<div style="display: none">${form}</div>`,
  'what is hidden by content-visibility': `<div style="content-visibility: hidden">${form}</div>`,
  'a slot of a closed shadow root': `<div><template shadowrootmode="closed"><slot></slot></template>${form}</div>`,
};

/** What the styles of a page do to it. */
const styles: Readonly<Record<string, string>> = {
  'unset everything': '* { all: unset !important }',
  'style the tag': 'lead-form { display: inline !important; position: absolute; color: red }',
  'show what is hidden': '[hidden] { display: block !important }',
  'make text tiny': '* { font-size: 0 }',
  'make text huge': 'html { font-size: 400px; line-height: 0 }',
  'write from top to bottom': 'html { writing-mode: vertical-rl; direction: rtl }',
  zoom: 'html { zoom: 5 }',
  'break our custom properties': `* { --promo-lead-radius: url(javascript:x) !important;
    --promo-lead-field-height: -1px !important; --_accent: ; --_text: inherit !important }`,
  'centre a column': 'body { display: flex; flex-direction: column; align-items: center }',
  'centre a grid': 'body { display: grid; place-items: center }',
};

/** Names that hide members of a document or a form. */
const clobbering: Readonly<Record<string, string>> = {
  'of globals': ['fetch', 'location', 'customElements', 'crypto', 'navigator', 'trustedTypes']
    .concat('dataLayer', 'Promise', 'promo', 'phone', 'thanks', 'form')
    .map((name) => `<a id="${name}"></a><iframe name="${name}"></iframe>`)
    .join(''),
  'of the document': ['body', 'readyState', 'referrer', 'baseURI', 'cookie', 'activeElement']
    .concat('currentScript', 'documentElement', 'adoptedStyleSheets', 'defaultView', 'location')
    .map((name) => `<form name="${name}"></form><img name="${name}">`)
    .join(''),
};

async function sendsOneLead(page: HardPage): Promise<void> {
  fillAndSend(page.form);
  await reached(page.form, 'accepted');
  expect(await page.recorder.leads()).to.have.length(1);
  expect(page.complaints).to.deep.equal([]);
}

describe('<lead-form> sends one lead', () => {
  let page: HardPage;
  afterEach(() => page.close());

  for (const [where, body] of Object.entries(places)) {
    it(`in ${where}`, async () => {
      page = await HardPage.open({ body });
      await sendsOneLead(page);
    });
  }

  for (const [what, css] of Object.entries(styles)) {
    it(`where the styles of the page ${what}`, async () => {
      page = await HardPage.open({ head: `<style>${css}</style>` });
      await sendsOneLead(page);
    });
  }

  for (const [whose, body] of Object.entries(clobbering)) {
    it(`among names ${whose}`, async () => {
      page = await HardPage.open({ body: body + form });
      await sendsOneLead(page);
    });
  }

  it('with a form of its own whose fields have the names of a form’s properties', async () => {
    const names = ['submit', 'action', 'elements', 'id', 'attributes', 'reset', 'name', 'method'];
    const fields = [...names, 'querySelectorAll', 'getAttribute', 'closest', 'children', 'lang']
      .map((name) => `<input name="${name}">`)
      .join('');
    page = await HardPage.open({
      body: `<form lang="en">${fields}<lead-form endpoint="ENDPOINT" product="mat">
        <form action="/v1/leads" method="post">${fields}</form></lead-form></form>`,
    });
    await sendsOneLead(page);
  });
});

describe('<lead-form> in a page that gives it no width of its own', () => {
  for (const css of [
    'body { display: flex; flex-direction: column; align-items: center }',
    'body { display: grid; place-items: center }',
    'lead-form { display: inline-block }',
    'lead-form { float: left }',
    'lead-form { position: absolute }',
  ]) {
    it(`is as wide as can be typed into: ${css}`, async () => {
      const page = await HardPage.open({ head: `<style>${css}</style>` });
      await page.form.updateComplete;
      expect(inputOf(page.form, '#phone').offsetWidth).to.be.above(150);
      expect(partOf(page.form, 'form').offsetWidth).to.be.at.most(600);
      page.close();
    });
  }

  for (const display of ['grid', 'flex', 'inline-grid']) {
    it(`fits into a phone’s padded columns: ${display}`, async () => {
      const page = await HardPage.open({
        head: `<style>main, section { display: ${display}; padding: 20px }</style>`,
        body: `<main><section><lead-form endpoint="ENDPOINT" product="mat" promo></lead-form>
          </section></main>`,
      });
      (page.window.frameElement as HTMLIFrameElement).width = '320';
      await page.form.updateComplete;
      // Firefox makes room for its scroll bar only in the second layout.
      page.document.documentElement.style.scrollbarWidth = 'none';
      const { scrollWidth, clientWidth } = page.document.documentElement;
      expect(scrollWidth).to.equal(clientWidth);
      page.close();
    });
  }
});

it('<lead-form> is no container for the page’s own queries', async () => {
  const css = `section { width: 700px; container: own / inline-size } lead-form { width: 300px }
    @container (width > 500px) { label { color: rgb(1, 2, 3) } }`;
  const page = await HardPage.open({
    head: `<style>${css}</style>`,
    body: `<section><lead-form endpoint="ENDPOINT" product="mat"><label slot="extra">City</label>
      </lead-form></section>`,
  });
  await page.form.updateComplete;
  const label = page.form.querySelector('label') as HTMLLabelElement;
  expect(page.window.getComputedStyle(label).color).to.equal('rgb(1, 2, 3)');
  page.close();
});
