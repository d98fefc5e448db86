/** A vendor's text as it is compared: without regard to case and spaces. */
export function foldText(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}
