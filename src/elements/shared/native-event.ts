/**
 * The browser's own `Event`, as the class that `CustomEvent` is made of: MooTools puts another one
 * in its place, whose instances no `dispatchEvent()` takes.
 */
export const NativeEvent: typeof Event = Object.getPrototypeOf(CustomEvent) as typeof Event;

/** Reaches all of the page, out of the shadow root of a form too. */
export const told: EventInit = { bubbles: true, composed: true };
