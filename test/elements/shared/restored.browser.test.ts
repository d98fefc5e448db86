import { aTimeout, expect, fixture, html } from '@open-wc/testing';
import type { TextControl } from './form-control/stage.ts';
import { rendered, typeText } from './form-control/stage.ts';

/** A page in a frame, that can be left and come back to. */
class Visit {
  readonly #frame: HTMLIFrameElement;

  constructor(frame: HTMLIFrameElement) {
    this.#frame = frame;
  }

  get #page(): Window {
    return this.#frame.contentWindow as Window;
  }

  /** Resolves once the page is there that `go` leads to. */
  async to(go: (page: Window) => void): Promise<void> {
    const loaded = new Promise((resolve) => {
      this.#frame.addEventListener('load', resolve, { once: true });
    });
    go(this.#page);
    await loaded;
    // In the event itself the page still loads, and to leave it then replaces it in the history.
    await aTimeout(0);
  }

  async control(name: string): Promise<TextControl> {
    const control = this.#page.document.querySelector<TextControl>(`[name=${name}]`);
    await rendered(control as TextControl);
    return control as TextControl;
  }
}

describe('A page that is left and come back to', () => {
  it('has in ours what was typed, as in a native field', async () => {
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
