/**
 * Whether a key belongs to an input method: Enter takes its suggestion then. Safari has ended the
 * composition by then and says so by key code 229 only
 * (https://bugs.webkit.org/show_bug.cgi?id=165004).
 */
export function isComposing(event: KeyboardEvent): boolean {
  // oxlint-disable-next-line typescript/no-deprecated -- nothing else tells.
  return event.isComposing || event.keyCode === 229;
}
