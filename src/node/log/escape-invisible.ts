/**
 * Control characters (the JSON serialiser escapes C0), bidi marks and overrides, line separators,
 * zero-width and other formatting characters.
 */
const invisible = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Escapes what could move a terminal's cursor, forge a line or change its direction in a JSON text.
 * All become `\u` escapes, so the JSON means the same.
 */
export function escapeInvisible(json: string): string {
  return json.replace(invisible, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
