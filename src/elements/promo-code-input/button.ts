import { html, type TemplateResult } from 'lit';
import type { Texts } from '../shared/texts.ts';
import type { PromoCodeStatus } from './element.ts';

const buttonTexts = ['apply', 'remove', 'retry'] as const;
type ButtonText = (typeof buttonTexts)[number];

const laterTexts: Readonly<Partial<Record<PromoCodeStatus, ButtonText>>> = {
  valid: 'remove',
  invalid: 'remove',
  redeemed: 'remove',
  unchecked: 'retry',
  error: 'retry',
};

/** The text of the one button says what it does now. */
export function buttonTextOf(status: PromoCodeStatus): ButtonText {
  return laterTexts[status] ?? 'apply';
}

export interface ButtonView {
  readonly status: PromoCodeStatus;
  readonly texts: Texts<'promoCode'>;
  /** Whether the proxy has asked to wait. */
  readonly isWaiting: boolean;
  readonly isInert: boolean;
  readonly onClick: () => void;
}

export function renderButton({ status, texts, ...view }: ButtonView): TemplateResult {
  const text = buttonTextOf(status);
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
