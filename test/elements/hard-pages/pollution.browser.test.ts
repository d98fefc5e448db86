import { expect } from '@open-wc/testing';
import type { LeadForm } from '../../../src/index.ts';
import { fillAndSend, HardPage, turn } from './hard-page.ts';

/**
 * Names that the language, the browser or Lit reads from any object: a page that gives every object
 * one of them breaks most of what runs in it.
 */
const protocol = new Set(
  (
    'get set value writable then signal notice host converter strings renderBefore renderRoot ' +
    'hostConnected hostDisconnected hostUpdate hostUpdated _$litPart$ _$litType$'
  ).split(' '),
);

/** Names of the form's own fields: it then shows an error that nobody made, and sends nothing. */
const fields = new Set(['first_name', 'last_name', 'product', 'consent', 'phone']);

/** Every property that the script reads or names; one or two letters are the minifier's. */
async function namesInScript(): Promise<readonly string[]> {
  const script = await (await fetch('/dist/cdn/promo-lead.js')).text();
  const found = script.matchAll(/(?:\.|[{,])([A-Za-z_$][\w$]{2,})(?=[^\w$])/g);
  return [...new Set(Array.from(found, ([, name = '']) => name))].toSorted();
}

const values: readonly unknown[] = ['polluted', true, 7, { polluted: true }, () => 'polluted'];

/** How many names are tried with one form: one form for each took a quarter of a minute. */
const namesAtOnce = 20;

/** How many tasks a form may take to get its turn: some never get it here. */
const tasksMax = 10;

async function isRendered(form: LeadForm, { window }: HardPage): Promise<boolean> {
  for (let task = 0; task < tasksMax; task += 1) {
    // Set after the form's own timer, if it has one, so it fires after that.
    await new Promise((resolve) => window.setTimeout(resolve));
    if (form.shadowRoot?.querySelector('#phone')) return true;
  }
  return false;
}

/** What a new form in that page passes to a client of the page's own. */
async function leadsOf(page: HardPage): Promise<readonly string[]> {
  const { document } = page;
  const leads: string[] = [];
  const form = document.createElement('lead-form');
  form.setAttribute('product', 'mat');
  form.setAttribute('lang', 'en');
  Object.assign(form, {
    client: {
      submitLead: (lead: object) => {
        // The bot signals come with the module that is loaded later, and have a time.
        leads.push(JSON.stringify({ ...lead, signals: undefined }));
        return Promise.resolve({ ref: 'R', received_at: '' });
      },
    },
  });
  document.body.append(form);
  if (await isRendered(form, page)) fillAndSend(form);
  const deadline = performance.now() + 45_000;
  while (form.status === 'submitting' && performance.now() < deadline) await turn();
  form.remove();
  return leads;
}

describe('A page with something in Object.prototype', () => {
  it('sends its leads unchanged, and once, whatever the name is', async () => {
    const page = await HardPage.open();
    const prototype = page.window.Object.prototype as Record<string, unknown>;
    const names = (await namesInScript()).filter(
      (name) => !protocol.has(name) && !fields.has(name) && !(name in prototype),
    );
    const [expected] = await leadsOf(page);
    const polluted = names.map((name, index) => [name, values[index % values.length]] as const);
    const leadsAmong = async (pollution: typeof polluted): Promise<readonly string[]> => {
      // As by an assignment.
      Object.assign(prototype, Object.fromEntries(pollution));
      const leads = await leadsOf(page);
      for (const [name] of pollution) Reflect.deleteProperty(prototype, name);
      return leads;
    };
    for (let start = 0; start < polluted.length; start += namesAtOnce) {
      const some = polluted.slice(start, start + namesAtOnce);
      const leads = await leadsAmong(some);
      const which = some.map(([name]) => name).join(' ');
      expect(leads, which).to.deep.equal([expected]);
      expect(page.complaints, which).to.deep.equal([]);
    }
    page.close();
  });

  it('sends no other lead, and does not navigate, if the name is of the language', async () => {
    for (const name of [...protocol, ...fields]) {
      const page = await HardPage.open();
      const [expected] = await leadsOf(page);
      const prototype = page.window.Object.prototype as Record<string, unknown>;
      prototype[name] = 'polluted';
      const leads = await leadsOf(page);
      Reflect.deleteProperty(prototype, name);
      expect([[], [expected]], name).to.deep.include(leads);
      expect(page.complaints, name).not.to.include('the page was left');
      page.close();
    }
  });
});
