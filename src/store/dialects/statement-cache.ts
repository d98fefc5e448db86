/**
 * The prepared statements that were used last, by their text. An insert of all rows that arrived
 * together has another text for each number of rows, and at a rush most have the same number.
 */
export class StatementCache<Statement> {
  readonly #prepare: (text: string) => Statement;
  readonly #charactersMax: number;
  /** In the order of their last use. */
  readonly #statements = new Map<string, Statement>();
  #characters = 0;

  /**
   * `charactersMax` is the length of all texts together: SQLite takes some 50 bytes for each
   * character. A statement that is longer than that is kept alone.
   */
  constructor(prepare: (text: string) => Statement, charactersMax: number) {
    this.#prepare = prepare;
    this.#charactersMax = charactersMax;
  }

  /** Throws what `prepare` throws. */
  get(text: string): Statement {
    const known = this.#statements.get(text);
    const statement = known ?? this.#prepare(text);
    if (known === undefined) this.#characters += text.length;
    else this.#statements.delete(text);
    this.#statements.set(text, statement);
    this.#evict();
    return statement;
  }

  #evict(): void {
    for (const text of this.#statements.keys()) {
      if (this.#characters <= this.#charactersMax || this.#statements.size === 1) return;
      this.#statements.delete(text);
      this.#characters -= text.length;
    }
  }
}
