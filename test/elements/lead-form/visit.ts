import { aTimeout, fixture, html } from '@open-wc/testing';
import type { LeadForm } from '../../../src/index.ts';
import { waitUntil } from '../wait-until.ts';
import { trapOf } from './lead-form-stage.ts';

/** A page in a frame, that can be left and come back to. */
export class Visit {
  readonly #frame: HTMLIFrameElement;

  private constructor(frame: HTMLIFrameElement) {
    this.#frame = frame;
  }

  static async to(address: string): Promise<Visit> {
    const visit = new Visit(await fixture<HTMLIFrameElement>(html`<iframe></iframe>`));
    await visit.go((page) => page.location.assign(address));
    return visit;
  }

  /** Resolves once the page is there that `leave` leads to. */
  async go(leave: (page: Window) => void): Promise<void> {
    const loaded = new Promise((resolve) => {
      this.#frame.addEventListener('load', resolve, { once: true });
    });
    leave(this.#frame.contentWindow as Window);
    await loaded;
    // In the event itself the page still loads, and to leave it then replaces it in the history.
    await aTimeout(0);
  }

  /** The form, with its later half. */
  async form(): Promise<LeadForm> {
    const find = (): LeadForm | null | undefined =>
      this.#frame.contentDocument?.querySelector<LeadForm>('lead-form');
    await waitUntil(() => find()?.shadowRoot && trapOf(find() as LeadForm), 'the later half');
    const el = find() as LeadForm;
    await el.updateComplete;
    return el;
  }
}
