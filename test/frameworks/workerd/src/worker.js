import { DurableObject } from 'cloudflare:workers';
import { createLedger } from 'promo-lead/backend';
import { createProxy, createWorker, underPath } from 'promo-lead/proxy';
import { durableObjectStore, migrate } from 'promo-lead/store';
import { codeList, promoholder, promosSeru } from 'promo-lead/upstream';
import { codes } from './codes.js';
import { getOnce } from './get-once.js';

const products = [{ slug: 'blackmask', title: 'Black Mask' }];
const now = () => Date.now();
const log = { info: console.log, warn: console.warn, error: console.error };

export default {
  /** All leads are in one object, whose database is their store. */
  fetch: (request, env) => env.LEADS.get(env.LEADS.idFromName('leads')).fetch(request),
};

export class Leads extends DurableObject {
  #answering = 0;

  constructor(ctx, env) {
    super(ctx, env);
    const store = durableObjectStore(ctx.storage);
    ctx.blockConcurrencyWhile(() => migrate(store));

    const contacts = promosSeru({
      baseUrl: env.PROMOS_SERU_URL,
      name: env.PROMOS_SERU_NAME,
      secretKey: env.PROMOS_SERU_SECRET_KEY,
      fetch: (request) => fetch(request, { redirect: 'manual' }),
    });
    const company = env.PROMOHOLDER_COMPANY ?? 'shop';
    const promoCodes = env.PROMOHOLDER_URL
      ? promoholder({
          baseUrl: env.PROMOHOLDER_URL,
          token: env.PROMOHOLDER_TOKEN,
          // What uses a code up is a GET, and nobody on the way may send it again.
          fetch: (request) =>
            request.url.includes('/checkPromocode?')
              ? getOnce(request)
              : fetch(request, { redirect: 'manual' }),
        })
      : // Codes of our own, whose uses our store counts.
        codeList({ company, load: async () => codes, ledger: createLedger(store, now), now });

    const proxy = createProxy({
      store,
      promoCodes,
      company,
      products,
      origins: () => env.ORIGINS.split(','),
      secret: env.SECRET,
      limits: { secret: env.SECRET, trustedProxies: [] },
      now,
      log,
      onLead: () => this.#wakeAt(now()),
    });
    this.handle = underPath('/promo', proxy);
    this.worker = createWorker({
      store,
      contacts,
      promoCodes,
      random: Math.random,
      quietMs: 60_000,
      now,
      log,
    });
  }

  async fetch(request) {
    this.#answering += 1;
    try {
      // Before there is a lead: so that none is stored which nobody will be woken for.
      if (request.method === 'POST') await this.#wakeAt(now() + 1000);
      const visitorAddress = request.headers.get('cf-connecting-ip') ?? undefined;
      return await this.handle(request, { visitorAddress });
    } finally {
      this.#answering -= 1;
    }
  }

  /** Sends what is due. Whatever happens here, the next look is set. */
  async alarm() {
    let next = now() + 10_000;
    // An alarm is ended after 15 minutes, whatever it is at; a backlog may take longer.
    const signal = AbortSignal.timeout(5 * 60_000);
    try {
      next = await this.worker.runDue(signal);
      if (signal.aborted) next = now();
    } catch (error) {
      log.error('worker.failed', error);
    }
    // A lead that is being stored just now is looked for once more.
    if (this.#answering > 0) next = Math.min(next ?? Infinity, now() + 1000);
    if (next !== undefined) await this.#wakeAt(Math.max(next, now() + 20));
  }

  async #wakeAt(at) {
    const { storage } = this.ctx;
    const set = await storage.getAlarm();
    if (set === null || set > at) await storage.setAlarm(at);
  }
}
