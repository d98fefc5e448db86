import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { eventually } from '../support/poll.ts';
import { type Memory, MemoryProbe } from './hard-pages-memory.ts';
import { openSite } from './hard-pages-site.ts';
import { visitAtDesk } from './visit.ts';

/** Elements, nodes and listeners are counted exactly, so a single leak per mount shows. */
const manyTimes = 300;
/** For scenarios that take longer than a mount. */
const fewTimes = 100;
/** Fills caches once: templates, style sheets, languages, compiled code. */
const warmUps = 50;
/** Room for a weak reference or a closure per mount, but not for an element. */
const heapBytesMax = 400_000;
const tags = ['lead-form', 'promo-code-input'] as const;

interface Scenario {
  readonly html: string;
  readonly times?: number;
  /** Run with the mounted element `el`: the body of an async function. */
  readonly use?: string;
  readonly script?: string;
  /** Expected messages in the console. */
  readonly complaints?: readonly string[];
}

const field = '<promo-code-input endpoint="/"></promo-code-input>';
const form = '<lead-form endpoint="/" product="mat"></lead-form>';
const formWithField = '<lead-form endpoint="/" product="mat" promo></lead-form>';

const type = `
  for (const input of el.shadowRoot.querySelectorAll('input')) {
    input.value = input.type === 'tel' ? '0812 3456 789' : 'Ana';
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  }
  await el.updateComplete;`;

const scenarios: Readonly<Record<string, Scenario>> = {
  '<promo-code-input>': { html: field, times: manyTimes },
  '<promo-code-input> in a form of the page': { html: `<form><label>A ${field}</label></form>` },
  '<promo-code-input> with a code that is being asked for': {
    html: field,
    use: `const verdict = Promise.withResolvers();
      el.client = { validate: () => verdict.promise };
      el.value = 'A'; const asked = el.apply(); el.remove();
      verdict.resolve({ status: 'valid', code: 'A' }); await asked;`,
  },
  '<lead-form>': { html: form, times: manyTimes },
  '<lead-form> with a promo code': { html: formWithField, times: manyTimes },
  '<lead-form> with a promo code whose script never comes': {
    html: formWithField,
    script: 'lead-form.js',
    complaints: [
      '<lead-form> shows no promo code: load promo-code-input.js, which defines <promo-code-input>.',
    ],
  },
  '<lead-form> with a lead on its way': {
    html: form,
    use: `${type} const sent = el.submit(); el.remove(); await sent;`,
  },
  '<lead-form> that waits until it may try again': {
    html: '<lead-form endpoint="/" product="mat" no-queue></lead-form>',
    use: `${type} const error = Object.assign(new Error(), { name: 'ClientError', errors: [],
        failure: 'too-many-requests', retryAfterMs: 3_600_000 });
      el.client = { submitLead: () => Promise.reject(error) }; await el.submit();`,
  },
  '<lead-form> whose lead waits, and is sent when it is no longer there': {
    html: form,
    use: `${type} const error = Object.assign(new Error(), { name: 'ClientError', errors: [],
        failure: 'unreachable' });
      el.client = { submitLead: () => Promise.reject(error) }; await el.submit();
      if (el.status !== 'queued') throw new Error('Cannot queue the lead: ' + el.status);
      el.client = { submitLead: async () => ({ ref: 'R', received_at: '' }) };
      const accepted = new Promise((resolve) => el.addEventListener('lead-accepted', resolve));
      el.remove(); dispatchEvent(new Event('online')); await accepted;`,
  },
  '<lead-form> that changes its language': {
    html: formWithField,
    use: `for (const lang of ['de', 'ar', 'en']) { el.lang = lang; await el.updateComplete; }`,
  },
  '<lead-form> that is moved': {
    html: formWithField,
    use: `for (let move = 0; move < 5; move += 1) { el.remove(); stage.append(el); }
      el.remove(); await el.updateComplete; stage.append(el);`,
  },
  '<lead-form> with a page’s own form inside': {
    html: `<lead-form endpoint="/" promo><form><input name="promo_code" value="A">
      <select name="product"><option>mat</option></select></form></lead-form>`,
  },
};

