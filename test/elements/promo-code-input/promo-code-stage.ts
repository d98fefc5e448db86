import { fixture, html } from '@open-wc/testing';
import type { PromoCodeInput } from '../../../src/promo-code-input.ts';
import { type ProxyStub, reply } from '../../support/elements/proxy-stub.ts';

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

/** The text of the line below the field. */
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

/** Whether the browser still does what the key does by default. */
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
 * Moves the page's clock by the time that a person takes to notice that the button has changed, and
 * a little more: a sum of fractions may be too small.
 */
export function passMoment(): void {
  const now = performance.now() + 501;
  performance.now = () => now;
}

/** Restores the clock after `passMoment()`. */
export function restoreClock(): void {
  Reflect.deleteProperty(performance, 'now');
}
