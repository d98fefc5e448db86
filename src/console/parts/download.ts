import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { OwnerDownload } from '../../contract/owner/download.ts';
import type { ExportFormat } from '../../contract/owner/export.ts';
import { toHex } from '../../contract/to-hex.ts';
import { api, ApiError } from './api.ts';
import { ConsolePage } from './console-page.ts';

/** How many tries in a row may fail, each after twice the time: a minute in all. */
const silencesMax = 6;

/** A list as a file. */
export interface ListFile {
  readonly format: ExportFormat;
  /** The ID of the download. */
  readonly download: string;
}

/**
 * Links that download a list, and the progress of a download. The browser writes the file as it
 * arrives, so that a million rows need no memory; the server reports the number of rows so far.
 *
 * @element console-download
 */
export class ConsoleDownload extends ConsolePage {
  static override properties: PropertyDeclarations = {
    urlOf: { attribute: false },
    done: { attribute: false },
    everyMs: { attribute: false },
    progress: { state: true },
    isUnknown: { state: true },
  };

  /** A new function means a new list. */
  declare urlOf: (file: ListFile) => string;
  /** The text for a complete file, with the number of rows. */
  declare done: (rows: string) => string;
  /** How often the server is asked. */
  declare everyMs: number;
  declare progress: OwnerDownload | undefined;
  /** Whether the server does not answer, and is no longer asked. */
  declare isUnknown: boolean;
  #silences = 0;
  #id = newId();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.everyMs = 1000;
    this.isUnknown = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  override render(): TemplateResult {
    const { leads: texts } = this.texts;
    return html`<div class="actions">
        ${this.#renderLink('csv', texts.csv)} ${this.#renderLink('json', texts.json)}
      </div>
      <p class="hint" role="status">${this.#renderProgress()}</p>`;
  }

  #renderLink(format: ExportFormat, name: string): TemplateResult {
    const href = this.urlOf({ format, download: this.#id });
    return html`<a class="button" download href=${href} @click=${this.#onClick}>${name}</a>`;
  }

  #renderProgress(): string | typeof nothing {
    const { progress, isUnknown } = this;
    const { leads: texts } = this.texts;
    if (isUnknown) return texts.downloadUnknown;
    if (!progress) return nothing;
    const rows = this.format.number(progress.rows);
    return progress.state === 'done' ? this.done(rows) : texts.progress[progress.state](rows);
  }

  /** The browser follows the link on its own; the next download gets a new id. */
  readonly #onClick = (): void => {
    const id = this.#id;
    this.progress = undefined;
    this.isUnknown = false;
    this.#silences = 0;
    clearTimeout(this.#timer);
    // The link is followed before this.
    this.#timer = setTimeout(() => {
      this.#id = newId();
      this.requestUpdate();
      // Sooner, the server may not know it yet.
      this.#timer = setTimeout(() => void this.#ask(id), this.everyMs / 4);
    });
  };

  async #ask(id: string): Promise<void> {
    try {
      this.progress = await api.download(id);
      this.#silences = 0;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // Not begun yet, or on another server: the browser shows it anyway.
      if (error.type === 'unauthorized') return this.tellSignedOut({ isUndone: true });
      this.#silences += 1;
    }
    this.isUnknown = this.#silences > silencesMax;
    const isOver = this.progress !== undefined && this.progress.state !== 'running';
    if (isOver || this.isUnknown || !this.isConnected) return;
    this.#timer = setTimeout(() => void this.#ask(id), this.everyMs * 2 ** this.#silences);
  }
}

function newId(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(16)));
}
