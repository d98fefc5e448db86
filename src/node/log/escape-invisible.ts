/**
 * Controls (C0 is the work of whoever wrote the JSON), bidi marks and overrides, line separators,
 * zero-width and other formatting characters.
 */
const invisible = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Escapes in a JSON text what could move a terminal's cursor, forge a line or turn its direction.
 * `\u` is the escape of all of them, so that the JSON says what it said.
 */
export function escapeInvisible(json: string): string {
  return json.replace(invisible, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
