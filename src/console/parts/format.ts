/** Numbers and times in a language's format and the browser's time zone. */
export class Format {
  readonly #language: string;

  constructor(language: string) {
    this.#language = language;
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.#language).format(value);
  }

  /** A part of a whole, as `87 %`. */
  share(part: number, whole: number): string {
    const style = { style: 'percent', maximumFractionDigits: 0 } as const;
    return new Intl.NumberFormat(this.#language, style).format(whole === 0 ? 0 : part / whole);
  }

  /** `2 min 5 sec`, from seconds. */
  duration(seconds: number): string {
    if (seconds < 60) return this.#unit(seconds, 'second', 'short');
    if (seconds < 60 * 60) return this.#unit(seconds / 60, 'minute', 'short');
    return this.#unit(seconds / (60 * 60), 'hour', 'short');
  }

  /** `7 days` */
  days(value: number): string {
    return this.#unit(value, 'day', 'long');
  }

  #unit(value: number, unit: string, unitDisplay: 'short' | 'long'): string {
    const maximumFractionDigits = value < 10 ? 1 : 0;
    const style = { style: 'unit', unit, unitDisplay, maximumFractionDigits } as const;
    return new Intl.NumberFormat(this.#language, style).format(value);
  }

  /** An instant in ISO 8601. */
  time(iso: string): string {
    return this.#date(iso, { dateStyle: 'medium', timeStyle: 'short' });
  }

  /** To the second, to tell things apart that came one after the other. */
  moment(iso: string): string {
    return this.#date(iso, { dateStyle: 'medium', timeStyle: 'medium' });
  }

  day(iso: string): string {
    return this.#date(iso, { day: 'numeric', month: 'short' });
  }

  hour(iso: string): string {
    return this.#date(iso, { timeStyle: 'short' });
  }

  #date(iso: string, style: Intl.DateTimeFormatOptions): string {
    return new Intl.DateTimeFormat(this.#language, style).format(new Date(iso));
  }

  /** A language by its tag, in the language of the page. */
  language(tag: string): string {
    try {
      return new Intl.DisplayNames(this.#language, { type: 'language' }).of(tag) ?? tag;
    } catch {
      return tag;
    }
  }
}
