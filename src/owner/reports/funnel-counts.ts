import type { Count } from '../../contract/owner/overview.ts';

/** Forms and leads of one kind, by how far visitors came. */
export type FunnelCount = Omit<Count, 'name'>;

const none: FunnelCount = { shown: 0, started: 0, count: 0, delivered: 0 };
const namesMax = 8;

/** Counts how far visitors came, by one property of forms and leads. */
export class FunnelCounts {
  readonly #byName = new Map<string, FunnelCount>();

  add(name: string | null, more: Partial<FunnelCount>): void {
    this.#byName.set(name ?? '', sumOf(this.#byName.get(name ?? '') ?? none, more));
  }

  get total(): FunnelCount {
    return [...this.#byName.values()].reduce(sumOf, none);
  }

  /** The most frequent ones. */
  get most(): readonly Count[] {
    const counts = Array.from(this.#byName, ([name, reached]) => ({ name, ...reached }));
    return counts
      .toSorted((one, other) => sizeOf(other) - sizeOf(one) || (one.name < other.name ? -1 : 1))
      .slice(0, namesMax);
  }
}

function sizeOf({ shown, count }: Count): number {
  return Math.max(shown, count);
}

function sumOf(one: FunnelCount, more: Partial<FunnelCount>): FunnelCount {
  return {
    shown: one.shown + (more.shown ?? 0),
    started: one.started + (more.started ?? 0),
    count: one.count + (more.count ?? 0),
    delivered: one.delivered + (more.delivered ?? 0),
  };
}
