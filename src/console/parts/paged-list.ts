import { html, nothing, type TemplateResult } from 'lit';
import type { ConsolePage } from './console-page.ts';

interface Page<Row> {
  readonly rows: readonly Row[];
  /** Where the next page begins; null at the end. */
  readonly next: string | null;
}

/** A list that a page of the console reads and shows piece by piece. */
export class PagedList<Row> {
  rows: readonly Row[] = [];
  /** Undefined before the first page. */
  next: string | null | undefined;
  readonly #host: ConsolePage;
  readonly #read: (after: string | undefined) => Promise<Page<Row>>;
  /** Identifies what is listed; repeating the same search makes a new list. */
  #list = {};

  constructor(host: ConsolePage, read: (after: string | undefined) => Promise<Page<Row>>) {
    this.#host = host;
    this.#read = read;
  }

  get hasMore(): boolean {
    return typeof this.next === 'string';
  }

  /** For another list: what is still being read of this one is not shown. */
  clear(): void {
    this.#list = {};
    this.next = undefined;
    this.show([]);
  }

  show(rows: readonly Row[]): void {
    this.rows = rows;
    this.#host.requestUpdate();
  }

  readonly loadMore = async (): Promise<void> => {
    const list = this.#list;
    await this.#host.load(this.loadMore, async () => {
      const { rows, next } = await this.#read(this.next ?? undefined);
      if (list !== this.#list) return;
      this.next = next;
      this.show([...this.rows, ...rows]);
    });
  };

  /** Below the rows: that some are being read, a button for more, or that there are none. */
  renderEnd(empty: string, more: string = this.#host.texts.older): TemplateResult | typeof nothing {
    const { failure, isBusy, texts } = this.#host;
    if (failure) return nothing;
    if (isBusy) return html`<p role="status">${texts.loading}</p>`;
    if (this.hasMore) return html`<button type="button" @click=${this.loadMore}>${more}</button>`;
    const isEmpty = this.next === null && this.rows.length === 0;
    return isEmpty ? html`<p role="status">${empty}</p>` : nothing;
  }
}
