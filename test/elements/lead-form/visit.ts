import { aTimeout, fixture, html } from '@open-wc/testing';
import type { LeadForm } from '../../../src/index.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';
import { trapOf } from './lead-form-stage.ts';

/** A page in a frame that a visitor can leave and come back to. */
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

  /** Resolves once the page that `leave` leads to has loaded. */
  async go(leave: (page: Window) => void): Promise<void> {
    const loaded = new Promise((resolve) => {
      this.#frame.addEventListener('load', resolve, { once: true });
    });
    leave(this.#frame.contentWindow as Window);
    await loaded;
    // During the event the page still loads: leaving it then would replace its history entry.
    await aTimeout(0);
  }

  /** The form, with its later part. */
  async form(): Promise<LeadForm> {
    const find = (): LeadForm | null | undefined =>
      this.#frame.contentDocument?.querySelector<LeadForm>('lead-form');
    await waitUntil(() => find()?.shadowRoot && trapOf(find() as LeadForm), 'the later part');
    const el = find() as LeadForm;
    await el.updateComplete;
    return el;
  }
}
