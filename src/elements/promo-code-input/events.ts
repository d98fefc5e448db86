import type { ClientFailure } from '../../client/error.ts';
import type { RedeemVerdict, Verdict } from '../../contract/promo-code.ts';
import { composed, NativeEvent } from '../shared/native-event.ts';
import type { PromoCodeInput } from './element.ts';

/** A code is about to be asked for; `preventDefault()` keeps it from the proxy. */
export class PromoCodeCheckEvent extends NativeEvent {
  /** As the proxy is asked for it. */
  declare readonly code: string;

  constructor(code: string) {
    super('promo-code-check', { ...composed, cancelable: true });
    this.code = code;
  }
}

/** The proxy answered. */
export class PromoCodeVerdictEvent extends NativeEvent {
  /** As the proxy is asked for it. */
  declare readonly code: string;
  /** Of a look, or with `consume` of a redemption. */
  declare readonly verdict: Verdict | RedeemVerdict;

  constructor(code: string, verdict: Verdict | RedeemVerdict) {
    super('promo-code-verdict', composed);
    this.code = code;
    this.verdict = verdict;
  }
}

/** No answer came; the visitor can try again. */
export class PromoCodeErrorEvent extends NativeEvent {
  /** As the proxy is asked for it. */
  declare readonly code: string;
  /** Why no answer came. */
  declare readonly failure: ClientFailure;

  constructor(code: string, failure: ClientFailure) {
    super('promo-code-error', composed);
    this.code = code;
    this.failure = failure;
  }
}

/** The visitor took the code out. */
export class PromoCodeClearEvent extends NativeEvent {
  constructor() {
    super('promo-code-clear', composed);
  }
}

declare global {
  // Of elements, of the document and of the window: the events bubble up to all of them.
  interface GlobalEventHandlersEventMap {
    'promo-code-check': PromoCodeCheckEvent;
    'promo-code-verdict': PromoCodeVerdictEvent;
    'promo-code-error': PromoCodeErrorEvent;
    'promo-code-clear': PromoCodeClearEvent;
  }
  // Here, because every import of one of our classes loads this module's types.
  interface HTMLElementTagNameMap {
    'promo-code-input': PromoCodeInput;
  }
}
