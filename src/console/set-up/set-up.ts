import {
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from 'lit';
import type { OwnerCheck, OwnerChecks, OwnerSetup } from '../../contract/owner/setup.ts';
import { api } from '../parts/api.ts';
import { ConsolePage } from '../parts/console-page.ts';
import { renderTable } from '../parts/scroll-table.ts';
import { styles } from '../parts/styles.ts';
import { setUpStyles } from './set-up-styles.ts';

const tones: Readonly<Record<OwnerCheck['status'], string>> = {
  ok: 'good',
  warning: '',
  fail: 'bad',
};
/** What needs attention comes first. */
const urgency: readonly OwnerCheck['status'][] = ['fail', 'warning'];

/**
 * Whether everything is in order on the server, and what landing pages need to have a form.
 *
 * @element console-set-up
 */
export class ConsoleSetUp extends ConsolePage {
  static override styles: CSSResultGroup = [styles, setUpStyles];
  static override properties: PropertyDeclarations = {
    setup: { state: true },
    report: { state: true },
  };

  declare setup: OwnerSetup | undefined;
  declare report: OwnerChecks | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  override render(): TemplateResult {
    const { setup, texts } = this;
    return html`<div class="page" aria-busy=${this.isBusy}>
      <h1 tabindex="-1">${texts.setUp.heading}</h1>
      ${this.renderFailure()} ${setup ? nothing : html`<p>${this.isBusy ? texts.loading : ''}</p>`}
      ${this.#renderChecks()}
      ${
        setup
          ? html`<console-snippet .language=${this.language} .setup=${setup}></console-snippet>
              <div class="cards">${this.#renderOrigins(setup)} ${this.#renderProducts(setup)}</div>`
          : nothing
      }
    </div>`;
  }

  #renderChecks(): TemplateResult | typeof nothing {
    const { report } = this;
    const { setUp: texts } = this.texts;
    if (!report) return nothing;
    const problems = urgency.flatMap((wanted) =>
      report.checks.filter(({ status }) => status === wanted),
    );
    const right = report.checks.filter(({ status }) => status === 'ok');
    return html`<section class="card" aria-labelledby="checks">
      <div class="bar">
        <h2 id="checks">${texts.checks}</h2>
        <button type="button" ?disabled=${this.isBusy} @click=${() => void this.#check()}>
          ${texts.again}
        </button>
      </div>
      <p role="status">${texts.summary(problems.length)}</p>
      ${problems.length > 0 ? this.#renderList(problems) : nothing}
      <details>
        <summary>${texts.right(right.length)}</summary>
        ${this.#renderList(right)}
      </details>
      <p class="hint">${texts.checksHint} ${this.format.time(report.checked_at)}</p>
    </section>`;
  }

  #renderList(checks: readonly OwnerCheck[]): TemplateResult {
    return html`<ul class="checks">
      ${checks.map((check) => this.#renderCheck(check))}
    </ul>`;
  }

  #renderCheck({ check, status, detail, advice }: OwnerCheck): TemplateResult {
    const { setUp: texts } = this.texts;
    return html`<li>
      <span class="tag ${tones[status]}">${texts.statuses[status]}</span>
      <div>
        <strong>${texts.checkNames[check]}</strong>
        <p class="text" lang="en">${detail}</p>
        ${advice === null ? nothing : html`<p class="text advice" lang="en">${advice}</p>`}
      </div>
    </li>`;
  }

  #renderOrigins({ origins }: OwnerSetup): TemplateResult {
    const { setUp: texts } = this.texts;
    return html`<section class="card">
      <h2>${texts.origins}</h2>
      <ul>
        ${origins.map((origin) => html`<li class="text">${origin}</li>`)}
      </ul>
      <p class="hint">${texts.originsHint}</p>
    </section>`;
  }

  #renderProducts({ products }: OwnerSetup): TemplateResult {
    const { none, setUp: texts } = this.texts;
    const heads = [texts.title, texts.slug, texts.aliases];
    const rows = products.map(
      ({ slug, title, aliases }) =>
        html`<tr>
          <th scope="row" class="text">${title}</th>
          <td class="text">${slug}</td>
          <td class="text">${aliases.length > 0 ? aliases.join(', ') : none}</td>
        </tr>`,
    );
    return html`<section class="card">
      <h2>${texts.products}</h2>
      ${renderTable({ label: texts.products, heads, rows })}
      <p class="hint">${texts.productsHint}</p>
    </section>`;
  }

  readonly #load = async (): Promise<void> => {
    await this.load(this.#load, async () => {
      this.setup = await api.setup();
      // A vendor may be slow; the rest of the page is there already.
      this.report = await api.checks();
    });
  };

  async #check(): Promise<void> {
    await this.attempt(async () => {
      this.report = await api.checks();
    });
  }
}
