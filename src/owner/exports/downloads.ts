import type { OwnerDownload } from '../../contract/owner/download.ts';

const keptMax = 100;

/** The progress of this server's downloads, for the pages that began them. */
export class Downloads {
  readonly #downloads = new Map<string, OwnerDownload>();

  get(id: string): OwnerDownload | undefined {
    return this.#downloads.get(id);
  }

  /** @yields The rows, counted as they are read. */
  async *count<Row>(id: string, rows: AsyncIterable<Row>): AsyncGenerator<Row, void> {
    let taken = 0;
    let state: OwnerDownload['state'] = 'ended';
    this.#keep(id, { rows: 0, state: 'running' });
    try {
      for await (const row of rows) {
        taken += 1;
        this.#keep(id, { rows: taken, state: 'running' });
        yield row;
      }
      state = 'done';
    } finally {
      this.#keep(id, { rows: taken, state });
    }
  }

  #keep(id: string, download: OwnerDownload): void {
    this.#downloads.set(id, download);
    if (this.#downloads.size <= keptMax) return;
    const [oldest = ''] = this.#downloads.keys();
    this.#downloads.delete(oldest);
  }
}
