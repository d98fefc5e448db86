import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import {
  isCorrectable,
  type LeadState,
  resendableStates,
  settleableStates,
  unsentStates,
} from '../../contract/lead-states.ts';
import type { OwnerErasure, OwnerLead, OwnerLeadStory } from '../../contract/owner/leads.ts';
import { type RedemptionState, unsentUseStates } from '../../contract/redemption-states.ts';
import { api, ApiError } from '../parts/api.ts';
import type { ConsoleDialog } from '../parts/console-dialog.ts';
import { ConsolePage } from '../parts/console-page.ts';
import { Poll } from '../parts/poll.ts';
import { renderTable } from '../parts/scroll-table.ts';
import { hrefOfLastList } from '../route.ts';
import { renderErasure } from './erasure.ts';
import { factsOf, renderFacts, renderPostbacks, renderSpam } from './lead-facts.ts';
import type { LeadSettledEvent } from './settle-lead.ts';
import { renderState } from './state-tag.ts';

const resendable: ReadonlySet<LeadState> = new Set(resendableStates);
const settleable: ReadonlySet<LeadState> = new Set(settleableStates);
/** States that change on their own within moments. */
const moving: ReadonlySet<LeadState> = new Set(unsentStates);
const movingUses: ReadonlySet<RedemptionState> = new Set(unsentUseStates);

/**
 * One lead with its whole history, and what a person can do about it.
 *
 * @element console-lead
 */
export class ConsoleLead extends ConsolePage {
  static override properties: PropertyDeclarations = {
    subject: { attribute: false },
    lead: { state: true },
    erasure: { state: true },
    isPurged: { state: true },
  };

  /** The lead's ref. */
  declare subject: string;
  declare lead: OwnerLeadStory | undefined;
  declare erasure: OwnerErasure | undefined;
  declare isPurged: boolean;
  readonly #poll = new Poll(this, () => this.#look());

  constructor() {
    super();
    this.isPurged = false;
  }

