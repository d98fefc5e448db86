import { html, nothing, type TemplateResult } from 'lit';
import type { OwnerCode } from '../../contract/owner/codes.ts';
import type { ConsolePage } from '../parts/console-page.ts';

/** What a person can do about one code. */
export interface CodeActions {
  /** Pauses it, or activates it. */
  readonly change: (code: OwnerCode) => Promise<void>;
  readonly openTerms: (code: OwnerCode) => Promise<void>;
  readonly end: (code: OwnerCode) => Promise<void>;
}

/** The cell with its buttons. */
export function renderCodeActions(
  code: OwnerCode,
  { change, openTerms, end }: CodeActions,
  { isBusy, texts: { codes: texts } }: Pick<ConsolePage, 'isBusy' | 'texts'>,
): TemplateResult {
  const { state, active } = code;
  const button = (name: string, action: CodeActions['change']): TemplateResult =>
    html`<button
      type="button"
      aria-label="${name}: ${code.code}"
      ?disabled=${isBusy}
      @click=${() => void action(code)}
    >
      ${name}
    </button>`;
  // A code that has ended can be neither paused nor ended.
  return html`<td>
    <div class="actions">
      ${state === 'expired' ? nothing : button(active ? texts.pause : texts.resume, change)}
      ${button(texts.change, openTerms)}
      ${state === 'expired' || state === 'not_started' ? nothing : button(texts.end, end)}
    </div>
  </td>`;
}
