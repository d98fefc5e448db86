import {
  type Extra,
  extraCountMax,
  extraLengthMax,
  extraLengthMaxInAll,
  isExtraName,
  normaliseExtra,
} from '../../../contract/extra.ts';
import { lengthOf } from '../../../contract/text.ts';
import { attempt } from '../../shared/attempt.ts';
import { isFocusFree, restoreFocus } from '../../shared/caret.ts';
import { isComposing } from '../../shared/composing.ts';
import type { Texts } from '../../shared/texts.ts';
import type { LightForm } from '../light-form.ts';
import {
  carryOver,
  type Control,
  isControl,
  putBack,
  resetControl,
  valueOf,
  withoutParts,
} from './controls.ts';

export type ExtraHost = HTMLElement & {
  readonly renderRoot: ParentNode;
  readonly noQueue: boolean;
  submit(): Promise<void>;
};

/** The page's own fields: named controls in the slot `extra`, including custom elements. */
export class ExtraFields {
  readonly #host: ExtraHost;
  readonly #texts: Texts<'leadForm'>;
  /** The controls that have our error "too long". */
  readonly #told: WeakSet<Control> = new WeakSet();

  constructor(host: ExtraHost, texts: Texts<'leadForm'>) {
    this.#host = host;
    this.#texts = texts;
    host.renderRoot.addEventListener('slotchange', () => this.#listen());
    this.#listen();
    const former = lightControlsOf(host);
    carryOver(former, this.#controls);
    // Everything is in this form by now; in the page's own, the browser would keep it, and the page
    // could send it.
    resetAll(former);
  }

  /** At the slot, which does not receive the events of the form's own fields. */
  #listen(): void {
    const slot = this.#slot;
    for (const type of ['input', 'change']) slot?.addEventListener(type, this.#tend);
    slot?.addEventListener('keydown', this.#submitByEnter);
  }

  /** Puts the focus and the caret where they were in the page's own form. */
  restoreFocus(focus: LightForm['focus']): void {
    const control = this.#controls.find(({ name }) => focus?.name === `extra[${name}]`);
    // Unless the visitor has moved on to another field.
    if (isFocusFree(this.#host)) restoreFocus(control, focus?.caret);
  }

  /** Whether each field's value is valid; the first that is not shows its message. */
  reportValidity(): boolean {
    this.#tend();
    return this.#controls.every(
      // The visitor cannot correct a field that is not visible.
      (control) =>
        control.checkVisibility?.() === false ||
        attempt(() => control.reportValidity?.()) !== false,
    );
  }

  /** Enter in an `<input>` sends this form, and not one that the page has around it. */
  readonly #submitByEnter = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || isComposing(event) || event.defaultPrevented) return;
    const control = this.#named.find((own) => own === event.target);
    if (!(control instanceof HTMLInputElement) || this.#host.contains(control.form)) return;
    // In a file input, Enter opens the file dialog.
    if (control.type === 'file') return;
    event.preventDefault();
    void this.#host.submit();
  };

  /** Restores earlier values, except in fields that were changed since. */
  putBack(extra: Extra): void {
    attempt(() => putBack(extra, this.#controls));
  }

  /** For the next person. */
  reset(): void {
    resetAll([...lightControlsOf(this.#host), ...this.#controls]);
    this.#tend();
  }

  /** The fields' values. Excess that no field could report to the visitor is cut off. */
  read(): Extra {
    const values = new Map<string, string>();
    for (const control of this.#controls) {
      const value = textOf(control);
      const before = values.get(control.name);
      // Several boxes with one name are one value.
      if (value) values.set(control.name, before ? `${before}, ${value}` : value);
    }
    let lengthLeft = extraLengthMaxInAll;
    const entries = [...values].map(([name, value]) => {
      const kept = Array.from(value).slice(0, Math.min(lengthLeft, extraLengthMax));
      lengthLeft -= kept.length;
      return [name, kept.join('')] as const;
    });
    return Object.fromEntries(entries.slice(0, extraCountMax));
  }

  /**
   * Runs on each change, and before the lead is sent. A field reports that it is too long in the
   * browser's own way; an error that the page has set is left alone. If the form keeps nothing, the
   * browser must not either: it would restore each field on its own.
   */
  readonly #tend = (): void => {
    let lengthLeft = extraLengthMaxInAll;
    for (const control of this.#controls) {
      if (this.#host.noQueue) control.setAttribute('autocomplete', 'off');
      const length = lengthOf(textOf(control));
      lengthLeft -= length;
      const isTooLong = length > extraLengthMax || lengthLeft < 0;
      if (isTooLong && control.validity?.valid) {
        control.setCustomValidity?.(this.#texts.get('error_too_long'));
        this.#told.add(control);
      } else if (!isTooLong && this.#told.delete(control)) control.setCustomValidity?.('');
    }
  };

  get #slot(): HTMLSlotElement | null {
    return this.#host.renderRoot.querySelector('slot[name=extra]');
  }

  get #controls(): readonly Control[] {
    return withoutParts(this.#named);
  }

  get #named(): readonly Control[] {
    return (this.#slot?.assignedElements({ flatten: true }) ?? [])
      .flatMap((element) => [element].concat(Array.from(element.querySelectorAll('[name]'))))
      .filter((one) => attempt(() => isControl(one) && isExtraName(one.name))) as Control[];
  }
}

/** The controls of the page's own form. */
function lightControlsOf(host: Element): readonly Control[] {
  return Array.from(host.querySelectorAll(':scope > form [name]')).filter(isControl);
}

function resetAll(controls: readonly Control[]): void {
  for (const control of controls) attempt(() => resetControl(control));
}

/** An element of the page's own that throws loses its own value, not the lead. */
function textOf(control: Control): string {
  return normaliseExtra(attempt(() => valueOf(control)) ?? '');
}
