/** What is under way at one place; forgotten when nobody attends it any more. */
interface Place {
  readonly key: string;
  attendants: number;
  begun: number;
  ended: number;
  readonly waiting: Set<() => void>;
}

/** What is under way at places, on this server, and has not been counted there yet. */
export class UnderWay {
  readonly #places = new Map<string, Place>();

  /** Does some work that may begin at these places; when it is done, that has ended there. */
  async attend<T>(keys: readonly string[], work: (attendant: Attendant) => Promise<T>): Promise<T> {
    const places = keys.map((key) => this.#placeOf(key));
    for (const place of places) place.attendants += 1;
    const attendant = new Attendant(places);
    try {
      return await work(attendant);
    } finally {
      attendant.end();
      for (const place of places) {
        place.attendants -= 1;
        if (place.attendants === 0) this.#places.delete(place.key);
      }
    }
  }

  #placeOf(key: string): Place {
    const known = this.#places.get(key);
    if (known) return known;
    const place = { key, attendants: 0, begun: 0, ended: 0, waiting: new Set<() => void>() };
    this.#places.set(key, place);
    return place;
  }
}

/** Somebody who may begin, and sees who else has. */
export class Attendant {
  readonly #places: readonly Place[];
  /** By key, how many had ended when one looked. */
  #ended: ReadonlyMap<string, number> = new Map();
  #hasBegun = false;

  constructor(places: readonly Place[]) {
    this.#places = places;
  }

  /** To be called before one looks how many were counted. */
  look(): void {
    this.#ended = new Map(this.#places.map(({ key, ended }) => [key, ended]));
  }

  /** How many have begun at the place that the look may not have found counted. */
  uncounted(at: string): number {
    const begun = this.#places.find(({ key }) => key === at)?.begun ?? 0;
    return begun - (this.#ended.get(at) ?? 0);
  }

  begin(): void {
    this.#hasBegun = true;
    for (const place of this.#places) place.begun += 1;
  }

  end(): void {
    if (!this.#hasBegun) return;
    for (const place of this.#places) {
      place.ended += 1;
      for (const resolve of place.waiting) resolve();
      place.waiting.clear();
    }
  }

  /** Resolves when anything has ended since the look; to be awaited where some are uncounted. */
  async change(): Promise<void> {
    if (this.#places.some(({ key, ended }) => ended !== this.#ended.get(key))) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const { waiting } of this.#places) waiting.add(resolve);
    await promise;
    for (const { waiting } of this.#places) waiting.delete(resolve);
  }
}