/** Mounts an element this many times, each replacing the one before. */
async function mount(page: Page, { html, use = '' }: Scenario, count: number): Promise<void> {
  await page.evaluate(`(async () => {
    const stage = document.querySelector('#stage');
    for (let time = 0; time < ${count}; time += 1) {
      stage.innerHTML = ${JSON.stringify(html)};
      const el = stage.querySelector('lead-form, promo-code-input');
      await el.updateComplete;
      if (!el.shadowRoot.querySelector('input')) throw new Error('Cannot mount: no field');
      ${use}
      stage.replaceChildren();
    }
  })()`);
}

describe('300 mounts and unmounts, or 100', () => {
  for (const [name, scenario] of Object.entries(scenarios)) {
    it(`leave nothing behind: ${name}`, async () => {
      const { script = 'promo-lead.js' } = scenario;
      const html = `<!doctype html><html lang="en"><div id="stage"></div>
        <script type="module" src="/cdn/${script}"></script>`;
      const site = await openSite({ '/page': { html } });
      site.answer = () => Response.json({ ref: 'R', received_at: '' });
      const { page, complaints } = await visitAtDesk(`${site.url}/page`);
      const probe = await MemoryProbe.attach(page);
      /** Polls: a timer may hold an element for some seconds. */
      const atRest = (): Promise<Memory> =>
        eventually(async () => {
          const memory = await probe.read(tags);
          return memory.elements === 0 ? memory : undefined;
        });
      await mount(page, scenario, warmUps);
      const before = await atRest();
      await mount(page, scenario, scenario.times ?? fewTimes);
      const after = await atRest();
      assert.equal(after.nodes, before.nodes, 'nodes');
      assert.equal(after.listeners, before.listeners, 'listeners');
      assert.ok(after.heapBytes - before.heapBytes < heapBytesMax, 'heap');
      const isOfLit = (nodeName: string): boolean => nodeName === 'TEMPLATE';
      assert.deepEqual(
        (await probe.detached()).filter((nodeName) => !isOfLit(nodeName)),
        [],
      );
      assert.deepEqual(complaints, scenario.complaints ?? []);
    });
  }
});

/**
 * JSHeapUsedSize after a collection, minus that of the same page without the script, in bytes: what
 * each takes now, plus a little. An empty Lit element with an `<input>` takes 168,000; compiling
 * all of a script at once takes some 30,000.
 */
const heapBytesMaxOf = { 'promo-code-input': 285_000, 'lead-form': 425_000 } as const;

describe('A page with one element', () => {
  for (const [tag, bytesMax] of Object.entries(heapBytesMaxOf)) {
    it(`holds at most ${bytesMax / 1000} kB more for <${tag}>`, async () => {
      const html = `<!doctype html><html lang="en"><div id="stage"></div>`;
      const script = `<script type="module" src="/cdn/${tag}.js"></script>`;
      const element = `<${tag} endpoint="/" product="mat"></${tag}>`;
      const site = await openSite({
        '/empty': { html },
        '/page': { html: html + script + element },
      });
      const read = async (path: string): Promise<Memory> => {
        const { page } = await visitAtDesk(`${site.url}${path}`);
        const probe = await MemoryProbe.attach(page);
        // Only by the protocol: playwright's locators would live in the page's heap.
        await page.evaluate(`document.querySelector('${tag}')?.updateComplete`);
        return probe.read([tag]);
      };
      const [empty, full] = [await read('/empty'), await read('/page')];
      assert.equal(full.elements, 1);
      const heapBytes = full.heapBytes - empty.heapBytes;
      assert.ok(heapBytes <= bytesMax, `${heapBytes} bytes`);
    });
  }
});
