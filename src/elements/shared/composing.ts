/**
 * Whether a key press belongs to an input method, where Enter accepts a suggestion. Safari has
 * ended the composition by then, and only key code 229 says so
 * (https://bugs.webkit.org/show_bug.cgi?id=165004).
 */
export function isComposing(event: KeyboardEvent): boolean {
  // oxlint-disable-next-line typescript/no-deprecated -- there is no other sign.
  return event.isComposing || event.keyCode === 229;
}
