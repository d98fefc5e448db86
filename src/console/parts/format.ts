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
    const unit = (value: number, name: string): string =>
      new Intl.NumberFormat(this.#language, {
        style: 'unit',
        unit: name,
        unitDisplay: 'short',
        maximumFractionDigits: value < 10 ? 1 : 0,
      }).format(value);
    if (seconds < 60) return unit(seconds, 'second');
    if (seconds < 60 * 60) return unit(seconds / 60, 'minute');
    return unit(seconds / (60 * 60), 'hour');
  }

  /** `7 days` */
  days(value: number): string {
    const style = { style: 'unit', unit: 'day', unitDisplay: 'long' } as const;
    return new Intl.NumberFormat(this.#language, style).format(value);
  }

  /** An instant in ISO 8601. */
  time(iso: string): string {
    const style = { dateStyle: 'medium', timeStyle: 'short' } as const;
    return new Intl.DateTimeFormat(this.#language, style).format(new Date(iso));
  }

  /** To the second, to tell things apart that came one after the other. */
  moment(iso: string): string {
    const style = { dateStyle: 'medium', timeStyle: 'medium' } as const;
    return new Intl.DateTimeFormat(this.#language, style).format(new Date(iso));
  }

  day(iso: string): string {
    const style = { day: 'numeric', month: 'short' } as const;
    return new Intl.DateTimeFormat(this.#language, style).format(new Date(iso));
  }

  hour(iso: string): string {
    return new Intl.DateTimeFormat(this.#language, { timeStyle: 'short' }).format(new Date(iso));
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
