/**
 * The browser's own `Event`, as the base class of `CustomEvent`: MooTools replaces the global one,
 * and `dispatchEvent()` refuses instances of that.
 */
export const NativeEvent: typeof Event = Object.getPrototypeOf(CustomEvent) as typeof Event;

/** For events that reach the whole page, also out of the shadow root of a form. */
export const composed: EventInit = { bubbles: true, composed: true };
