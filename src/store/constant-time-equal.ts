import { sha256 } from './digest.ts';

/** Compares digests, in a time that depends neither on the texts nor on where they differ. */
export function constantTimeEqual(one: string, other: string): boolean {
  const [a, b] = [sha256(one), sha256(other)];
  let difference = 0;
  for (let i = 0; i < a.length; i += 1) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}
