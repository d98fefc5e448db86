import {
  type Extra,
  extraCountMax,
  extraLengthMax,
  extraLengthMaxInAll,
  isExtraName,
  normaliseExtra,
} from '../../contract/extra.ts';
import { lengthOf } from '../../contract/text.ts';
import { attempt } from '../shared/attempt.ts';
import { restoreFocus } from '../shared/caret.ts';
import { isComposing } from '../shared/composing.ts';
import type { Texts } from '../shared/texts.ts';
import {
  carryOver,
  type Control,
  isControl,
  putBack,
  setBack,
  valueOf,
  withoutParts,
} from './controls.ts';
import type { LightForm } from './light-form.ts';

export type ExtraHost = HTMLElement & {
  readonly renderRoot: ParentNode;
  readonly noQueue: boolean;
  submit(): Promise<void>;
};

/** The page's own fields: controls with a name in the slot `extra`, custom elements too. */
export class ExtraFields {
  readonly #host: ExtraHost;
  readonly #texts: Texts<'leadForm'>;
  /** Which were told that they are too long. */
  readonly #told: WeakSet<Control> = new WeakSet();

  constructor(host: ExtraHost, texts: Texts<'leadForm'>) {
    this.#host = host;
    this.#texts = texts;
    host.renderRoot.addEventListener('slotchange', () => this.#listen());
    this.#listen();
    const former = lightControlsOf(host);
    carryOver(former, this.#controls);
    // All of it is in this form by now; there, the browser would keep it, and the page send it.
    setAllBack(former);
  }

  /** At the slot, where the form's own fields are not heard: without others nothing is. */
  #listen(): void {
    const slot = this.#slot;
    for (const type of ['input', 'change']) slot?.addEventListener(type, this.#tend);
    slot?.addEventListener('keydown', this.#submitByEnter);
  }

  /** Puts the focus and the caret where they were in the page's own form. */
  restoreFocus(focus: LightForm['focus']): void {
    const control = this.#controls.find(({ name }) => focus?.name === `extra[${name}]`);
    // Where the visitor has gone on to another field, that is where the visitor is.
    if (document.activeElement === document.body) restoreFocus(control ?? null, focus?.caret);
  }

  /** Whether each is content with its value; the first that is not tells the visitor. */
  reportValidity(): boolean {
    this.#tend();
    return this.#controls.every(
      // A field that the visitor cannot see is not for the visitor to correct.
      (control) =>
        control.checkVisibility?.() === false ||
        attempt(() => control.reportValidity?.()) !== false,
    );
  }

  /** Enter in an `<input>` sends the form, and no other one that the page has around it. */
  readonly #submitByEnter = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || isComposing(event) || event.defaultPrevented) return;
    const control = this.#named.find((own) => own === event.target);
    if (!(control instanceof HTMLInputElement) || this.#host.contains(control.form)) return;
    // There it opens the choice of a file.
    if (control.type === 'file') return;
    event.preventDefault();
    void this.#host.submit();
  };

  /** Fills in what they held before, where nothing was typed since. */
  putBack(extra: Extra): void {
    attempt(() => putBack(extra, this.#controls));
  }

  /** For the next person. */
  reset(): void {
    setAllBack([...lightControlsOf(this.#host), ...this.#controls]);
    this.#tend();
  }

  /** What they hold; what is too much and could not be told to the visitor is cut off. */
  read(): Extra {
    const values = new Map<string, string>();
    for (const control of this.#controls) {
      const value = textOf(control);
      const before = values.get(control.name);
      // Several boxes of one name are one value.
      if (value) values.set(control.name, before ? `${before}, ${value}` : value);
    }
    let room = extraLengthMaxInAll;
    const entries = [...values].map(([name, value]) => {
      const kept = Array.from(value).slice(0, Math.min(room, extraLengthMax));
      room -= kept.length;
      return [name, kept.join('')] as const;
    });
    return Object.fromEntries(entries.slice(0, extraCountMax));
  }

  /**
   * As they change, and before the lead is sent. A field itself says that it is too long, in the
   * browser's way; an error that the page has set stays the page's. Where the form keeps nothing,
   * the browser must not either: it puts back each field by itself.
   */
  readonly #tend = (): void => {
    let room = extraLengthMaxInAll;
    for (const control of this.#controls) {
      if (this.#host.noQueue) control.setAttribute('autocomplete', 'off');
      const length = lengthOf(textOf(control));
      room -= length;
      const isTooLong = length > extraLengthMax || room < 0;
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

/** Those of the page's own form. */
function lightControlsOf(host: Element): readonly Control[] {
  return Array.from(host.querySelectorAll(':scope > form [name]')).filter(isControl);
}

function setAllBack(controls: readonly Control[]): void {
  for (const control of controls) attempt(() => setBack(control));
}

/** An element of the page's own that throws costs its own value, and no lead. */
function textOf(control: Control): string {
  return normaliseExtra(attempt(() => valueOf(control)) ?? '');
}
