import { fixture, html } from '@open-wc/testing';
import type { LeadReceipt } from '../../../src/contract/index.ts';
import type { LeadForm, PromoCodeInput } from '../../../src/index.ts';
import { type ProxyStub, reply } from '../../support/elements/proxy-stub.ts';
import { waitUntil } from '../../support/elements/wait-until.ts';

export const receipt: LeadReceipt = { ref: 'REF-1', received_at: '2026-11-21T20:00:00Z' };
/** The proxy has stored the lead. */
export const accepted: Response = reply(receipt, 202);
export const visitor: Readonly<Record<'first_name' | 'last_name' | 'phone', string>> = {
  first_name: 'Ayu',
  last_name: 'Lestari',
  phone: '+62 812-3456-789',
};

export async function renderForm(
  proxy: ProxyStub,
  attributes: Record<string, string> = {},
  content?: unknown,
): Promise<LeadForm> {
  const el = await fixture<LeadForm>(
    html`<lead-form product="jump-rope" .client=${proxy.client}>${content}</lead-form>`,
  );
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, value);
  await el.updateComplete;
  await promoOf(el)?.updateComplete;
  return el;
}

/** A form whose later part has loaded, and which is filled in. */
export async function renderWholeForm(
  ...args: Parameters<typeof renderForm>
): ReturnType<typeof renderForm> {
  const el = await renderForm(...args);
  await loadLaterPart(el);
  fill(el, visitor);
  return el;
}

/** The visitor enters the form, which then does not wait for an idle page. */
export async function loadLaterPart(el: LeadForm): Promise<void> {
  // WebKit does not say when it is idle: the form would wait for a second in each test.
  el.dispatchEvent(new FocusEvent('focusin', { bubbles: true, composed: true }));
  await untilLaterPart(el);
}

/** Waits until it loads on its own, for a form that no visitor has entered. */
export async function untilLaterPart(el: LeadForm): Promise<void> {
  await waitUntil(() => trapOf(el), 'the later part has loaded');
}

/** The field that no person sees; it is there as soon as the later part is. */
export function trapOf(el: LeadForm): HTMLInputElement | null {
  return el.shadowRoot?.querySelector<HTMLInputElement>('[name=trap]') ?? null;
}

export function field(el: LeadForm, name: string): HTMLInputElement {
  return el.shadowRoot?.querySelector(`#${name}`) as HTMLInputElement;
}
export function fill(el: LeadForm, values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) {
    field(el, name).value = value;
    field(el, name).dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  }
}
export function promoOf(el: LeadForm): PromoCodeInput | null {
  return el.shadowRoot?.querySelector('promo-code-input') ?? null;
}
export function textOf(el: LeadForm, selector: string): string {
  return el.shadowRoot?.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
}
/** The text below a field. */
export const errorOf = (el: LeadForm, name: string): string => textOf(el, `#${name}-message`);
export const buttonOf = (el: LeadForm): HTMLButtonElement =>
  el.shadowRoot?.querySelector('[part=submit]') as HTMLButtonElement;
/** The id of the field that has the focus. */
export const focusIn = (el: LeadForm): string | undefined => el.shadowRoot?.activeElement?.id;

export async function submit(el: LeadForm): Promise<void> {
  await el.submit();
  await el.updateComplete;
}
