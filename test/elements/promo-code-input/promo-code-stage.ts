import { fixture, html } from '@open-wc/testing';
import type { PromoCodeInput } from '../../../src/promo-code-input.ts';
import { type ProxyStub, reply } from '../proxy-stub.ts';

export async function renderField(
  proxy: ProxyStub,
  attributes: Record<string, string> = {},
): Promise<PromoCodeInput> {
  const el = await fixture<PromoCodeInput>(
    html`<promo-code-input .client=${proxy.client}></promo-code-input>`,
  );
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, value);
  await el.updateComplete;
  return el;
}

export const inputOf = (el: PromoCodeInput): HTMLInputElement =>
  el.shadowRoot?.querySelector('input') as HTMLInputElement;
export const buttonOf = (el: PromoCodeInput): HTMLButtonElement =>
  el.shadowRoot?.querySelector('button') as HTMLButtonElement;

/** What stands in the line below the field. */
export async function messageOf(el: PromoCodeInput): Promise<string> {
  await el.updateComplete;
  return (
    el.shadowRoot?.querySelector('[part=message]')?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
  );
}

export function type(el: PromoCodeInput, text: string): void {
  inputOf(el).value = text;
  inputOf(el).dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

/** Whether the browser goes on to do what the key does by itself. */
export function press(
  el: PromoCodeInput,
  init: KeyboardEventInit = {},
  target: HTMLElement = inputOf(el),
): boolean {
  const event = new KeyboardEvent('keydown', {
    key: 'Enter',
    bubbles: true,
    composed: true,
    cancelable: true,
    ...init,
  });
  return target.dispatchEvent(event);
}

export const valid: Response = reply({ status: 'valid', code: 'WELCOME10' });

/**
 * Has the page's clock go on by what a person takes to see that the button is another one now, and
 * a little more: a sum of fractions may fall short of it.
 */
export function passMoment(): void {
  const now = performance.now() + 501;
  performance.now = () => now;
}

/** Takes the clock of `passMoment()` back. */
export function restoreClock(): void {
  Reflect.deleteProperty(performance, 'now');
}