  override render(): TemplateResult {
    const { lead: texts } = this.texts;
    return html`<div class="page" aria-busy=${this.isBusy}>
      <p><a href=${hrefOfLastList()}>${texts.back}</a></p>
      <div class="bar">
        <h1 tabindex="-1">${texts.heading} ${this.subject}</h1>
        ${this.lead ? renderState(this.lead.state, this.texts) : nothing}
      </div>
      <div role="status">
        ${this.#poll.isFailing ? html`<p class="hint">${this.texts.lead.stale}</p>` : nothing}
      </div>
      ${this.renderFailure()} ${this.#renderBody()}
    </div>`;
  }

  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('subject')) void this.#load();
  }

  #renderBody(): TemplateResult | typeof nothing {
    const { lead, erasure, texts } = this;
    if (this.isPurged) return html`<p>${texts.lead.purged}</p>`;
    if (erasure) return renderErasure(erasure, lead?.phone ?? '', texts);
    if (!lead) return this.isBusy ? html`<p>${texts.loading}</p>` : nothing;
    return html`<div class="cards">
        <section class="card">
          <h2>${texts.lead.fields}</h2>
          ${renderFacts(factsOf(lead, texts, this.format))}
        </section>
        ${renderSpam(lead, texts, this.format)} ${this.#renderGroup(texts.lead.extra, lead.extra)}
        ${this.#renderGroup(texts.lead.attribution, flatten(lead.attribution))}
        ${this.#renderPromo(lead)} ${renderPostbacks(lead, texts, this.format)}
      </div>
      ${this.#renderHistory(lead)} ${this.#renderActions(lead)} ${this.#renderDialogs()}`;
  }

  #renderGroup(heading: string, fields: object | null): TemplateResult | typeof nothing {
    const entries = Object.entries(fields ?? {});
    if (entries.length === 0) return nothing;
    return html`<section class="card">
      <h2>${heading}</h2>
      ${renderFacts(entries.map(([name, value]) => [name, String(value)]))}
    </section>`;
  }

  #renderPromo({ promo_code, redemption }: OwnerLeadStory): TemplateResult | typeof nothing {
    if (promo_code === null) return nothing;
    const { lead: texts, leads, codes } = this.texts;
    return html`<section class="card">
      <h2>${texts.promo}</h2>
      ${renderFacts([
        [leads.code, redemption?.code ?? promo_code],
        [codes.state, redemption ? codes.useStates[redemption.state] : null],
        [texts.answer, redemption?.reason ?? redemption?.detail ?? null],
      ])}
    </section>`;
  }

  #renderHistory({ history }: OwnerLeadStory): TemplateResult {
    const { lead: texts, leads, overview } = this.texts;
    if (history.length === 0) return html`<p>${texts.noAttempts}</p>`;
    const heads = [texts.attempt, overview.when, leads.state, texts.answer];
    const rows = history.map(
      ({ attempt, at, state, detail }) =>
        html`<tr>
          <th scope="row">${this.format.number(attempt)}</th>
          <td>${this.format.time(at)}</td>
          <td>${renderState(state, this.texts)}</td>
          <td class="text">${detail ?? this.texts.none}</td>
        </tr>`,
    );
    return renderTable({ label: texts.attempts, heads, rows, hasCaption: true, isCard: true });
  }

  #renderActions(lead: OwnerLeadStory): TemplateResult {
    const { lead: texts, correct } = this.texts;
    const { state } = lead;
    const isQuarantined = state === 'quarantined';
    return html`<div class="actions">
      ${resendable.has(state) ? this.#renderAction('main', texts.retry, this.#retry) : nothing}
      ${isCorrectable(lead) ? this.#renderAction('', correct.action, this.#openCorrect) : nothing}
      ${isQuarantined ? this.#renderAction('main', texts.release, this.#release) : nothing}
      ${isQuarantined ? this.#renderAction('danger', texts.purge, this.#purge) : nothing}
      ${settleable.has(state) ? this.#renderAction('', texts.settle, this.#openSettle) : nothing}
      ${this.#renderAction('danger', texts.erase, this.#erase)}
    </div>`;
  }

  #renderAction(look: string, name: string, action: () => Promise<void> | void): TemplateResult {
    return html`<button class=${look} type="button" ?disabled=${this.isBusy} @click=${action}>
      ${name}
    </button>`;
  }

  #renderDialogs(): TemplateResult {
    return html`<console-settle-lead
        .language=${this.language}
        .providers=${this.providers}
        @console-lead-settled=${this.#onSettled}
      ></console-settle-lead>
      <console-correct-lead
        .language=${this.language}
        @console-lead-corrected=${() => this.#done(this.texts.lead.retried)}
      ></console-correct-lead>
      <console-ask .language=${this.language}></console-ask>`;
  }

  readonly #openCorrect = (): void => this.#open('console-correct-lead');

  readonly #openSettle = (): void => this.#open('console-settle-lead');

  #open(tag: string): void {
    const dialog = this.renderRoot.querySelector<ConsoleDialog<OwnerLead>>(tag);
    if (this.lead) void dialog?.open(this.lead);
  }

  readonly #load = async (): Promise<void> => {
    await this.load(this.#load, () => this.#read());
  };

  async #read(): Promise<void> {
    const ref = this.subject;
    const lead = await api.lead(ref);
    if (ref === this.subject) this.lead = lead;
    this.#poll.hasAnswered();
  }

  /**
   * Checks whether the state of the lead or of its code has changed, or a postback was sent. It
   * does not read the lead itself, which would be written to the audit as access to personal data.
   */
  async #look(): Promise<void> {
    const { lead, subject } = this;
    if (!lead || this.isBusy || this.isPurged || this.erasure) return;
    const isOpen = hasMore(lead);
    if (!moving.has(lead.state) && !isOpen) return;
    const { states, open } = await api.leadChanges({
      since: new Date().toISOString(),
      refs: subject,
    });
    const isOther = states[subject] !== lead.state || open.includes(subject) !== isOpen;
    if (lead === this.lead && isOther) await this.#load();
  }

  readonly #retry = async (): Promise<void> => {
    const isDone = await this.#act(() => api.retryLead(this.subject));
    if (isDone) await this.#done(this.texts.lead.retried);
  };

  readonly #release = async (): Promise<void> => {
    const isDone = await this.#act(() => api.releaseLead(this.subject));
    if (isDone) await this.#done(this.texts.lead.retried);
  };

  readonly #purge = async (): Promise<void> => {
    const { subject } = this;
    const { lead: texts } = this.texts;
    const { first_name = '', last_name = '', phone = '' } = this.lead ?? {};
    const text = texts.purgeText(`${first_name} ${last_name}, ${phone}`);
    if (!(await this.confirm({ title: texts.purgeTitle, text, action: texts.purge }))) return;
    await this.#act(async () => {
      await api.purgeLead(subject);
      this.isPurged = true;
      this.note(texts.purged);
    });
  };

  readonly #onSettled = async ({ decision }: LeadSettledEvent): Promise<void> => {
    if (await this.#act(() => api.settleLead(this.subject, decision))) {
      await this.#done(this.texts.lead.settled);
    }
  };

  readonly #erase = async (): Promise<void> => {
    const { subject } = this;
    const { lead: texts } = this.texts;
    const text = texts.eraseText(this.lead?.phone ?? '');
    if (!(await this.confirm({ title: texts.eraseTitle, text, action: texts.erase }))) return;
    await this.#act(async () => {
      this.erasure = await api.erasePerson(subject);
      this.note(texts.erased);
    });
  };

  /** If nothing was done because the lead has changed, shows the lead as it is now. */
  #act(work: () => Promise<void>): Promise<boolean> {
    return this.attempt(async () => {
      try {
        await work();
      } catch (error) {
        if (error instanceof ApiError && error.type === 'conflict') await this.#read();
        // Erased, perhaps by a call whose reply was lost.
        if (error instanceof ApiError && error.type === 'not-found') this.lead = undefined;
        throw error;
      }
    });
  }

  /** Shows a note, and the lead as it is now. */
  async #done(text: string): Promise<void> {
    this.note(text);
    await this.#load();
  }
}

/** Whether its code or its postbacks may still change. */
function hasMore({ redemption, postbacks }: OwnerLeadStory): boolean {
  const isTelling = postbacks.some(({ status }) => status === 'waiting');
  return isTelling || (redemption !== null && movingUses.has(redemption.state));
}

/** `first.utm_source`: the touches side by side; or the placeholder of an encrypted one. */
function flatten(touches: Readonly<Record<string, unknown>> | null): Record<string, string> | null {
  if (touches === null) return null;
  return Object.fromEntries(
    Object.entries(touches).flatMap(([touch, fields]) =>
      typeof fields === 'object' && fields !== null
        ? Object.entries(fields).map(([name, value]) => [`${touch}.${name}`, String(value)])
        : [[touch, String(fields)]],
    ),
  );
}
