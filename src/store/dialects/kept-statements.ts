/**
 * Prepared statements by their text: those that were asked for last. An insert of as many rows as
 * came together has a text of its own for each number of them, and at a rush most are of one.
 */
export class KeptStatements<Statement> {
  readonly #prepare: (text: string) => Statement;
  readonly #charactersMax: number;
  /** In the order in which they were asked for. */
  readonly #kept = new Map<string, Statement>();
  #characters = 0;

  /**
   * `charactersMax` is of all their texts: SQLite takes some 50 bytes for each character. One that
   * is longer by itself is kept alone.
   */
  constructor(prepare: (text: string) => Statement, charactersMax: number) {
    this.#prepare = prepare;
    this.#charactersMax = charactersMax;
  }

  /** Throws what preparing it throws. */
  get(text: string): Statement {
    const known = this.#kept.get(text);
    const statement = known ?? this.#prepare(text);
    if (known === undefined) this.#characters += text.length;
    else this.#kept.delete(text);
    this.#kept.set(text, statement);
    this.#forget();
    return statement;
  }

  #forget(): void {
    for (const text of this.#kept.keys()) {
      if (this.#characters <= this.#charactersMax || this.#kept.size === 1) return;
      this.#kept.delete(text);
      this.#characters -= text.length;
    }
  }
}
