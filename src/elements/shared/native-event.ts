/**
 * The browser's own `Event`, as the class that `CustomEvent` is made of: MooTools puts another one
 * in its place, whose instances no `dispatchEvent()` takes.
 */
export const NativeEvent: typeof Event = Object.getPrototypeOf(CustomEvent) as typeof Event;
