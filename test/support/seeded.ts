/** Names the seed of a run to repeat. */
const seedVariable = 'PROMO_LEAD_TEST_SEED';

/** Random numbers that can be repeated. */
export interface Seeded {
  /** How to repeat them: for the message of a failure. */
  readonly how: string;
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
  oneOf<T>(values: readonly [T, ...T[]]): T;
}

/** Mulberry32 (github.com/bryc/code/blob/master/jshash/PRNGs.md). */
export function seeded(seed: number = seedOfRun()): Seeded {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number): number =>
    least + Math.floor(next() * (most - least + 1));
  return {
    how: `again with ${seedVariable}=${seed}`,
    between,
    oneOf: (values) => values[between(0, values.length - 1)] ?? values[0],
  };
}

function seedOfRun(): number {
  const given = process.env[seedVariable];
  return given === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(given);
}
