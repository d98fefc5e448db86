import { html, type TemplateResult } from 'lit';
import type { PromoCodeMessages } from '../locales/messages.ts';
import type { Texts } from '../shared/texts.ts';
import type { PromoCodeStatus } from './element.ts';

/** The one button says what it does now. */
export const buttonText: Readonly<Record<PromoCodeStatus, keyof PromoCodeMessages>> = {
  empty: 'apply',
  typed: 'apply',
  checking: 'apply',
  valid: 'remove',
  invalid: 'remove',
  unchecked: 'retry',
  redeemed: 'remove',
  error: 'retry',
};

const buttonTexts = ['apply', 'remove', 'retry'] as const;

export interface ButtonView {
  readonly status: PromoCodeStatus;
  readonly texts: Texts<'promoCode'>;
  /** Whether the proxy wants to be left alone. */
  readonly isWaiting: boolean;
  readonly isInert: boolean;
  readonly onClick: () => void;
}

export function renderButton({ status, texts, ...view }: ButtonView): TemplateResult {
  const text = buttonText[status];
  return html`
    <button
      part="button"
      type="button"
      class="${status} ${text}"
      lang=${texts.foreignLang}
      aria-disabled=${status === 'checking' || view.isWaiting}
      data-room=${buttonTexts.map((key) => texts.get(key)).join('\n')}
      ?disabled=${view.isInert}
      @click=${view.onClick}
    >
      ${texts.get(text)}
    </button>
  `;
}
