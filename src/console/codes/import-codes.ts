import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from 'lit';
import { importBytesMax } from '../../contract/owner/codes.ts';
import type { OwnerImport } from '../../contract/owner/import.ts';
import { api, ApiError } from '../parts/api.ts';
import { ConsolePage } from '../parts/console-page.ts';
import { renderTable } from '../parts/scroll-table.ts';
import { styles } from '../parts/styles.ts';
import { headsOfTerms, renderTerms } from './code-terms.ts';
import { CodesMadeEvent } from './new-codes.ts';

/** More problems than a person fixes by hand. */
const problemsShown = 200;

/**
 * Adds the codes of a CSV file, after a check that reports all problems.
 *
 * @element console-import-codes
 */
export class ConsoleImportCodes extends ConsolePage {
  static override styles: CSSResultGroup = [
    styles,
    css`
      .found {
        display: grid;
        flex-basis: 100%;
        gap: 0.75rem;
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    company: { attribute: false },
    companyTitle: { attribute: false },
    preview: { state: true },
    refused: { state: true },
  };

  /** Company ID. */
  declare company: string;
  declare companyTitle: string;
  declare preview: OwnerImport | undefined;
  /** Why the file was not checked, if the server did not say so. */
  declare refused: 'unreadable' | 'tooLarge' | undefined;
  /** The content as it was checked: the same is written, even if the file has changed on disk. */
  #file: Blob | undefined;
  /** Identifies a file and a company: a reply for another pair comes too late. */
  #choice = {};

  override render(): TemplateResult {
    const { codes: texts } = this.texts;
    return html`<form class="card" @submit=${this.#write}>
      <h2>${texts.import}</h2>
      <label>
        ${texts.file}
        <input
          type="file"
          accept=".csv,text/csv"
          aria-describedby="file-hint"
          @click=${this.#onPick}
          @change=${this.#onFile}
        />
      </label>
      <p class="hint" id="file-hint">${texts.fileHint}</p>
      ${this.#renderRefused()} ${this.renderFailure()}
      <div class="found" role="status">${this.#renderPreview()}</div>
    </form>`;
  }

  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (!changed.has('company') || !this.hasUpdated) return;
    this.#forget();
    this.renderRoot.querySelector('form')?.reset();
  }

  #forget(): void {
    this.#choice = {};
    this.preview = undefined;
    this.refused = undefined;
    this.failure = undefined;
    this.#file = undefined;
  }

  #renderRefused(): TemplateResult | typeof nothing {
    const { refused, company } = this;
    const { importCodes: texts } = this.texts;
    if (refused === undefined) return nothing;
    const words = refused === 'tooLarge' ? texts.tooLarge(company) : texts.unreadable;
    return html`<p class="failure" role="alert">${words}</p>`;
  }

  #renderPreview(): TemplateResult | typeof nothing {
    const { preview, format } = this;
    if (!preview) return nothing;
    const { codes: texts } = this.texts;
    const { rows, problems, there_already: there } = preview;
    if (problems.length > 0) {
      return html`<p><strong>${texts.importBad(format.number(problems.length))}</strong></p>
        <ul>
          ${problems
            .slice(0, problemsShown)
            .map(
              ({ line, problem }) =>
                html`<li class="text">
                  ${texts.line(format.number(line))} <span lang="en">${problem}</span>
                </li>`,
            )}
        </ul>
        ${
          problems.length > problemsShown
            ? html`<p>${texts.importMore(format.number(problems.length - problemsShown))}</p>`
            : nothing
        }`;
    }
    if (rows === 0) return html`<p>${texts.importEmpty}</p>`;
    const added = rows - there;
    return html`<p>${texts.importGood(format.number(rows), this.companyTitle)}</p>
      ${this.#renderFirst(preview)}
      ${there > 0 ? html`<p>${texts.importThere(format.number(there))}</p>` : nothing}
      ${
        added > 0
          ? html`<button class="main" ?disabled=${this.isBusy}>
              ${texts.importWrite(format.number(added))}
            </button>`
          : nothing
      }`;
  }

  #renderFirst({ codes }: OwnerImport): TemplateResult {
    const { texts, format } = this;
    return renderTable({
      label: texts.codes.import,
      heads: headsOfTerms(texts),
      rows: codes.map(
        (code) =>
          html`<tr>
            ${renderTerms(code, texts, format)}
          </tr>`,
      ),
    });
  }

  /** Otherwise, choosing the same file again after fixing it would be no change. */
  #onPick({ target }: Event): void {
    (target as HTMLInputElement).value = '';
    this.#forget();
  }

  async #onFile(event: Event): Promise<void> {
    const [file] = (event.target as HTMLInputElement).files ?? [];
    const { company } = this;
    this.#forget();
    if (!file) return;
    const choice = this.#choice;
    // What is too large is neither read nor sent.
    const isSent = file.size <= importBytesMax;
    const bytes = isSent ? await file.arrayBuffer().catch(() => undefined) : undefined;
    if (choice !== this.#choice) return;
    if (!bytes) {
      this.refused = isSent ? 'unreadable' : 'tooLarge';
      return;
    }
    const copy = new Blob([bytes], { type: 'text/csv' });
    await this.attempt(async () => {
      try {
        const preview = await api.importCodes({ company }, copy);
        if (choice !== this.#choice) return;
        this.preview = preview;
        this.#file = copy;
      } catch (error) {
        if (choice !== this.#choice) return;
        if (!isTooLargeInBetween(error)) throw error;
        this.refused = 'tooLarge';
      }
    });
  }

  async #write(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const file = this.#file;
    const { company } = this;
    const choice = this.#choice;
    if (!file || this.preview?.problems.length !== 0) return;
    await this.attempt(async () => {
      const result = await api.importCodes({ company, write: 'true' }, file);
      // Somebody else may have added one of them in the meantime.
      const isWritten = result.problems.length === 0;
      if (choice === this.#choice) {
        this.preview = isWritten ? undefined : result;
        if (isWritten) form.reset();
      }
      if (!isWritten) return;
      const count = this.format.number(result.added);
      this.dispatchEvent(new CodesMadeEvent(this.texts.codes.generated(count)));
    });
  }
}

/** Whether a server in between refused it, which has no words for the owner. */
function isTooLargeInBetween(error: unknown): boolean {
  return error instanceof ApiError && error.type === 'too-large' && error.detail === '';
}
