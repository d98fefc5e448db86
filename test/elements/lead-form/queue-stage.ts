import { fixture, html } from '@open-wc/testing';
import { LeadQueue } from '../../../src/client/queue/lead-queue.ts';
import type { LeadRequest } from '../../../src/contract/index.ts';
import type { LeadForm } from '../../../src/index.ts';
import { restoreStorage } from '../../client/queue/broken-storage.ts';
import { deleteRows } from '../../client/queue/stored-rows.ts';
import { ProxyStub } from '../../support/elements/proxy-stub.ts';
import { fill, loadLaterPart, submit, textOf, untilLaterPart, visitor } from './lead-form-stage.ts';

export { waitUntil as until } from '../../support/elements/wait-until.ts';

export const endpoint = 'https://proxy.example/';
/** The proxy cannot be reached. */
export const down: Error = new TypeError('down');
/** As `visitor` sends it. */
export const lead: LeadRequest = {
  first_name: 'Ayu',
  last_name: 'Lestari',
  phone: '628123456789',
  product: 'jump-rope',
};

const eventNames = ['lead-accepted', 'lead-queued', 'lead-refused', 'lead-error'];

/** A proxy that can be down, and a browser that keeps nothing yet. */
export class QueueStage {
  readonly proxy: ProxyStub = new ProxyStub();
  readonly queue: LeadQueue = new LeadQueue(endpoint);
  /** The page's events, in order. */
  readonly events: string[] = [];
  readonly #page = new AbortController();

  static async open(): Promise<QueueStage> {
    await deleteRows();
    return new QueueStage();
  }

  private constructor() {
    const { signal } = this.#page;
    for (const name of eventNames) {
      addEventListener(name, ({ type }) => void this.events.push(type), { signal });
    }
  }

  close(): void {
    this.#page.abort();
    restoreStorage();
  }

  /** The keys that were sent, each once. */
  get keys(): readonly (string | null)[] {
    return [...new Set(this.proxy.sent.map(({ key }) => key))];
  }

  async form(attributes: Record<string, string> = {}, content?: unknown): Promise<LeadForm> {
    const el = await this.#render(content);
    for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, value);
    // The rest of the form has loaded with it, and the queue too.
    await loadLaterPart(el);
    return el;
  }

  /** A form that no visitor has entered. */
  async untouchedForm(): Promise<LeadForm> {
    const el = await this.#render();
    await untilLaterPart(el);
    return el;
  }

  #render(content?: unknown): Promise<LeadForm> {
    return fixture<LeadForm>(
      html`<lead-form product="jump-rope" endpoint=${endpoint} .client=${this.proxy.client}
        >${content}</lead-form
      >`,
    );
  }

  /** A form whose lead waits; the proxy's record is empty afterwards. */
  async queuedForm(values: Record<string, string> = visitor): Promise<LeadForm> {
    this.proxy.answer(down);
    const el = await this.form();
    fill(el, values);
    await submit(el);
    if (el.status !== 'queued') throw new Error(`Cannot queue the lead: ${el.status}`);
    this.proxy.sent.length = 0;
    return el;
  }
}

/** The text of the polite line below the button. */
export const lineOf = (el: LeadForm): string => textOf(el, '[part=alert] [role=status]');

export function goOnline(): void {
  dispatchEvent(new Event('online'));
}

export function comeBack(): void {
  dispatchEvent(new Event('pageshow'));
}
