import type { Family, Labels, Sample } from './exposition.ts';

interface Described {
  readonly name: string;
  readonly help: string;
}

/** A counter for each set of labels. */
export class Counter {
  readonly #described: Described;
  readonly #counts = new Map<string, { readonly labels: Labels; value: number }>();

  constructor(described: Described) {
    this.#described = described;
  }

  add(labels: Labels, number = 1): void {
    const key = JSON.stringify(labels);
    const count = this.#counts.get(key) ?? { labels, value: 0 };
    count.value += number;
    this.#counts.set(key, count);
  }

  get family(): Family {
    return { ...this.#described, type: 'counter', samples: [...this.#counts.values()] };
  }
}

/** Counts values by size. */
export class Histogram {
  readonly #described: Described;
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;
  #count = 0;

  /** `bounds`: the upper ends of the buckets, in ascending order. */
  constructor(described: Described, bounds: readonly number[]) {
    this.#described = described;
    this.#bounds = bounds;
    this.#counts = bounds.map(() => 0);
  }

  observe(value: number): void {
    this.#sum += value;
    this.#count += 1;
    this.#bounds.forEach((bound, index) => {
      if (value <= bound) this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    });
  }

  get family(): Family {
    const samples = [
      ...this.#bounds.map((bound, index) => bucket(String(bound), this.#counts[index] ?? 0)),
      bucket('+Inf', this.#count),
      { suffix: '_sum', value: this.#sum },
      { suffix: '_count', value: this.#count },
    ];
    return { ...this.#described, type: 'histogram', samples };
  }
}

function bucket(le: string, value: number): Sample {
  return { suffix: '_bucket', labels: { le }, value };
}
