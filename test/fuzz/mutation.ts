import type { Seeded } from '../support/seeded.ts';

/** Longer inputs are slow and show no more. */
const lengthMax = 4096;

/** What tends to break any parser: edge cases of numbers, UTF-8, nesting and quoting. */
const hard: readonly Buffer[] = [
  '0',
  '-1',
  '1e999',
  '9007199254740993',
  '0x10',
  'null',
  'true',
  '[]',
  '{}',
  '""',
  '"',
  '\\',
  '{"a":',
  '[',
  ']',
  '}',
  ',',
  ':',
  '\\u0000',
  '\\ud800',
  '__proto__',
  'constructor',
  '\0',
  '\r\n',
  '\n',
  '	',
  ' ',
  '%00',
  '%',
  '+',
  '&',
  '=',
  ';',
  '[a]',
  '--',
  '̣́',
  '​',
  '‮',
  'ﷺ',
  '﻿',
  '٠١',
  '＝',
  'ı',
  '😀',
  "'",
  '<script>',
  '$&',
  '*/',
].map((text) => Buffer.from(text));
const broken: readonly Buffer[] = [[0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xff], [0xf4, 0x90]].map(
  (bytes) => Buffer.from(bytes),
);
const pieces: readonly Buffer[] = [...hard, ...broken];

/** Makes a new input from one or two known ones with a few changes. */
export function mutate(
  input: Buffer,
  other: Buffer,
  words: readonly Buffer[],
  chance: Seeded,
): Buffer {
  let bytes = input;
  const changes = chance.between(1, 4);
  for (let i = 0; i < changes; i += 1) bytes = change(bytes, other, words, chance);
  return bytes.subarray(0, lengthMax);
}

function change(bytes: Buffer, other: Buffer, words: readonly Buffer[], chance: Seeded): Buffer {
  const at = chance.between(0, bytes.length);
  const end = Math.min(bytes.length, at + chance.between(0, 16));
  const [before, middle, after] = [
    bytes.subarray(0, at),
    bytes.subarray(at, end),
    bytes.subarray(end),
  ];
  const anyOf = (list: readonly Buffer[]): Buffer =>
    list[chance.between(0, list.length - 1)] ?? before;
  switch (chance.between(0, 7)) {
    case 0:
      return Buffer.concat([before, after]);
    case 1:
      return Buffer.concat([before, anyOf(pieces), after]);
    case 2:
      return Buffer.concat([before, anyOf(words), after]);
    case 3:
      return Buffer.concat([
        before,
        ...Array.from({ length: chance.between(2, 40) }, () => middle),
        after,
      ]);
    case 4: {
      const from = chance.between(0, other.length);
      return Buffer.concat([before, other.subarray(from, from + chance.between(1, 200)), after]);
    }
    case 5:
      return Buffer.concat([before, Buffer.from([chance.between(0, 255)]), after]);
    case 6:
      return flipped(bytes, at, chance);
    default:
      return before;
  }
}

function flipped(bytes: Buffer, at: number, chance: Seeded): Buffer {
  const copy = Buffer.from(bytes);
  if (at < copy.length) copy[at] = (copy[at] ?? 0) ^ (1 << chance.between(0, 7));
  return copy;
}
