import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { type LeadState, unsentStates } from '../../contract/lead-states.ts';
import type { Overview, OverviewSlot } from '../../contract/owner/overview.ts';
import { api } from '../parts/api.ts';
import { ConsolePage } from '../parts/console-page.ts';
import { Poll } from '../parts/poll.ts';
import { renderTable } from '../parts/scroll-table.ts';
import { hrefOf } from '../route.ts';
import type { Bar } from './bars.ts';
import { keptNote } from './kept-note.ts';
import { readOverview } from './read-overview.ts';

type Period = 'day' | 'hour';

/** It counts all leads of thirty days, which takes a large store half a second. */
const everyMs = 20_000;

const kinds = {
  good: ['delivered'],
  wait: unsentStates,
  bad: ['duplicate', 'rejected', 'held', 'dead'],
  // It may be money: a reader of "not delivered" would look no further.
  aside: ['quarantined'],
} as const satisfies Readonly<Record<string, readonly LeadState[]>>;
type Kind = keyof typeof kinds;

/**
 * How leads come in, what waits, and whether the vendor answers.
 *
 * @element console-overview
 */
export class ConsoleOverview extends ConsolePage {
  static override properties: PropertyDeclarations = {
    period: { state: true },
    overview: { state: true },
    by: { state: true },
    readAt: { state: true },
  };

  declare period: Period;
  declare overview: Overview | undefined;
  /** The period that is shown: another one may be loading. */
  declare by: Period;
  /** ISO 8601: when it was read. */
  declare readAt: string;
  readonly #poll = new Poll(this, () => this.#look(), everyMs);
  #turn = 0;

  constructor() {
    super();
    this.period = 'day';
    this.by = 'day';
    this.readAt = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  override render(): TemplateResult {
    const { texts, overview } = this;
    return html`<div class="page" aria-busy=${this.isBusy}>
      <div class="bar">
        <h1 tabindex="-1">${texts.overview.heading}</h1>
        <label>
          ${texts.overview.period}
          <select @change=${this.#onPeriod}>
            <option value="day">${texts.overview.byDay}</option>
            <option value="hour">${texts.overview.byHour}</option>
          </select>
        </label>
      </div>
      ${this.renderFailure()}
      ${overview ? this.#renderAll(overview) : html`<p>${this.isBusy ? texts.loading : ''}</p>`}
    </div>`;
  }

  #renderAll(overview: Overview): TemplateResult {
    return html`${this.#renderLeads(overview)}
      <div class="cards">
        ${this.#renderNow(overview)}
        <console-funnel .language=${this.language} .overview=${overview}></console-funnel>
      </div>
      <console-reach .language=${this.language} .overview=${overview}></console-reach>
      <console-ask .language=${this.language}></console-ask>`;
  }

  #renderLeads(overview: Overview): TemplateResult {
    const { slots } = overview;
    const { overview: texts } = this.texts;
    const isEmpty = slots.every(({ leads }) => leads === 0);
    return html`<section class="card">
      <h2>${texts.came}</h2>
      ${
        isEmpty
          ? html`<p>${texts.empty}</p>`
          : html`<console-bars
                .bars=${slots.map((slot) => this.#barOf(slot))}
                .keys=${this.#kinds()}
                .label=${texts.chart}
                .hint=${texts.chartHint}
              ></console-bars>
              <details>
                <summary>${texts.table}</summary>
                ${this.#renderTable(slots.filter(({ leads }) => leads > 0).toReversed())}
              </details>`
      }
      ${keptNote(overview, this.format, texts.shownOfKept)}
    </section>`;
  }

  #barOf(slot: OverviewSlot): Bar {
    const { overview: texts } = this.texts;
    const counts = countsOf(slot);
    const kindsHere = this.#kinds();
    const parts = kindsHere.map(([kind, name]) => `${this.format.number(counts[kind])} ${name}`);
    return {
      text: texts.slot(this.#when(slot), this.format.number(slot.leads), parts.join(', ')),
      parts: kindsHere.map(([kind]) => ({ kind, count: counts[kind] })),
    };
  }

  /** What became of leads: the parts of each bar, from the bottom up, and the table's columns. */
  #kinds(): readonly (readonly [kind: Kind, name: string])[] {
    const { overview: texts, states } = this.texts;
    return [
      ['good', texts.delivered],
      ['wait', texts.onTheWay],
      ['bad', texts.notDelivered],
      ['aside', states.quarantined],
    ];
  }

  #when({ from }: OverviewSlot): string {
    return this.by === 'day' ? this.format.day(from) : this.format.hour(from);
  }

  #renderTable(slots: readonly OverviewSlot[]): TemplateResult {
    const { overview: texts } = this.texts;
    const kindsHere = this.#kinds();
    const row = (slot: OverviewSlot): TemplateResult => {
      const counts = countsOf(slot);
      const cells = [slot.leads, ...kindsHere.map(([kind]) => counts[kind])].map(
        (count) => html`<td class="number">${this.format.number(count)}</td>`,
      );
      return html`<tr>
        <th scope="row">${this.#when(slot)}</th>
        ${cells}
      </tr>`;
    };
    const heads = [texts.came, ...kindsHere.map(([, name]) => name)];
    return renderTable({
      label: texts.chart,
      heads,
      rows: slots.map(row),
      first: html`<th scope="col">${texts.when}</th>`,
      hasNumbers: true,
    });
  }

