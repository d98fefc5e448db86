import * as fc from 'fast-check';

/** Characters that normalisation handles: invisible, joining, combining, wide, folding, broken. */
const strange: readonly string[] = [
  '\u200B\u200C\u200D\u00AD\u2060\uFEFF\u2066\u2069\u180E\u3164\u1160\u034F',
  '\u0301\u0308\u0323a\u1E9B',
  '–—−‐－﹣ßıİſKΣσςǅﬁ½²Ⅷ①ａＡ１٣०',
  '++-. \u00A0\u3000\u2028\t\n\u0000\u0007\uFFFD\uFFFE',
  '\uD800',
  '\uDC00',
  '😀🇮🇩',
].flatMap((characters) => Array.from(characters));

/** Marks on one letter, up to one more than any script uses, some with an invisible one. */
const piles: readonly string[] = [28, 29, 30, 31].flatMap((height) => [
  `a${'\u0301\u0323'.repeat(height).slice(0, height)}`,
  `\u1E9B${'\u0323\u034F\u0301'.repeat(height).slice(0, height)}`,
]);

/** Any text, with the difficult characters far more often than by chance. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(fc.constantFrom(...strange, ...piles), fc.string({ unit: 'binary', maxLength: 3 })),
  )
  .map((parts) => parts.join(''));
