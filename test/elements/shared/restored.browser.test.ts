import { aTimeout, expect, fixture, html } from '@open-wc/testing';
import type { TextControl } from './form-control/stage.ts';
import { rendered, typeText } from './form-control/stage.ts';

/** A page in a frame that a visitor can leave and come back to. */
class Visit {
  readonly #frame: HTMLIFrameElement;

  constructor(frame: HTMLIFrameElement) {
    this.#frame = frame;
  }

  get #page(): Window {
    return this.#frame.contentWindow as Window;
  }

  /** Resolves once the page that `go` leads to has loaded. */
  async to(go: (page: Window) => void): Promise<void> {
    const loaded = new Promise((resolve) => {
      this.#frame.addEventListener('load', resolve, { once: true });
    });
    go(this.#page);
    await loaded;
    // During the event the page still loads: leaving it then would replace its history entry.
    await aTimeout(0);
  }

  async control(name: string): Promise<TextControl> {
    const control = this.#page.document.querySelector<TextControl>(`[name=${name}]`);
    await rendered(control as TextControl);
    return control as TextControl;
  }
}

describe('A page to which the visitor comes back', () => {
  it('has what was typed in our field, as in a native one', async () => {
    const visit = new Visit(await fixture<HTMLIFrameElement>(html`<iframe></iframe>`));
    const url = new URL('./form-control/restored.html', import.meta.url).href;
    await visit.to((page) => page.location.assign(url));
    const names = ['native', 'ours'];
    for (const name of names) {
      const control = await visit.control(name);
      control.select();
      typeText(control, 'TYPED');
      expect(control.value).to.equal('TYPED');
    }
    await visit.to((page) => page.location.assign(`${url}?other`));
    expect((await visit.control('ours')).value).to.equal('DEFAULT');
    await visit.to(() => history.back());
    for (const name of names) expect((await visit.control(name)).value).to.equal('TYPED');
  });
});
