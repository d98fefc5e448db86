import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { NewOwnerToken, OwnerClients, OwnerToken } from '../contract/owner/contacts.ts';
import { api } from './api.ts';
import { ConsolePage } from './console-page.ts';

/**
 * Who may call the embedded backend: tokens for promo codes, and who makes contacts.
 *
 * @element console-clients
 */
export class ConsoleClients extends ConsolePage {
  static override properties: PropertyDeclarations = {
    clients: { state: true },
    made: { state: true },
    revoking: { state: true },
  };

  declare clients: OwnerClients | undefined;
  /** The token that was just made: it is nowhere else. */
  declare made: NewOwnerToken | undefined;
  /** The name of the token that is about to be revoked. */
  declare revoking: string;

  constructor() {
    super();
    this.revoking = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  override render(): TemplateResult {
    const { clients, texts } = this;
    return html`<div class="page">
      <h2>${texts.contacts.clients}</h2>
      ${this.renderFailure(() => void this.#load())}
      ${
        clients
          ? html`<div class="cards">
              ${clients.tokens.length > 0 ? this.#renderTokens(clients) : nothing}
              ${this.#renderMakers(clients)}
            </div>`
          : nothing
      }
      ${this.#renderDialog()}
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
      <th scope="row" class="text">${name}</th>
      <td>${this.format.time(created_at)}</td>
      <td><span class="tag ${isValid ? 'good' : ''}">${own ? texts.own : state}</span></td>
      <td>
        ${
          isValid && !own
            ? html`<button
                type="button"
                aria-label="${texts.revoke}: ${name}"
                @click=${() => void this.#ask(name)}
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

  #renderDialog(): TemplateResult {
    const { contacts: texts, cancel } = this.texts;
    return html`<dialog aria-labelledby="revoke-title">
      <form method="dialog" @submit=${this.#revoke}>
        <h2 id="revoke-title" class="text">${texts.revokeTitle(this.revoking)}</h2>
        <p>${texts.revokeText}</p>
        <div class="actions">
          <button type="button" @click=${() => this.#dialog?.close()}>${cancel}</button>
          <button class="danger">${texts.revoke}</button>
        </div>
      </form>
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  async #ask(name: string): Promise<void> {
    this.revoking = name;
    // Its title names the token as it opens.
    await this.updateComplete;
    this.#dialog?.showModal();
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

  async #revoke(): Promise<void> {
    const name = this.revoking;
    await this.attempt(async () => {
      await api.revokeToken({ name });
      this.clients = await api.clients();
      if (this.made?.name === name) this.made = undefined;
      this.note(this.texts.contacts.revoked(name));
    });
  }

  async #load(): Promise<void> {
    await this.attempt(async () => {
      this.clients = await api.clients();
    });
  }
}
