/** Every encoding in which a text could leave a process. */
function spellings(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  return [
    text,
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    bytes.toString('hex'),
    // Within a longer text the last characters depend on what follows; a shift of one or two bytes
    // gives the other two alignments.
    ...[0, 1, 2].map((shift) => {
      const whole = bytes.subarray(shift, shift + Math.floor((bytes.length - shift) / 3) * 3);
      return whole.toString('base64');
    }),
  ];
}

/** The names of the canaries that a text contains, in any encoding. */
export function canariesIn(
  text: string,
  canaries: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.entries(canaries)
    .filter(([, value]) => spellings(value).some((spelling) => text.includes(spelling)))
    .map(([name]) => name);
}
