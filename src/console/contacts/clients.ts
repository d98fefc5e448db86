import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { NewOwnerToken, OwnerClients, OwnerToken } from '../../contract/owner/contacts.ts';
import { api } from '../parts/api.ts';
import { ConsolePage } from '../parts/console-page.ts';

/**
 * Who may call the embedded backend: tokens for promo codes, and who makes contacts.
 *
 * @element console-clients
 */
export class ConsoleClients extends ConsolePage {
  static override properties: PropertyDeclarations = {
    clients: { state: true },
    made: { state: true },
  };

  declare clients: OwnerClients | undefined;
  /** The token that was just made: it is shown nowhere else. */
  declare made: NewOwnerToken | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  override render(): TemplateResult {
    const { clients } = this;
    return html`<div class="page">
      ${this.renderFailure()} ${clients ? this.#renderAll(clients) : nothing}
      <console-ask .language=${this.language}></console-ask>
    </div>`;
  }

  /** Shows nothing for an API that the server does not have. */
  #renderAll(clients: OwnerClients): TemplateResult | typeof nothing {
    const { promoholder, promos_seru } = clients.callable;
    if (!promoholder && !promos_seru) return nothing;
    return html`<h2>${this.texts.contacts.clients}</h2>
      <div class="cards">
        ${promoholder ? this.#renderTokens(clients) : nothing}
        ${promos_seru ? this.#renderMakers(clients) : nothing}
      </div>`;
  }

  #renderTokens({ tokens }: OwnerClients): TemplateResult {
    const { contacts: texts } = this.texts;
    return html`<section class="card" aria-labelledby="tokens">
      <h2 id="tokens">${texts.tokens}</h2>
      <p class="hint">${texts.tokensHint}</p>
      <div class="scroll" tabindex="0" role="group" aria-label=${texts.tokens}>
        <table>
          <tbody>
            ${tokens.map((token) => this.#renderToken(token))}
          </tbody>
        </table>
      </div>
      <form @submit=${this.#add}>
        <label>
          ${texts.tokenName} <input name="name" required maxlength="255" autocomplete="off" />
        </label>
        <button class="main" ?disabled=${this.isBusy}>${texts.add}</button>
      </form>
      ${this.#renderMade()}
    </section>`;
  }

  #renderToken({ name, created_at, revoked_at, own }: OwnerToken): TemplateResult {
    const { contacts: texts } = this.texts;
    const isValid = revoked_at === null;
    const state = isValid ? texts.valid : texts.revokedAt(this.format.time(revoked_at));
    return html`<tr>
      <th scope="row" class="text">
        ${name}
        <div class="hint">
          ${this.format.time(created_at)}
          <span class="tag ${isValid ? 'good' : ''}">${own ? texts.own : state}</span>
        </div>
      </th>
      <td>
        ${
          isValid && !own
            ? html`<button
                type="button"
                aria-label="${texts.revoke}: ${name}"
                @click=${() => void this.#revoke(name)}
              >
                ${texts.revoke}
              </button>`
            : nothing
        }
      </td>
    </tr>`;
  }

  #renderMade(): TemplateResult | typeof nothing {
    const { made } = this;
    if (!made) return nothing;
    const { contacts: texts } = this.texts;
    return html`<form @submit=${(event: Event) => event.preventDefault()}>
      <label>
        ${texts.newToken(made.name)}
        <input
          id="made"
          readonly
          .value=${made.token}
          aria-describedby="made-hint"
          @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
        />
      </label>
      <p class="hint" id="made-hint">${texts.newTokenHint}</p>
    </form>`;
  }

  #renderMakers({ contact_clients: makers }: OwnerClients): TemplateResult {
    const { contacts: texts } = this.texts;
    return html`<section class="card">
      <h2>${texts.makers}</h2>
      ${
        makers.length === 0
          ? html`<p>${texts.noMakers}</p>`
          : html`<dl>
              ${makers.map(
                ({ name, created_at }) =>
                  html`<dt class="text">${name}</dt>
                    <dd>${this.format.time(created_at)}</dd>`,
              )}
            </dl>`
      }
      <p class="hint">${texts.makersHint}</p>
    </section>`;
  }

  async #add(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const { value: name } = form.elements.namedItem('name') as HTMLInputElement;
    await this.attempt(async () => {
      this.made = await api.addToken({ name });
      form.reset();
      this.clients = await api.clients();
    });
    await this.updateComplete;
    if (!this.failure) this.renderRoot.querySelector<HTMLElement>('#made')?.focus();
  }

  async #revoke(name: string): Promise<void> {
    const { contacts: texts } = this.texts;
    const title = texts.revokeTitle(name);
    const question = { title, text: texts.revokeText, action: texts.revoke };
    if (!(await this.confirm(question))) return;
    await this.attempt(async () => {
      await api.revokeToken({ name });
      this.clients = await api.clients();
      if (this.made?.name === name) this.made = undefined;
      this.note(texts.revoked(name));
    });
  }

  readonly #load = async (): Promise<void> => {
    await this.load(this.#load, async () => {
      this.clients = await api.clients();
    });
  };
}