  #renderNow({ waiting, delay, upstreams }: Overview): TemplateResult {
    const { overview: texts, providers } = this.texts;
    const { format } = this;
    const { kind, name } = this.providers.contacts;
    const count = (state: LeadState, number: number): TemplateResult | string =>
      number === 0
        ? '0'
        : html`<a href=${hrefOf('leads', { query: { state } })}>${format.number(number)}</a>`;
    return html`<section class="card">
      <div class="bar">
        <h2>${texts.waiting}</h2>
        <button type="button" ?disabled=${this.isBusy} @click=${() => void this.#refresh()}>
          ${this.texts.setUp.again}
        </button>
      </div>
      <p class="hint">${texts.asOf(format.moment(this.readAt))}</p>
      ${this.#poll.isFailing ? html`<p class="hint">${this.texts.lead.stale}</p>` : nothing}
      <dl>
        <dt class="text">${providers.taker[kind](name)}</dt>
        <dd>
          <span class="tag ${upstreams.contacts === 'failing' ? 'bad' : 'good'}"
            >${texts.vendorStates[upstreams.contacts]}</span
          >
        </dd>
        <dt>${texts.due}</dt>
        <dd>${format.number(waiting.due)}</dd>
        ${
          waiting.oldest_at === null
            ? nothing
            : html`<dt>${texts.oldest}</dt>
                <dd>${format.time(waiting.oldest_at)}</dd>`
        }
        <dt>${texts.held}</dt>
        <dd>${count('held', waiting.held)}</dd>
        <dt>${texts.dead}</dt>
        <dd>${count('dead', waiting.dead)}</dd>
        <dt>${texts.quarantined}</dt>
        <dd>${count('quarantined', waiting.quarantined)}</dd>
        <dt>${texts.unconfirmed}</dt>
        <dd>
          ${
            waiting.unconfirmed === 0
              ? '0'
              : html`<a href=${hrefOf('codes')}>${format.number(waiting.unconfirmed)}</a>`
          }
        </dd>
        ${this.#renderPostbacks(waiting.postbacks)}
        ${
          delay
            ? html`<dt>${texts.delay}</dt>
                <dd>
                  ${texts.delayOf(
                    format.duration(delay.median),
                    format.duration(delay.slowest),
                    format.number(delay.of),
                  )}
                </dd>`
            : nothing
        }
      </dl>
    </section>`;
  }

  /** Nothing if none was given up: most owners have no tracker. */
  #renderPostbacks(count: number): TemplateResult | typeof nothing {
    if (count === 0) return nothing;
    const { postbacks: texts } = this.texts;
    const button = (name: string, act: () => Promise<void>): TemplateResult =>
      html`<button type="button" ?disabled=${this.isBusy} @click=${act}>${name}</button>`;
    return html`<dt>${texts.givenUp}</dt>
      <dd class="actions">
        ${this.format.number(count)} ${button(texts.retry, this.#retryPostbacks)}
        ${button(texts.dismiss, this.#dismissPostbacks)}
      </dd>`;
  }

  readonly #retryPostbacks = (): Promise<void> =>
    this.#act(api.retryPostbacks, this.texts.postbacks.retried);

  readonly #dismissPostbacks = async (): Promise<void> => {
    const { dismiss, dismissed, dismissTitle, dismissText } = this.texts.postbacks;
    const question = { title: dismissTitle, text: dismissText, action: dismiss };
    if (await this.confirm(question)) await this.#act(api.dismissPostbacks, dismissed);
  };

  async #act(work: () => Promise<unknown>, done: string): Promise<void> {
    await this.attempt(async () => {
      await work();
      this.note(done);
      await this.#load();
    });
  }

  #onPeriod(event: Event): void {
    this.period = (event.target as HTMLSelectElement).value === 'hour' ? 'hour' : 'day';
    void this.#load();
  }

  /** Says how old it is now, which a screen reader would otherwise hear every few seconds. */
  async #refresh(): Promise<void> {
    const isRead = await this.#load();
    if (isRead) this.note(this.texts.overview.asOf(this.format.moment(this.readAt)));
  }

  readonly #load = (): Promise<boolean> => this.load(this.#load, () => this.#read());

  /** Unasked. */
  async #look(): Promise<void> {
    if (!this.isBusy) await this.#read();
  }

  async #read(): Promise<void> {
    const by = this.period;
    const turn = (this.#turn += 1);
    const overview = await readOverview(by);
    // It was asked again since, after a change perhaps: this answer is older.
    if (turn !== this.#turn) return;
    this.hasLoaded();
    this.#poll.hasAnswered();
    this.overview = overview;
    this.by = by;
    this.readAt = new Date().toISOString();
  }
}

function countsOf({ states }: OverviewSlot): Readonly<Record<Kind, number>> {
  const sum = (wanted: readonly LeadState[]): number =>
    wanted.reduce((total, state) => total + (states[state] ?? 0), 0);
  const { good, wait, bad, aside } = kinds;
  return { good: sum(good), wait: sum(wait), bad: sum(bad), aside: sum(aside) };
}
