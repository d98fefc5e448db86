/** How many tests of a part passed, failed and were skipped. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Reads the closing lines of `node --test`; undefined if the run died before them. */
export function readTally(output: string): Tally | undefined {
  const count = (...names: readonly string[]): number | undefined =>
    names
      .map((name) => new RegExp(`^ℹ ${name} (\\d+)$`, 'm').exec(output)?.[1])
      .reduce<number | undefined>(
        (sum, digits) => (digits === undefined ? sum : (sum ?? 0) + Number(digits)),
        undefined,
      );
  const passed = count('pass');
  const failed = count('fail', 'cancelled');
  if (passed === undefined || failed === undefined) return undefined;
  return { passed, failed, skipped: count('skipped', 'todo') ?? 0 };
}

/** A run that exits with an error has failed, whatever it counted, and so has one without tests. */
export function settle(tally: Tally | undefined, exitedWell: boolean): Tally {
  const { passed, failed, skipped } = tally ?? { passed: 0, failed: 0, skipped: 0 };
  const ran = passed + failed > 0;
  return { passed, failed: failed === 0 && !(exitedWell && ran) ? 1 : failed, skipped };
}

export function add(one: Tally, other: Tally): Tally {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}

export function describeTally({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
